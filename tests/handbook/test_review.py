"""The questions of a review that is named: its own, those of its series, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.book import Handbook
from handbook.doctor import examine
from handbook.domain import Question, Status
from handbook.present import answer_json, answer_text
from handbook.settings import Settings
from tests.conftest import open_book

STANDING = ("What would you have done?", "Who would you tell?")
MANIFEST = """
[[source]]
id = "river"
title = "Learning from the RIVER review"
kind = "briefing"
authority = "learning"
digest = true
series = "standing"
[[source.edition]]
effective = 2024-01-01
file = "river.md"

[[source]]
id = "stone"
title = "Learning from the STONE review"
kind = "briefing"
authority = "learning"
[[source.edition]]
effective = 2024-01-01
file = "stone.md"

[[source]]
id = "standing"
title = "Briefings of our reviews"
kind = "series"
authority = "learning"
[[source.edition]]
effective = 2024-01-01
file = "standing.md"
"""
BRIEFING = "# Learning from the {0} review\n\n## Background\n\nA child was hurt.\n\n{1}"
OWN = "## Questions for your team\n\n1. Who saw the child alone at home?\n"
SERIES = "# Briefings of our reviews\n\n## Child A\n\nA fell.\n\n## Questions\n\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """Two briefings, one of them of a series and one without questions."""
    folder = tmp_path_factory.mktemp("series")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "manifest.toml").write_text(MANIFEST)
    (corpus / "river.md").write_text(BRIEFING.format("RIVER", OWN))
    (corpus / "stone.md").write_text(BRIEFING.format("STONE", "## Learning\n\nLook again.\n"))
    (corpus / "standing.md").write_text(SERIES + "".join(f"- {q}\n" for q in STANDING))
    opened = open_book(corpus, folder / "data")
    yield opened
    opened.close()


def test_the_questions_of_a_series_follow_those_of_its_briefing(book: Handbook) -> None:
    answer = book.ask(Question("what questions does the RIVER review ask"))
    assert [q.text for q in answer.review_questions] == [
        "Who saw the child alone at home?",
        *STANDING,
    ]
    assert [q.series for q in answer.review_questions] == [False, True, True]
    assert answer_json(answer)["review_questions"][1]["series"] is True
    assert "Who would you tell?" in answer_text(answer)


def test_named_questions_come_with_what_a_reader_must_know_of_their_briefing(
    book: Handbook,
) -> None:
    answer = book.ask(Question("what questions does the RIVER review ask"))
    assert {"digest", "learning"} <= {n.kind for n in answer.notices}


def test_a_briefing_that_asks_nothing_says_so_and_borrows_nothing(book: Handbook) -> None:
    answer = book.ask(Question("what questions does the STONE review ask"))
    assert answer.status is Status.DETAIL_ABSENT
    assert not answer.review_questions
    assert "No questions for readers were found" in answer.text


def test_doctor_names_a_series_that_is_no_source(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "manifest.toml").write_text(MANIFEST[: MANIFEST.rindex("[[source]]")])
    for name in ("river", "stone"):
        (corpus / f"{name}.md").write_text(BRIEFING.format(name, OWN))
    faults = examine(Settings(corpus=corpus, data=tmp_path / "data"))
    assert [f.what for f in faults if "names the series" in f.what] == [
        "river.md names the series 'standing', which is no source."
    ]
