"""An older name in a question is not put in today's words without a word."""

from __future__ import annotations

import pytest

from handbook.answer_records import Question
from handbook.book import Handbook


@pytest.mark.parametrize(
    ("text", "name", "now"),
    [
        ("who decides on the child protection register", "child protection register", "plan"),
        ("who leads a Serious Case Review", "Serious Case Review", "practice review"),
    ],
)
def test_an_older_name_is_said_with_what_was_searched_for(
    corpus_book: Handbook, text: str, name: str, now: str
) -> None:
    [told] = [n for n in corpus_book.ask(Question(text)).notices if n.kind == "older_name"]
    assert f"“{name}” is an older name" in told.text
    assert now in told.text


def test_what_a_document_says_of_the_end_of_an_older_name_is_quoted(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("who leads the core assessment"))
    [told] = [n for n in answer.notices if n.kind == "older_name_ended"]
    last = answer.citations[-1]
    assert "core assessments" in last.quote
    assert "ended in 2013" in last.quote
    assert f"[{last.marker}]" in told.text


def test_a_name_of_today_brings_no_notice(corpus_book: Handbook) -> None:
    kinds = {n.kind for n in corpus_book.ask(Question("who leads an assessment")).notices}
    assert not kinds & {"older_name", "older_name_ended"}
