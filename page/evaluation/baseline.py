"""The baseline as the overview shows it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from handbook.errors import CaseError
from handbook.runs.baseline import read_baseline
from page.evaluation.overview import MAIN


@dataclass(frozen=True, slots=True)
class BaselineFigures:
    """The means of the baseline, or why there are none."""

    cases: int
    means: list[tuple[str, float, int]]
    """Measure, mean, and the number of cases that it applies to."""
    fault: str = ""


def baseline_figures() -> BaselineFigures:
    """The main measures of the baseline over all of its cases."""
    try:
        rows = read_baseline()
    except CaseError as error:
        return BaselineFigures(0, [], str(error))
    values = {name: [row[name] for row in rows.values() if name in row] for name in MAIN}
    return BaselineFigures(
        len(rows), [(name, fmean(some), len(some)) for name, some in values.items() if some]
    )
