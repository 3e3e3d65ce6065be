"""The briefings that are shipped: each in a layout of its own, read whole, and traced."""

from __future__ import annotations

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.cite import quote
from handbook.settings import ROOT

RECORDS = ROOT / "corpus" / "records"
# What each holds: panels, and review questions in the panel that asks them.
SHIPPED = {
    "emily-briefing": (7, {6: 7}),
    "arthur-and-star-briefing": (7, {6: 5}),
    "bruising-non-mobile-infants-briefing": (6, {5: 4}),
    "invisible-men-briefing": (7, {6: 5}),
    "safer-sleep-review-briefing": (6, {5: 5}),
    "criminal-exploitation-briefing": (8, {7: 5}),
    "hamzah-briefing": (3, {}),
    "child-d-leeds-briefing": (6, {}),
    "immobile-babies-bury-briefing": (5, {4: 3}),
    "rowan-made-up-briefing": (9, {6: 1, 8: 2}),
    "national-review-briefings": (2, {1: 3}),
}


@pytest.mark.parametrize("source_id", SHIPPED)
def test_every_panel_and_question_of_a_shipped_briefing_is_read(
    corpus_book: Handbook, source_id: str
) -> None:
    receipt = next(r for r in corpus_book.receipts().values() if r.source_id == source_id)
    panels, asked = SHIPPED[source_id]
    assert (receipt.panels, receipt.review_questions) == (panels, sum(asked.values()))
    assert receipt.words_lost == 0
    without = ("No review questions were found in this briefing.",)
    assert receipt.warnings == (() if asked else without)
    found = [q for h, q in corpus_book.review_questions() if h.edition.source_id == source_id]
    assert {p: sum(q.panel == p for q in found) for p in {q.panel for q in found}} == asked


@pytest.mark.parametrize("source_id", [s for s in SHIPPED if s != "rowan-made-up-briefing"])
def test_every_statement_of_a_shipped_briefing_has_its_record(
    corpus_book: Handbook, source_id: str
) -> None:
    held = next(h for h in corpus_book.learning() if h.edition.source_id == source_id)
    units = corpus_book.units(held.document_id)
    record = " ".join((RECORDS / f"{source_id}.md").read_text(encoding="utf-8").split())
    passages = corpus_book.catalogue.passages_of(held.document_id)
    said = [quote(units, s.spans) for p in passages for s in p.sentences]
    said += [q.text for q in corpus_book.catalogue.review_questions(held.document_id)]
    assert [s for s in said if s not in record and s != "Open the publication"] == []


def test_the_figure_of_an_old_review_comes_after_the_rule_of_today(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("initial assessment 10 days"))
    sources = [c.edition.source_id for c in answer.citations]
    assert sources[0] == "assessments"
    assert "hamzah-briefing" in sources[1:]
    assert "45 working days" in answer.citations[0].quote


@pytest.mark.parametrize("name", ["Hamzah", "Child D"])
def test_a_shipped_review_that_asks_nothing_says_so(corpus_book: Handbook, name: str) -> None:
    answer = corpus_book.ask(Question(f"what questions does the {name} review ask"))
    assert answer.status is Status.DETAIL_ABSENT
    assert "none are made up" in answer.text


def test_what_is_made_up_says_so_in_title_and_text(corpus_book: Handbook) -> None:
    for held in (h for h in corpus_book.learning() if h.edition.demonstration):
        text = " ".join(u.text for u in corpus_book.units(held.document_id))
        assert "made up for demonstration" in held.edition.title
        assert "Made up for demonstration" in text
        assert not held.edition.digest
