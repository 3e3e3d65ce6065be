"""What became of one case, with everything needed to see why; a line of a run's file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handbook.errors import CaseError


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, its answer and its measures. ``split`` is the name of its file."""

    case_id: str
    split: str
    question: str
    area: str | None
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    """The sources of its labelled sentences."""
    expect: tuple[str, ...]
    status: str
    cause: str
    """Why it failed, "" where it did not; see eval/causes.py."""
    wanted: tuple[str, ...]
    """The labelled sentences."""
    astray: tuple[str, ...]
    """Those of them that stand nowhere in the corpus: the label does not fit it any more."""
    rank: int | None
    """The rank of the first relevant passage among those that were looked at."""
    seconds: float
    paraphrase_of: str | None
    measures: dict[str, float | None]
    answer: dict[str, Any]
    """The whole answer as the command line gives it."""
    hits: list[dict[str, Any]]


_OUTCOME = TypeAdapter(Outcome)


def to_line(outcome: Outcome) -> str:
    """The outcome as a line of JSON."""
    return json.dumps(asdict(outcome), ensure_ascii=False)


def read_outcomes(path: Path) -> list[Outcome]:
    """The outcomes of a file; a last line that a killed run left unfinished is passed over, any
    other that is broken is a CaseError."""
    try:
        lines = path.read_bytes().splitlines() if path.is_file() else []
    except OSError as error:
        raise CaseError(f"{path} cannot be read ({error}).") from error
    return list(_parsed(path, lines))


def _parsed(path: Path, lines: Sequence[bytes]) -> Iterable[Outcome]:
    for number, line in enumerate(lines, start=1):
        try:
            yield _OUTCOME.validate_json(line)
        except ValidationError as error:
            if number == len(lines):
                return
            raise CaseError(f"{path}, line {number} is no outcome; remove the run.") from error
