"""The steps of a case discussion: data that a safeguarding lead can review, by words alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import SettingsError
from handbook.replies import read_toml
from handbook.text import stemmed

FILE = "steps.toml"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, the phrases that tell it as stems, and what its rules are sought by."""

    name: str
    told_by: tuple[str, ...]
    seek: str


def load_steps(folder: Path) -> tuple[Step, ...]:
    """Read steps.toml; SettingsError where it is missing or broken."""
    path = folder / FILE
    try:
        rows = read_toml(path)["step"]
        return tuple(
            Step(row["name"], tuple(map(stemmed, row["words"])), row["seek"]) for row in rows
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f'{path}: give [[step]] tables with name = "…", words = ["…"] and seek = "…".'
        ) from error


def step_of(steps: Sequence[Step], *texts: str) -> Step | None:
    """The step that the first of some texts names first; None where none of them names any."""
    for text in texts:
        within = stemmed(text)
        named = [
            (at, -len(phrase), number)
            for number, step in enumerate(steps)
            for phrase in step.told_by
            if (at := within.find(phrase)) >= 0
        ]
        if named:
            return steps[min(named)[2]]
    return None
