"""Small good files broken by chance, from a seed: each is a document or a sentence, in bounded
time, and an index is never left half written. `make torture` does more of it, in processes with
limits.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as NewDocument
from pptx import Presentation

from eval.broken import broken
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.errors import BackupError, ReadError
from handbook.settings import Settings
from ingest.backup import back_up, restore
from ingest.build import ingest
from ingest.document import make_document
from ingest.manifest import list_corpus
from tests.fuzz.conftest import MARKDOWN, RULE
from tests.ingest.read.make_pdf import make_pdf, text

SEED = 20261130
HTML = f"<html><head><title>Visits</title></head><body><main><h1>Visits</h1><p>{RULE}</p></main>"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small file of each kind."""
    folder = tmp_path_factory.mktemp("good")
    document = NewDocument()
    document.add_heading("Visits", 1)
    document.add_paragraph(RULE, style="List Number")
    document.add_table(1, 2).cell(0, 0).text = "Who"
    document.save(str(folder / "a.docx"))
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text_frame.text = "Visits", RULE
    deck.save(str(folder / "a.pptx"))
    make_pdf(folder / "a.pdf", text(60, 700, "Visits", 18) + text(60, 650, RULE))
    for ending, typed in (("html", HTML), ("md", MARKDOWN), ("txt", f"VISITS\n\n- {RULE}\n")):
        (folder / f"a.{ending}").write_text(typed)
    return {path.suffix: path for path in folder.iterdir()}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("suffix", "times"),
    [(".docx", 25), (".pptx", 25), (".pdf", 50), (".html", 50), (".md", 50), (".txt", 50)],
)
def test_a_broken_document_is_read_or_refused_in_a_sentence(
    wind_up: Callable[[], None], good: dict[str, Path], tmp_path: Path, suffix: str, times: int
) -> None:
    chance = random.Random(SEED)
    whole = good[suffix].read_bytes()
    sentences: list[str] = []
    assert make_document(good[suffix], "h", None).document.passages
    for number in range(times):
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(broken(whole, suffix, chance)[1])
        wind_up()
        try:
            made = make_document(path, "h", None)
        except ReadError as error:
            sentences.append(str(error))
        else:
            assert made.receipt.outcome == "added"
    assert [s for s in sentences if not s.endswith(".")] == []


def test_broken_files_beside_a_good_one_leave_a_whole_index_that_answers(
    good: dict[str, Path], tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.md").write_bytes(good[".md"].read_bytes())
    for suffix, path in good.items():
        (corpus / f"broken{suffix}").write_bytes(broken(path.read_bytes(), suffix, chance)[1])
    settings = Settings(corpus=corpus, data=tmp_path / "data")
    result = ingest(settings, list_corpus(corpus), whole=True)
    assert len(result.receipts) == 7
    assert all(bool(r.error) == r.failed for r in result.receipts)
    book = Handbook.open(settings)
    assert any(
        c.quote == RULE
        for c in book.ask(Question("when must the keyworker visit the child?")).citations
    )
    again = ingest(settings, list_corpus(corpus), whole=True)
    assert {r.outcome for r in again.receipts} <= {"unchanged", "failed"}
    book.close()


def test_a_broken_backup_is_refused_and_leaves_nothing(
    wind_up: Callable[[], None], book: Handbook, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.tar.gz"
    back_up(book.settings.data, whole)
    chance, data, refused = random.Random(SEED), whole.read_bytes(), []
    for number in range(40):
        spoilt = broken(data, ".gz", chance)[1]
        if spoilt == data:
            continue
        path, folder = tmp_path / f"{number}.tar.gz", tmp_path / f"{number}"
        path.write_bytes(spoilt)
        wind_up()
        try:
            restore(path, folder)
        except BackupError as error:
            refused.append(path.name in str(error) and not folder.exists())
        else:
            assert (folder / "current").read_bytes() == (
                book.settings.data / "current"
            ).read_bytes()
    assert len(refused) > 20
    assert all(refused)
    assert not list(tmp_path.glob(".restoring-*"))
