"""Evaluation runs that quote a source which is being erased: they go whole, since a run without
some of its answers would measure something else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from handbook.runs.folder import OUTCOMES, runs_below


def forget_source(data: Path, source_id: str, phrases: Collection[str] = ()) -> tuple[str, ...]:
    """Remove every run with an outcome that names a source or has one of its phrases, or with a
    line that is damaged, since it might; returns their names."""
    named = [path.parent for path in sorted(runs_below(data).glob(f"*/{OUTCOMES}"))]
    sought = [phrase.encode() for phrase in phrases]
    gone = [folder for folder in named if _names(folder / OUTCOMES, source_id, sought)]
    for folder in gone:
        shutil.rmtree(folder)
    return tuple(folder.name for folder in gone)


def _names(outcomes: Path, source_id: str, sought: Sequence[bytes]) -> bool:
    with outcomes.open("rb") as lines:
        return any(any(s in line for s in sought) or _says(line, source_id) for line in lines)


def _says(line: bytes, source_id: str) -> bool:
    try:
        return _holds(json.loads(line), source_id)
    except (ValueError, RecursionError):
        return True


def _holds(value: Any, source_id: str) -> bool:
    """Whether one of the texts in a record is the id of a source."""
    if isinstance(value, dict):
        return any(_holds(v, source_id) for v in value.values())
    if isinstance(value, list):
        return any(_holds(v, source_id) for v in value)
    return bool(value == source_id)
