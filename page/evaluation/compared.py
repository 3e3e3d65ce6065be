"""Two runs compared: what was measured differently, the figures, and every case that flipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.runs.flips import Flip, flips
from handbook.runs.kept import About, KeptRun, outcomes_of, read_kept
from handbook.runs.outcome import Outcome
from page.evaluation.paired import Paired, paired

_DIFFERING = {
    "code": "Code",
    "commit": "Commit",
    "corpus": "Corpus",
    "glossary": "Glossary",
    "index": "Index edition",
    "encoder": "Encoder",
    "judge": "Judge",
}
_OF_NO_ACCOUNT = {"data", "host", "port", "gaps", "sync_private"}
"""Settings that change no answer."""


@dataclass(frozen=True, slots=True)
class FlippedCase:
    """A case with its flips in one direction."""

    before: Outcome
    after: Outcome
    flips: list[Flip]


@dataclass(frozen=True, slots=True)
class Compared:
    """All that the page of two runs shows."""

    before: KeptRun
    after: KeptRun
    differing: list[tuple[str, str, str]]
    """What was not the same: its name, as it was, as it is."""
    settings: list[str]
    """The names of the settings that were not the same."""
    same_cases: int
    """How many cases both runs hold; only they are compared."""
    figures: Mapping[str, Paired]
    worse: list[FlippedCase]
    better: list[FlippedCase]


def compare(runs: Path, before: str, after: str) -> Compared:
    """Two runs by their names; CaseError where either cannot be shown."""
    was, now = read_kept(runs, before), read_kept(runs, after)
    old, new = _by_case(was), _by_case(now)
    found = flips(list(old.values()), list(new.values()))
    names = dict.fromkeys(name for figures in now.splits.values() for name in figures)
    return Compared(
        before=was,
        after=now,
        differing=_differing(was.about, now.about),
        settings=_settings(was.about, now.about),
        same_cases=len(old.keys() & new.keys()),
        figures=paired(_measures(old), _measures(new), names),
        worse=_cases([f for f in found if not f.better], old, new),
        better=_cases([f for f in found if f.better], old, new),
    )


def _by_case(run: KeptRun) -> dict[str, Outcome]:
    return {o.case_id: o for o in outcomes_of(run.folder)}


def _measures(outcomes: Mapping[str, Outcome]) -> dict[str, dict[str, float | None]]:
    return {case_id: outcome.measures for case_id, outcome in outcomes.items()}


def _differing(was: About, now: About) -> list[tuple[str, str, str]]:
    told = [
        (words, str(getattr(was, name)), str(getattr(now, name)))
        for name, words in _DIFFERING.items()
        if getattr(was, name) != getattr(now, name)
    ]
    for split in sorted(was.cases.keys() | now.cases.keys()):
        pair = was.cases.get(split, "not asked"), now.cases.get(split, "not asked")
        if pair[0] != pair[1]:
            told.append((f"Cases of {split}", *pair))
    return told


def _settings(was: About, now: About) -> list[str]:
    names = (was.settings.keys() & now.settings.keys()) - _OF_NO_ACCOUNT
    return sorted(name for name in names if was.settings[name] != now.settings[name])


def _cases(
    found: Sequence[Flip], old: Mapping[str, Outcome], new: Mapping[str, Outcome]
) -> list[FlippedCase]:
    by_case: dict[str, list[Flip]] = {}
    for flip in found:
        by_case.setdefault(flip.case_id, []).append(flip)
    return [FlippedCase(old[key], new[key], by_case[key]) for key in sorted(by_case)]
