"""The threat model is true as far as a program can tell: each line names tests, and they exist."""

from __future__ import annotations

import ast
import re

from handbook.settings import ROOT

TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_line_names_its_tests() -> None:
    rows = [r for r in TEXT.splitlines() if r.startswith("| ") and not r.startswith("| Who,")]
    assert len(rows) > 30
    assert [row for row in rows if not NAMED.search(row.split(" | ")[2])] == []


def test_every_test_that_it_names_exists() -> None:
    named = NAMED.findall(TEXT)
    assert len(named) == TEXT.count("::test_")
    held: set[tuple[str, str]] = set()
    for file in {file for file, _ in named}:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        held |= {(file, node.name) for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert set(named) - held == set()


def test_what_it_and_the_security_page_link_to_exists() -> None:
    pages = {ROOT / "SECURITY.md", ROOT / "docs" / "threat-model.md"}
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), target
