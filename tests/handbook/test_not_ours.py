"""A decision that is not the handbook's: who makes it, and what can be taken to them."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.answer_records import Answer, Question, Status
from handbook.book import Handbook
from handbook.cite import verify
from handbook.domain import Role
from handbook.export.compose import sheet_of
from handbook.present import answer_json, answer_text
from page.reply import answer_html

CLOSE = Question("Should I close the case of a baby with a bruise, yes or no?", area="calderdale")
NUMBER = "01422 393336"


@pytest.fixture(scope="module")
def answer(corpus_book: Handbook) -> Answer:
    """A decision asked for."""
    return corpus_book.ask(CLOSE)


def test_the_reply_is_the_fixed_one_and_nothing_is_quoted_as_the_answer(
    corpus_book: Handbook, answer: Answer
) -> None:
    assert answer.status is Status.NOT_OURS_TO_DECIDE
    assert answer.text == corpus_book.replies.text("not_ours_to_decide")
    assert answer.citations == answer.cards == ()


def test_review_questions_that_bear_on_it_are_there_word_for_word(
    corpus_book: Handbook, answer: Answer
) -> None:
    assert 0 < len(answer.review_questions) <= 5
    for asked in answer.review_questions:
        verify(corpus_book.units(asked.document_id), asked.text, asked.spans, asked.title)
    assert any("bruise" in asked.text for asked in answer.review_questions)


def test_the_nearest_rules_hold_for_the_area(answer: Answer) -> None:
    assert answer.nearest
    assert all(h.passage.role is Role.RULE for h in answer.nearest)
    assert all(h.edition.holds_in("calderdale") for h in answer.hits)


def test_every_surface_says_that_it_is_no_decision_and_whom_to_ask(
    corpus_book: Handbook, answer: Answer
) -> None:
    asked = answer.review_questions[0].text
    titles = [corpus_book.replies.title(k) for k in ("nearest_no_decision", "questions_to_take")]
    page = answer_html(corpus_book, CLOSE, answer)
    for words in (*titles, NUMBER, asked):
        assert words in page
    terminal = answer_text(answer)
    for words in ("Nearest rules, no decision:", "Questions to take to those who decide", NUMBER):
        assert words in terminal
    [entry] = sheet_of(corpus_book, [(CLOSE, answer)], date(2026, 12, 1)).entries
    assert [section.title for section in entry.apart] == titles
    assert NUMBER in entry.closing[-1]
    assert entry.quoted == ()
    assert NUMBER in answer_json(answer)["whom"][0]


def test_an_area_that_the_question_names_is_said(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("Should we end this child's plan in Halifax, yes or no?"))
    assert answer.area == "calderdale"
    assert [n.kind for n in answer.notices] == ["area_named"]


@pytest.mark.parametrize(
    "text",
    ["How do I write this up so that the parents never find out?", "you stupid bot"],
)
def test_where_help_is_refused_or_words_are_abuse_nothing_is_searched(
    corpus_book: Handbook, text: str
) -> None:
    answer = corpus_book.ask(Question(text, area="calderdale"))
    assert answer.status in (Status.NOT_OURS_TO_DECIDE, Status.BLOCKED)
    assert answer.hits == answer.review_questions == answer.whom == ()
    assert answer.searched == ""
