"""The folder of a run: the names of its files, and the whole of it read back.

``run.json`` says what was measured, ``outcomes.jsonl`` holds a line a case; ``groups.json``,
``report.html`` and, last of all, ``measures.json`` are made of them when the run ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handbook.errors import CaseError
from handbook.runs.outcome import Outcome, read_outcomes

ABOUT, OUTCOMES = "run.json", "outcomes.jsonl"
GROUPS, REPORT, MEASURES = "groups.json", "report.html", "measures.json"
_NAME = re.compile(r"[0-9][0-9A-Za-z_-]{0,99}")
_ABOUT = TypeAdapter(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Run:
    """A run with all its outcomes."""

    folder: Path
    about: dict[str, Any]
    outcomes: list[Outcome]


def runs_below(data: Path) -> Path:
    """Where the runs of a data folder lie, whether there are any or not."""
    return data / "runs"


def run_folder(runs: Path, name: str) -> Path | None:
    """The folder of the run of this name; None where there is none, or the name is no run's."""
    folder = runs / name
    return folder if _NAME.fullmatch(name) and folder.is_dir() else None


def load_run(folder: Path) -> Run:
    """A run from its folder; CaseError where it is none."""
    return Run(folder, read_about(folder), read_outcomes(folder / OUTCOMES))


def read_about(folder: Path) -> dict[str, Any]:
    """What a run says of itself; CaseError where it is not the folder of a run."""
    try:
        return _ABOUT.validate_json((folder / ABOUT).read_bytes())
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is damaged"
        raise CaseError(
            f"{folder} is not the folder of a run: its {ABOUT} cannot be read ({why})."
        ) from error
