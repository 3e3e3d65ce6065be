"""Evaluation cases: a question, how it should end, and the sentences that answer it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from handbook.answer_records import Question, Status, Turn
from handbook.errors import CaseError

FOLDER = Path(__file__).resolve().parent / "cases"


@dataclass(frozen=True, slots=True)
class Relevant:
    """A sentence that answers: a source and its words, so that re-splitting spoils nothing."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a case file."""

    case_id: str
    question: Question
    expect: frozenset[Status]
    relevant: tuple[Relevant, ...]
    must_say: tuple[str, ...]
    must_not_say: tuple[str, ...]
    tags: tuple[str, ...]
    review_questions: tuple[str, ...] = ()
    """Review questions that bear on it, as the briefings word them."""
    paraphrase_of: str | None = None
    """The id of the case that asks the same in other words."""


def load_cases(path: Path) -> list[Case]:
    """The cases of a JSON Lines file; CaseError names the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path} cannot be read ({error}).") from error
    cases = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line)))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise CaseError(f"{path}, line {number} is not a case ({error!r}).") from error
    return cases


def _case(raw: dict[str, Any]) -> Case:
    expect = raw["expect"]
    history = tuple(Turn(t["role"], t["content"]) for t in raw.get("history", ()))
    as_of = raw.get("as_of")
    return Case(
        case_id=raw["id"],
        question=Question(
            raw["question"],
            raw.get("area"),
            date.fromisoformat(as_of) if as_of else None,
            history,
        ),
        expect=frozenset(Status(s) for s in ([expect] if isinstance(expect, str) else expect)),
        relevant=tuple(Relevant(r["source"], r["quote"]) for r in raw.get("relevant", ())),
        must_say=tuple(raw.get("must_say", ())),
        must_not_say=tuple(raw.get("must_not_say", ())),
        tags=tuple(raw.get("tags", ())),
        review_questions=tuple(raw.get("review_questions", ())),
        paraphrase_of=raw.get("paraphrase_of"),
    )
