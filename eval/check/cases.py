"""The statements with known verdicts, deck by deck; no deck is in both splits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.check.records import Line, Part, Verdict
from handbook.errors import CaseError

FOLDER = Path(__file__).parent
SPLITS = ("tuning", "test")
_FIELDS = frozenset("id deck kind text expect wrong lead_in area".split())


@dataclass(frozen=True, slots=True)
class Case:
    """A statement of a made-up deck, the right verdict, and the one part that is wrong in it."""

    case_id: str
    deck: str
    line: Line
    expect: Verdict
    wrong: Part | None = None
    area: str | None = None


def load(split: str) -> list[Case]:
    """The statements of a split; CaseError names the line that is malformed."""
    path = FOLDER / f"{split}.jsonl"
    found = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(_case(json.loads(text), number))
        except (ValueError, KeyError, TypeError) as error:
            raise CaseError(f"{path}, line {number} is malformed ({error}); mend it.") from error
    return found


def _case(record: dict[str, Any], number: int) -> Case:
    if unknown := record.keys() - _FIELDS:
        raise ValueError(f"there is no field {min(unknown)!r}")
    line = Line(
        ordinal=number,
        text=record["text"],
        spans=(),
        kind=record["kind"],
        where=record["deck"],
        lead_in=record.get("lead_in", ""),
    )
    wrong = record.get("wrong")
    return Case(
        record["id"],
        record["deck"],
        line,
        Verdict(record["expect"]),
        Part(wrong) if wrong else None,
        record.get("area"),
    )
