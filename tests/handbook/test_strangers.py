"""Of which questions it is said that they are about a name that is not held."""

from __future__ import annotations

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.strangers import names_a_stranger
from handbook.text import words

HELD = frozenset("what did the briefing say review conference core group bruise plan".split())


def strange(text: str) -> bool:
    unknown = set(words(text)) - HELD
    return names_a_stranger(text, unknown, lambda word: word not in {"wrenfield", "kestrel"})


@pytest.mark.parametrize(
    "text",
    [
        "what did the MARTHA briefing say",
        "what did the Wrenfield review find about plans",
        "what changed after the review into the death of Wrenfield",
        "what happened to Martha",
        "which hospital was Martha taken to?",
        "who is Wrenfield?",
        "what is TARGO",
        "when can I refer to TARGO",
        "is a plan in Norwich reviewed every month",
        "conference timescales Norwich",
        "what does 'kestrel' mean here",
    ],
)
def test_a_name_that_is_asked_about_is_a_stranger(text: str) -> None:
    assert strange(text)


@pytest.mark.parametrize(
    "text",
    [
        "When is the core group? Thanks",
        "When is the core group Thanks",
        "who do I tell ASAP about a bruise",
        "does CAMHS have to send a report to the conference",
        "CAN THE CORE GROUP MEET IN NORWICH PLS HELP",
        "Who Do I Tell About A Bruise At Nursery",
        "Met with Martha in Norwich on Saturday. Who chairs the conference?",
        "can the Duty Desk chair a core group",
        "he called her 'stupid', who do I tell",
        "is the register kept, and who keeps the Register",
    ],
)
def test_a_capital_alone_makes_no_stranger(text: str) -> None:
    assert not strange(text)


def test_courtesies_and_acronyms_do_not_keep_a_question_from_its_answer(
    corpus_book: Handbook,
) -> None:
    plain = corpus_book.ask(Question("When is the first core group?"))
    polite = corpus_book.ask(Question("When is the first core group? Thanks"))
    assert plain.status is polite.status is Status.ANSWERED
    assert polite.citations[0].quote == plain.citations[0].quote
    declined = corpus_book.ask(Question("what did the MARTHA briefing conclude"))
    assert declined.status is Status.NOT_COVERED
