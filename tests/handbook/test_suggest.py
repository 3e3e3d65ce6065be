"""What could be asked next: only what stands in the corpus and is answered by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.answer_records import Answer, Question, Status, Turn
from handbook.book import Handbook
from handbook.gaps import FILE
from handbook.suggest import OF_EACH_KIND, Suggester, Suggestion
from tests.conftest import open_book

ASKED = (
    "when is the first core group",
    "who do you need on the call for a strat",
    "how long do we have for an assessment",
    "what age was Emily and what injury",
    "early help phone leeds",
    "escalation steps",
)
RULES = """# Meetings about children

## 1. Planning meetings

1.1 The first planning meeting must be held within twelve working days of the referral.

## 2. Who chairs a planning meeting

2.1 A planning meeting is chaired by the lead practitioner.

## 3. Minutes of planning meetings for those who could not attend, and what else they are sent later

3.1 The minutes of a planning meeting are sent to everyone within a week.

## 4. Wednesdays

4.1 Whoever is invited brings a report.

## 5. the wording that was read as a heading of planning meetings

5.1 The wording that was read as a heading of planning meetings is kept.

## 6. Cancelling a planning meeting

6.1 A planning meeting may be cancelled by the lead practitioner.
"""
FIRST = Question("when must the first planning meeting be held")


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """A handbook over one chapter, not all of whose headings can be asked."""
    corpus = tmp_path_factory.mktemp("meetings")
    (corpus / "meetings.md").write_text(RULES)
    book = open_book(corpus, tmp_path_factory.mktemp("data"))
    yield book
    book.close()


def next_turn(text: str, question: Question, answer: Answer) -> Question:
    said = (Turn("user", answer.question), Turn("assistant", answer.text))
    return Question(text, question.area, question.as_of, (*question.history, *said))


def suggested(book: Handbook, text: str) -> tuple[Answer, tuple[Suggestion, ...]]:
    question = Question(text)
    answer = book.ask(question)
    return answer, Suggester(book).suggestions(question, answer)


@pytest.mark.parametrize("text", ASKED)
def test_what_is_suggested_is_answered_as_the_next_question(
    corpus_book: Handbook, text: str
) -> None:
    answer, found = suggested(corpus_book, text)
    assert 0 < len(found) <= 2 * OF_EACH_KIND
    for suggestion in found:
        follow_up = corpus_book.ask(next_turn(suggestion.text, Question(text), answer))
        assert follow_up.status in (Status.ANSWERED, Status.ASK_AREA)


def test_a_heading_is_suggested_as_it_stands_without_its_number(meetings: Handbook) -> None:
    answer = meetings.ask(FIRST)
    assert answer.citations[0].headings[-1] == "1. Planning meetings"
    more = "More in Meetings about children"
    assert Suggester(meetings).suggestions(FIRST, answer) == (
        Suggestion("Who chairs a planning meeting", more),
        Suggestion("Cancelling a planning meeting", more),
    )
    stored = "\n".join(u.text for u in meetings.units(answer.citations[0].document_id))
    assert "2. Who chairs a planning meeting" in stored


def test_what_was_asked_before_is_not_suggested_again(meetings: Handbook) -> None:
    chairs = Turn("user", "Who chairs a planning meeting")
    question = Question(FIRST.text, history=(chairs, Turn("assistant", "The lead practitioner.")))
    found = Suggester(meetings).suggestions(question, meetings.ask(question))
    assert [s.text for s in found] == ["Cancelling a planning meeting"]


def test_a_heading_that_does_not_answer_by_itself_is_not_asked_again(
    meetings: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Question] = []
    ask = meetings.ask_by_rules
    monkeypatch.setattr(meetings, "ask_by_rules", lambda q: asked.append(q) or ask(q))
    suggester, answer = Suggester(meetings), meetings.ask(FIRST)
    first = suggester.suggestions(FIRST, answer)
    by_themselves = [q.text for q in asked if not q.history]
    assert "Wednesdays" in by_themselves
    asked.clear()
    assert suggester.suggestions(FIRST, answer) == first
    assert [q.text for q in asked] == [s.text for s in first]


def test_a_review_that_bears_on_the_answer_is_suggested_for_its_questions(
    corpus_book: Handbook,
) -> None:
    answer, found = suggested(corpus_book, "what age was Emily and what injury")
    [text] = [s.text for s in found if s.text.startswith("What questions does")]
    assert "Learning from Practice Review: EMILY" in text
    asked = corpus_book.ask(Question(text)).review_questions
    assert asked[0].title == "Learning from Practice Review: EMILY"
    assert set(asked) - set(answer.review_questions)


def test_a_review_whose_questions_were_just_read_is_not_suggested(corpus_book: Handbook) -> None:
    answer, found = suggested(corpus_book, "What questions does the EMILY review ask?")
    assert answer.review_questions
    assert found == ()


@pytest.mark.parametrize(
    "text", ["he's threatening her with a knife now", "best pizza in Leeds", "do I remove him?"]
)
def test_nothing_is_suggested_in_danger_or_where_nothing_was_found(
    corpus_book: Handbook, text: str
) -> None:
    answer, found = suggested(corpus_book, text)
    assert answer.status not in (Status.ANSWERED, Status.DETAIL_ABSENT)
    assert found == ()


def test_what_is_tried_is_not_noted_as_a_gap(meetings: Handbook) -> None:
    Suggester(meetings).suggestions(FIRST, meetings.ask(FIRST))
    assert not Path(meetings.settings.data, FILE).exists()


def test_a_source_that_is_gone_gives_no_suggestions(
    corpus_book: Handbook, meetings: Handbook
) -> None:
    question = Question("when is the first core group")
    answer = corpus_book.ask(question)
    assert Suggester(meetings).suggestions(question, answer) == ()


def test_what_failed_once_is_asked_again(
    meetings: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggester, answer = Suggester(meetings), meetings.ask(FIRST)
    with monkeypatch.context() as broken:
        failing = Answer("", "", Status.FAILED)
        broken.setattr(Handbook, "ask_by_rules", lambda _book, _question: failing)
        assert suggester.suggestions(FIRST, answer) == ()
    assert suggester.suggestions(FIRST, answer) != ()
