"""The one-way rule: who may import whom, and the one door of each heavy library."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from handbook.settings import ROOT

OTHERS = "eval/bench/peers/"
"""Other systems that are measured beside ours, in an environment of their own."""
OURS = {"handbook", "ingest", "eval", "app", "page", "api"}
BESIDE = {"app": {"page", "api"}, "api": {"page"}}
"""Who may import more than the read path: the API gives out the pages' addresses."""
ROOT_OF_COMPOSITION = {
    "handbook/cli.py",
    "handbook/doctor.py",
    "eval/bench/growth.py",
    "eval/bench/limits.py",
    "eval/bench/product.py",
    "eval/bench/quality.py",
    "eval/check/files/through.py",
    "eval/fuzz.py",
    "eval/reading_order.py",
}
DOORS = {
    "pypdf": {"ingest/read/pdf_text.py", "eval/torture_pdf.py"},
    "pypdfium2": {"handbook/pdfium.py", "handbook/pdfium_page.py"},
    "PIL": {"handbook/png.py"},
    "chromadb": {"handbook/index/chroma.py"},
    "llama_index": {"handbook/index/vectors.py", "handbook/served.py", "eval/opinion.py"},
    "tantivy": {"handbook/index/lexical.py"},
    "onnxruntime": {"handbook/onnx.py"},
    "tokenizers": {"handbook/onnx.py"},
    "docx": {
        "ingest/read/word.py",
        "ingest/annotate_word.py",
        "handbook/export/word.py",
        "handbook/export/word_parts.py",
        "handbook/export/word_booklet.py",
        "handbook/export/word_quiz.py",
        "eval/check/files/word.py",
    },
    "pptx": {
        "ingest/read/slides.py",
        "ingest/annotate_slides.py",
        "handbook/export/slides.py",
        "eval/check/files/deck.py",
        "eval/check/files/diagram.py",
    },
    "markdown_it": {"ingest/read/markdown.py", "handbook/privacy/papers.py"},
    "sentencex": {"ingest/sentences.py"},
    "gradio": {"app.py", "page/ask.py", "page/ask_layout.py"},
    "httpcore2": {"ingest/sync/network.py", "ingest/sync/fetch.py"},
    "protego": {"ingest/sync/robots.py"},
    "rapidfuzz": {"handbook/spelling.py"},
    "mcp": {"api/mcp_server.py"},
    "typst": {"handbook/export/pdf.py", "eval/check/files/page.py"},
    "xlsxwriter": {"handbook/export/check_workbook.py"},
    "argon2": {"handbook/access/passwords.py"},
    "ray": {"ingest/on_ray.py"},
    "prometheus_client": {"page/metrics.py"},
}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _sources() -> list[Path]:
    folders = ("api", "handbook", "ingest", "eval", "page")
    return [p for f in folders for p in (ROOT / f).rglob("*.py")] + [ROOT / "app.py"]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", _sources(), ids=_name)
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    if _name(path) in ROOT_OF_COMPOSITION or _name(path).startswith("handbook/commands/"):
        return
    roots = {module.split(".")[0] for module in _imports(path)} & OURS
    home = _name(path).split("/")[0].removesuffix(".py")
    below = {"handbook"} | BESIDE.get(home, set())
    assert roots <= below | {home}, f"{_name(path)} reaches {roots - below - {home}}"


@pytest.mark.parametrize("path", _sources(), ids=_name)
def test_a_heavy_library_is_imported_only_at_its_door(path: Path) -> None:
    if _name(path).startswith(OTHERS):
        return
    for module in _imports(path):
        library = module.split(".")[0]
        if library in DOORS:
            assert _name(path) in DOORS[library], f"{library} belongs to {DOORS[library]}"


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("domain", set()),
        ("rule_records", set()),
        ("answer_records", {"handbook.domain", "handbook.rule_records"}),
    ],
)
def test_records_import_nothing_of_ours_but_records(name: str, ours: set[str]) -> None:
    imported = set(_imports(ROOT / "handbook" / f"{name}.py"))
    assert {m for m in imported if m.split(".")[0] in OURS} == ours
