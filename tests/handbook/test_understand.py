"""A question that asks several things is searched in its parts; one that asks one thing, whole."""

from __future__ import annotations

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.cutting import MOST_PARTS
from handbook.understand import parts_of

STORY = (
    "I am a health visitor. Mum told me who was there and what he had done, and how she felt. "
    "Dad came back when she was asleep and is staying now. She said that the police were rung."
)


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "When is the first core group? Who chairs it? What if a parent refuses?",
            [
                "When is the first core group?",
                "Who chairs it? (first core group)",
                "What if a parent refuses? (first core group)",
            ],
        ),
        (
            "When is the initial conference held, who chairs it and who must attend?",
            [
                "When is the initial conference held",
                "who chairs it (initial conference)",
                "who must attend? (initial conference)",
            ],
        ),
        (
            "who chairs and when is the first core group",
            ["who chairs (first core group)", "when is the first core group"],
        ),
        (
            "What must the report say, when is it due and does the child get a copy?",
            [
                "What must the report say",
                "when is it due (report)",
                "does the child get a copy? (report)",
            ],
        ),
        (
            "Do I follow up a phone referral in writing and by when?",
            [
                "Do I follow up a phone referral in writing",
                "by when? (follow phone referral writing)",
            ],
        ),
        (
            "escalation policy and who is it at the top",
            ["escalation policy", "who is it at the top (escalation policy)"],
        ),
        ("when and who chairs?", ["when", "who chairs?"]),
        (
            "1. who chairs the core group\n2. when is it",
            ["who chairs the core group", "when is it (core group)"],
        ),
        (
            "Does a child of ten get a say? Which form is it written on?",
            ["Does a child of ten get a say?", "Which form is it written on? (child ten)"],
        ),
    ],
)
def test_each_thing_that_is_asked_is_a_part_with_the_topic(asked: str, parts: list[str]) -> None:
    assert parts_of(asked) == parts


@pytest.mark.parametrize(
    "asked",
    [
        "when and how often are review conferences held",
        "how and when do I share information without consent",
        "who and when should I tell",
        "what, how and where do I record an allegation",
        "core group when and how often",
        "Can a boy, who is 12, attend the conference?",
        "what happens to children who are missing and who are at risk of exploitation",
        "what do I do if dad drinks and does drugs",
        "who records his address and where he lives",
        "When parents refuse consent, who do I tell?",
        "What is the section 47 threshold, which is in the procedures?",
        "He fell last week and is mending. May he come to the conference?",
        "Mum wants her sister with her at the conference. allowed?",
        "Mum refuses the assessment. Is she allowed? What do I do?",
        "The plan has to be shared with school, is that right?",
        f"{STORY} How long does it last?",
        f"{STORY} What do I do?",
    ],
)
def test_what_asks_one_thing_stays_whole(asked: str) -> None:
    assert parts_of(asked) == [asked]


def test_a_story_stays_with_the_first_of_its_questions() -> None:
    first, second = parts_of(f"{STORY} Is that a referral? Who writes the record of it?")
    assert first == f"{STORY} Is that a referral?"
    assert second.startswith("Who writes the record of it? (")


def test_what_is_asked_beyond_the_most_parts_is_not_lost() -> None:
    parts = parts_of("who chairs the plan, who writes it, who signs it, who reads it, who files it")
    assert len(parts) == MOST_PARTS
    assert "who reads it, who files it" in parts[-1]


@pytest.mark.parametrize(
    "asked",
    [
        "how soon must an initial child protection conference be held? Who pays for the room?",
        "how soon must an initial child protection conference be held, who pays for the room",
        "who pays for the room and how soon must an initial child protection conference be held",
    ],
)
def test_a_part_without_an_answer_is_named(corpus_book: Handbook, asked: str) -> None:
    answer = corpus_book.ask(Question(asked))
    assert answer.status is Status.PARTIAL
    assert "within 15 working days of the strategy discussion" in answer.citations[0].quote
    named = answer.closing.removeprefix(corpus_book.replies.text("partial")).strip()
    assert named.lower().startswith("who pays for the room")
    assert "how soon" not in named


def test_a_part_is_not_answered_by_the_topic_that_it_borrows(corpus_book: Handbook) -> None:
    asked = "how soon must an initial child protection conference be held? Who waters the plants?"
    answer = corpus_book.ask(Question(asked))
    assert answer.status is Status.PARTIAL
    assert "Who waters the plants?" in answer.closing
