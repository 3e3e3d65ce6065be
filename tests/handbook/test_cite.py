"""The verifier: a quotation stands at its spans, character for character, or it raises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handbook.answer_records import Answer, Citation, CitedQuestion, Question, Status
from handbook.book import Handbook
from handbook.cite import quote, verify, verify_answer
from handbook.domain import Edition, Span, Unit
from handbook.errors import QuoteError

UNITS = (
    Unit(0, "page", "The conference should\nbe held within\n", ()),
    Unit(1, "page", "15 working  days.\n", ()),
)
WHOLE = (Span(0, 0, 37), Span(1, 0, 17))
CITATION = Citation(1, "d", Edition("s", "Title"), (), "held within", (Span(0, 26, 37),))
TEXT = "The conference should be held within 15 working days."


def test_a_quote_over_a_page_break_has_two_spans_and_single_spaces() -> None:
    assert quote(UNITS, WHOLE) == TEXT
    verify(UNITS, TEXT, WHOLE, "here")


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("should", "should not"),
        TEXT.replace("15", "10"),
        TEXT.replace("working ", ""),
        TEXT.lower(),
        TEXT + " ",
        "",
    ],
)
def test_any_other_character_raises(text: str) -> None:
    with pytest.raises(QuoteError):
        verify(UNITS, text, WHOLE, "here")


@pytest.mark.parametrize(
    "spans",
    [(), (Span(2, 0, 3),), (Span(0, 5, 5),), (Span(0, -1, 4),), (Span(0, 0, 999),)],
)
def test_a_place_that_does_not_exist_raises(spans: tuple[Span, ...]) -> None:
    with pytest.raises(QuoteError):
        verify(UNITS, TEXT, spans, "here")


def test_spans_moved_by_one_character_raise() -> None:
    moved = (Span(0, 1, 37), Span(1, 0, 17))
    with pytest.raises(QuoteError):
        verify(UNITS, TEXT, moved, "here")


def test_an_answer_with_one_altered_quotation_never_leaves(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("when is the first core group"))
    assert answer.citations
    units = {c.document_id: corpus_book.units(c.document_id) for c in answer.citations}
    units |= {h.passage.document_id: corpus_book.units(h.passage.document_id) for h in answer.hits}
    units |= {q.document_id: corpus_book.units(q.document_id) for q in answer.review_questions}
    first = answer.citations[0]
    bad = replace(first, quote=first.quote.replace("10", "15"))
    assert bad.quote != first.quote
    with pytest.raises(QuoteError):
        verify_answer(replace(answer, citations=(bad,)), units)


def test_review_questions_pass_the_same_verifier(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("what questions does the EMILY review ask?"))
    asked = answer.review_questions[0]
    units = {asked.document_id: corpus_book.units(asked.document_id)}
    bad = replace(answer, review_questions=(replace(asked, text=asked.text + " Really?"),))
    with pytest.raises(QuoteError):
        verify_answer(bad, units)


def test_an_answer_can_say_nothing_between_its_fixed_replies_but_quotations() -> None:
    asked = CitedQuestion("Who?", "s", "d", "T", 6, 1, (Span(0, 0, 4),))
    answer = Answer("q", "q", Status.PARTIAL, "Fixed.", "Left over.", (CITATION,), (asked,))
    assert answer.text == f"Fixed.\n\n“{CITATION.quote}” [1]\n\nLeft over."
    assert replace(answer, citations=()).text == "Fixed.\n\n“Who?”\n\nLeft over."
