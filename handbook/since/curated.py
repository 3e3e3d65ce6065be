"""The quoted evidence of the curated cases: data files in a fixed format (eval/cases), of which
only what is quoted is read here. The evaluation reads the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import CaseError
from handbook.settings import ROOT

FOLDER = ROOT / "eval" / "cases"
"""Where the cases lie."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that a case expects to be quoted."""

    case_id: str
    source_id: str
    quote: str


def curated_evidence(folder: Path) -> list[Evidence]:
    """The evidence of all cases that are asked as at today; CaseError names a line that is
    wrong."""
    return [e for path in sorted(folder.glob("*.jsonl")) for e in _of_file(path)]


def _of_file(path: Path) -> Iterator[Evidence]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path} cannot be read ({error}).") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            relevant = [] if case.get("as_of") else case.get("relevant", [])
            found = [Evidence(case["id"], r["source"], r["quote"]) for r in relevant]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CaseError(f"{path}, line {number} is not a case ({error!r}).") from error
        yield from found
