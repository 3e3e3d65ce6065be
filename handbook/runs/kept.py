"""The runs that are kept, as a list: what each says of itself, with its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from handbook.errors import CaseError
from handbook.runs.figure import Figure, Group
from handbook.runs.folder import ABOUT, GROUPS, MEASURES, OUTCOMES, run_folder
from handbook.runs.outcome import Outcome, read_outcomes

NOT_ENDED = (
    "It has not ended: it is under way, or was stopped. "
    "Run handbook eval with the same cases, and it goes on."
)


@dataclass(frozen=True, slots=True)
class About:
    """What was measured. Each value but the time is a hash or a name."""

    begun: AwareDatetime
    cases: dict[str, str]
    """By split; equal where the cases are the same."""
    corpus: str
    encoder: str
    judge: str
    code: str
    commit: str
    index: str = "not stated"
    """The edition of the index; early runs state neither it nor the glossary."""
    glossary: str = "not stated"
    settings: dict[str, str] = field(default_factory=dict)
    """By name. A value may hold a path of this machine: for comparing, not for showing."""


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run that has ended, without its outcomes."""

    name: str
    folder: Path
    about: About
    splits: Mapping[str, Mapping[str, Figure]]
    """Figures by split and measure."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A folder among the runs that cannot be shown, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class KeptRuns:
    """All that lies where runs are kept."""

    ended: list[KeptRun] = field(default_factory=list)
    """The newest first."""
    unusable: list[Unusable] = field(default_factory=list)


_ABOUT = TypeAdapter(About)
_SPLITS = TypeAdapter(dict[str, dict[str, Figure]])
_GROUPS = TypeAdapter(dict[str, list[Group]])


def list_runs(runs: Path) -> KeptRuns:
    """Every run below a folder; one that is damaged or has not ended is listed as such."""
    found = KeptRuns()
    folders = sorted(p for p in runs.iterdir() if p.is_dir()) if runs.is_dir() else []
    for folder in reversed(folders):
        try:
            found.ended.append(read_kept(runs, folder.name))
        except CaseError as error:
            found.unusable.append(Unusable(folder.name, str(error)))
    found.ended.sort(key=lambda run: run.about.begun.timestamp(), reverse=True)
    return found


def read_kept(runs: Path, name: str) -> KeptRun:
    """One run by its name; CaseError where it cannot be shown, in a sentence."""
    folder = run_folder(runs, name)
    if folder is None:
        raise CaseError(
            "No run of this name is kept; names begin with a digit and hold letters, digits, "
            "hyphens and underscores."
        )
    about = _read(_ABOUT, folder / ABOUT)
    if not (folder / MEASURES).exists():
        raise CaseError(NOT_ENDED)
    return KeptRun(name, folder, about, _read(_SPLITS, folder / MEASURES))


def read_groups(folder: Path) -> dict[str, list[Group]]:
    """The figures by style, area and source; none where the run was made before they were kept."""
    path = folder / GROUPS
    return _read(_GROUPS, path) if path.exists() else {}


def outcomes_of(folder: Path) -> list[Outcome]:
    """The outcomes of a run that has ended; CaseError where they cannot be read or are gone."""
    outcomes = read_outcomes(folder / OUTCOMES)
    if not outcomes:
        raise CaseError(_damaged(folder / OUTCOMES))
    return outcomes


def _damaged(path: Path) -> str:
    return f"It is damaged: its {path.name} cannot be read. Remove its folder and run again."


def _read(adapter: TypeAdapter[Any], path: Path) -> Any:
    try:
        return adapter.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise CaseError(_damaged(path)) from error
