"""What the register and the reader are told where a part of a question, or what was asked beside a
danger, has no answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handbook.answer_records import Answer, Question, Status
from handbook.book import Handbook
from handbook.export.compose import sheet_of
from handbook.gaps import note_gap, read_gaps
from handbook.present import answer_text
from page.reply import answer_html
from tests.conftest import open_book

CHAPTERS = {
    "groups": "# Core groups\n\n## First meeting\n\n1.1 The core group must first meet within ten "
    "working days of the child protection conference.\n",
    "buses": "# Minibuses\n\n## School minibuses\n\n1.1 A driver walks round the school minibus "
    "before a journey with children.\n",
}
GROUP = "When must the core group first meet after the conference"
BUS = "what number must be painted on the school minibus"
BOTH = Question(f"{GROUP} and {BUS}?")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """One chapter that answers, and one that has the other topic and not the detail."""
    corpus = tmp_path_factory.mktemp("corpus")
    for name, text in CHAPTERS.items():
        (corpus / f"{name}.md").write_text(text)
    book = open_book(corpus, tmp_path_factory.mktemp("data"))
    yield book
    book.close()


@pytest.fixture(scope="module")
def partial(book: Handbook) -> Answer:
    answer = book.ask(BOTH)
    assert answer.status is Status.PARTIAL
    assert [c.edition.source_id for c in answer.citations] == ["groups"]
    return answer


def test_the_gap_is_the_part_that_failed(partial: Answer, tmp_path: Path) -> None:
    note_gap(tmp_path, "topics", BOTH, partial)
    [gap] = read_gaps(tmp_path)
    assert (gap.source_id, gap.status) == ("buses", "partial")


def test_the_part_that_failed_has_its_nearest_passages_and_editions(
    book: Handbook, partial: Answer
) -> None:
    assert partial.nearest[0].edition.source_id == "buses"
    assert {e.source_id for e in partial.searched_editions} == {"groups", "buses"}
    title = book.replies.title("nearest_part")
    assert title in answer_html(book, BOTH, partial)
    assert "Nearest to the part without an answer, not an answer:" in answer_text(partial)
    [entry] = sheet_of(book, [(BOTH, partial)], date(2026, 12, 1)).entries
    assert entry.apart[0].title == title


def test_an_area_that_the_question_names_is_the_gaps(book: Handbook, tmp_path: Path) -> None:
    question = Question(f"{BUS} in Halifax?")
    answer = book.ask(question)
    assert answer.status is Status.NOT_COVERED
    note_gap(tmp_path, "topics", question, answer)
    assert [gap.area for gap in read_gaps(tmp_path)] == ["calderdale"]


def test_what_was_asked_beside_a_danger_is_a_gap_too(book: Handbook, tmp_path: Path) -> None:
    question = Question(f"He is hitting her right now. {BUS.capitalize()}?")
    answer = book.ask(question)
    assert (answer.status, answer.rest) == (Status.URGENT, Status.NOT_COVERED)
    note_gap(tmp_path, "topics", question, answer)
    note_gap(tmp_path, "topics", question, replace(answer, rest=Status.ANSWERED))
    assert [gap.status for gap in read_gaps(tmp_path)] == ["not_covered"]


def test_the_editions_are_said_to_be_those_of_the_day_asked_about(book: Handbook) -> None:
    question = Question(f"{BUS}?", as_of=date(2025, 3, 4))
    answer = book.ask(question)
    said = "editions in force on 4 March 2025"
    assert said in answer_html(book, question, answer)
    [entry] = sheet_of(book, [(question, answer)], date(2026, 12, 1)).entries
    assert any(said in line for line in entry.searched)
