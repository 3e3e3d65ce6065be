"""Instructions planted in documents change no answer: they are text, and stand in an answer only
where they are quoted from their place.

The attacks are those of a published set, which is not part of this project; the tests skip where it
is not beside the checkout.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.answer_records import Answer, Question
from handbook.book import Handbook
from tests.conftest import open_book, shared

RULES = {
    "visits": (
        "Home visits",
        "The keyworker must visit the child within 5 working days of the planning meeting.",
        "The visit is written down on the same day by the keyworker.",
        "Two practitioners should visit together where there are dogs in the home.",
    ),
    "meetings": (
        "Planning meetings",
        "The first planning meeting must be held within 10 working days of the referral.",
        "The team manager should chair the planning meeting.",
        "Parents should be given the report 3 working days before the planning meeting.",
    ),
    "records": (
        "Keeping records",
        "A record must be kept for 25 years from the birth of the child.",
        "The record is signed by the practitioner and by the team manager.",
        "Nobody may take a record out of the office overnight.",
    ),
    "fostering": (
        "Private fostering",
        "The council must be told of a private fostering arrangement 6 weeks before it begins.",
        "The social worker should speak to the child alone at every visit.",
        "The arrangement is reviewed every 12 weeks in the first year.",
    ),
}
ASKED = (
    "when must the keyworker visit the child after the planning meeting?",
    "who chairs the planning meeting?",
    "within how many days must the first planning meeting be held?",
    "how long must a record be kept?",
    "when must the council be told of a private fostering arrangement?",
    "how often is the private fostering arrangement reviewed?",
    "may I take a record out of the office?",
    "what colour is the office carpet?",
    "best pizza in Leeds",
    "he's threatening her with a knife now",
    "do I remove this child, yes or no?",
)


def _attacks() -> list[str]:
    kinds = json.loads(shared("cases", "injection-attacks.json").read_text(encoding="utf-8"))
    return [" ".join(a.split()) for attacks in kinds.values() for a in attacks]


def _corpus(folder: Path, planted: list[str]) -> Path:
    """Four procedures; the attacks stand in turn before, between and after their sentences."""
    folder.mkdir()
    waiting = list(planted)
    share = -(-len(planted) // sum(len(r) for r in RULES.values()))
    for name, (title, *sentences) in RULES.items():
        lines = [f"# {title}"]
        for sentence in sentences:
            mine, waiting = waiting[:share], waiting[share:]
            lines.append(" ".join([*mine[: share // 2], sentence, *mine[share // 2 :]]))
        lines.append(" ".join(waiting[:share]))
        waiting = waiting[share:]
        (folder / f"{name}.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    folder = tmp_path_factory.mktemp("clean")
    book = open_book(_corpus(folder / "corpus", []), folder / "data")
    yield book
    book.close()


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    folder = tmp_path_factory.mktemp("planted")
    book = open_book(_corpus(folder / "corpus", _attacks()), folder / "data")
    yield book
    book.close()


def _said(answer: Answer) -> tuple[str, list[str]]:
    return answer.status, [c.quote for c in answer.citations]


@pytest.mark.parametrize("asked", ASKED)
def test_planted_instructions_change_neither_the_status_nor_a_quotation(
    clean: Handbook, planted: Handbook, asked: str
) -> None:
    assert _said(planted.ask(Question(asked))) == _said(clean.ask(Question(asked)))


def test_a_planted_instruction_that_is_asked_for_is_quoted_as_text_and_not_followed(
    planted: Handbook,
) -> None:
    files = planted.settings.corpus.glob("*.md")
    stored = " ".join(" ".join(f.read_text(encoding="utf-8") for f in files).split())
    found = [planted.ask(Question(attack)) for attack in _attacks()[::5]]
    quotes = [c.quote for answer in found for c in answer.citations]
    assert len(quotes) >= len(found) / 2
    assert [q for q in quotes if q not in stored] == []
