"""A question that leans on the last turns takes over topic and area; a new topic drops both."""

from __future__ import annotations

import pytest

from handbook.answer_records import Answer, Question, Turn
from handbook.book import Handbook
from handbook.query import Query, queries


def ask(book: Handbook, *turns: str) -> Answer:
    history = []
    for text in turns[:-1]:
        history += [Turn("user", text), Turn("assistant", "The passage is quoted above.")]
    return book.ask(Question(turns[-1], history=tuple(history)))


def sources(answer: Answer) -> set[str]:
    return {c.edition.source_id for c in answer.citations}


@pytest.mark.parametrize(
    ("turns", "carried"),
    [
        (("when is the first core group held", "and who leads it?"), "core"),
        (("is early help voluntary", "what if they say no to it"), "early"),
        (("how long does an emergency protection order last", "can it be extended"), "protection"),
    ],
)
def test_a_leaning_question_is_searched_with_the_earlier_topic(
    corpus_book: Handbook, turns: tuple[str, ...], carried: str
) -> None:
    assert carried in ask(corpus_book, *turns).searched


def test_a_leaning_question_is_answered_on_the_earlier_topic(corpus_book: Handbook) -> None:
    answer = ask(
        corpus_book, "how long does an emergency protection order last", "can it be extended"
    )
    assert "emergency-protection" in sources(answer) | {
        h.edition.source_id for h in answer.hits[:1]
    }


def test_a_new_topic_takes_over_nothing(corpus_book: Handbook) -> None:
    text = "who must report female genital mutilation to the police"
    answer = ask(corpus_book, "when is the first core group held", text)
    assert answer.searched == text
    assert "female-genital-mutilation" in sources(answer)
    assert sources(answer) <= {
        "female-genital-mutilation",
        "forced-marriage-and-honour-based-abuse",  # it points to the same duty
    }


def test_the_area_of_an_earlier_turn_goes_on_and_is_said(corpus_book: Handbook) -> None:
    answer = ask(
        corpus_book, "bruise on a baby in Keighley, what do I do", "and who do I tell about it"
    )
    assert "area_named" in {n.kind for n in answer.notices}
    assert all("bradford" in c.edition.areas for c in answer.citations if c.edition.areas)


def test_the_area_of_an_earlier_turn_is_dropped_with_its_topic(corpus_book: Handbook) -> None:
    answer = ask(
        corpus_book,
        "bruise on a baby in Keighley, what do I do",
        "who must report female genital mutilation to the police",
    )
    assert "area_named" not in {n.kind for n in answer.notices}


def test_of_a_very_long_conversation_the_newest_turns_are_read(corpus_book: Handbook) -> None:
    first = "when is the first core group held"
    between = ("tell me what the procedure says about it in general " * 20).strip()
    lost = ask(corpus_book, first, *[between] * 6, "and who leads it?")
    kept = ask(corpus_book, *[between] * 6, first, "and who leads it?")
    assert "core" not in lost.searched
    assert "core" in kept.searched


def test_a_question_that_is_only_asked_again_is_answered_as_before(corpus_book: Handbook) -> None:
    text = "when should the core group meet?"
    first, again = ask(corpus_book, text), ask(corpus_book, text, text, text)
    assert again.searched == first.searched
    assert [c.quote for c in again.citations] == [c.quote for c in first.citations]


def query(book: Handbook, *turns: str) -> Query:
    history = tuple(Turn("user", text) for text in turns[:-1])
    return queries(book, book.opened(), Question(turns[-1], history=history))[0]


@pytest.mark.parametrize(
    ("turns", "last", "over"),
    [
        (
            "when is the first core group | who must report female genital mutilation to the police"
            " | who reports it?",
            "genital",
            "core",
        ),
        (
            "is early help voluntary | when must a LADO referral be made | and who tells them",
            "allegations",
            "voluntary",
        ),
        (
            "who attends a strategy discussion | and who chairs it | what checks are made before"
            " someone works in a school | how often are they renewed",
            "checks",
            "strategy",
        ),
        (
            "can I share information without consent | what about with the GP | when is a child"
            " missing education | who do we notify then",
            "missing",
            "consent",
        ),
        (
            "what is the graded care profile | who completes it | how is domestic abuse defined"
            " | does that cover teenagers?",
            "domestic",
            "graded",
        ),
        (
            "how do I challenge a decision I disagree with | how long does each step take | when"
            " does a child's plan move to another authority | who keeps it until then",
            "authority",
            "challenge",
        ),
    ],
)
def test_what_was_asked_before_the_last_topic_is_over(
    corpus_book: Handbook, turns: str, last: str, over: str
) -> None:
    text = query(corpus_book, *turns.split(" | ")).text
    assert last in text
    assert over not in text


@pytest.mark.parametrize(
    ("turns", "first"),
    [
        ("when is the first core group | who leads it | and how often does it meet", "core"),
        (
            "what is private fostering | who has to notify it | within how many days | and what"
            " does the council do then",
            "fostering",
        ),
        (
            "what is alternative provision | what must the school check there | and how often then",
            "alternative",
        ),
    ],
)
def test_a_topic_goes_on_through_all_turns_that_lean_on_it(
    corpus_book: Handbook, turns: str, first: str
) -> None:
    assert first in query(corpus_book, *turns.split(" | ")).text


def test_the_area_is_that_of_the_newest_turn_that_names_one(corpus_book: Handbook) -> None:
    turns = ("bruise on a baby in Leeds, what do I do", "and in Bradford?", "who do I ring?")
    asked = query(corpus_book, *turns)
    assert asked.area == "bradford"
    assert "leeds" not in asked.text
    both = query(corpus_book, turns[0], "and in Bradford and Wakefield?", turns[2])
    assert both.area is None
