"""Kept runs sorted by what was asked, so that only figures of the same cases stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.runs.figure import Figure
from handbook.runs.kept import KeptRun
from page.evaluation.plot import Plot, draw

MAIN = (
    "Success@1",
    "Success@5",
    "status right",
    "labelled sentence quoted",
    "citation precision",
    "citation recall",
    "complete",
    "contradictions",
    "false answers",
    "false refusals",
    "danger seen",
    "danger false alarms",
    "area leaks",
    "quotes stand in the store",
)
"""The measures that are shown of every run."""


@dataclass(frozen=True, slots=True)
class CaseSet:
    """One file of cases as it stood, with the runs that asked exactly it."""

    split: str
    cases: int
    """How many there are."""
    runs: list[KeptRun]
    """The newest first."""
    plots: list[Plot]
    """None where there is one run only: a point shows no course."""
    current: bool
    """Whether no newer run asked a split of this name otherwise."""

    def row(self, run: KeptRun) -> list[Figure | None]:
        """The main measures of a run; None where one applies to no case."""
        return [run.splits[self.split].get(name) for name in MAIN]


def case_sets(runs: Sequence[KeptRun]) -> list[CaseSet]:
    """The sets of cases of some runs, the newest run's first; ``runs`` has the newest first."""
    by_cases: dict[tuple[str, str], list[KeptRun]] = {}
    for run in runs:
        for split in run.splits:
            key = (split, run.about.cases.get(split, run.name))
            by_cases.setdefault(key, []).append(run)
    newest = dict(reversed(by_cases))
    return [
        _case_set(split, some, current=newest[split] == key)
        for (split, key), some in by_cases.items()
    ]


def _case_set(split: str, runs: list[KeptRun], *, current: bool) -> CaseSet:
    cases = max((f.n for f in runs[0].splits[split].values()), default=0)
    plots = _plots(split, runs) if len(runs) > 1 else []
    return CaseSet(split, cases, runs, plots, current)


def _plots(split: str, runs: Sequence[KeptRun]) -> list[Plot]:
    oldest_first = [(run.about.begun, run.splits[split]) for run in reversed(runs)]
    drawn = [
        draw(name, [(begun, figures[name]) for begun, figures in oldest_first if name in figures])
        for name in MAIN
    ]
    return [plot for plot in drawn if plot.points]


def usual_pair(runs: Sequence[KeptRun]) -> tuple[str, str]:
    """The two runs that one most likely wants to compare: the newest, after the newest before it
    that asked some of the same cases. ``runs`` has at least two, the newest first."""
    newest = runs[0]
    asked = set(newest.about.cases.items())
    same = (run for run in runs[1:] if asked & set(run.about.cases.items()))
    return next(same, runs[1]).name, newest.name
