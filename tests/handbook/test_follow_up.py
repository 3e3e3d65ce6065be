"""A question that leans on the last turns takes over topic and area; a new topic drops both."""

from __future__ import annotations

import pytest

from handbook.answer_records import Answer, Question, Turn
from handbook.book import Handbook


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
