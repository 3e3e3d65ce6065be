"""A measure before and after, over the cases that have it both times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from handbook.runs.figure import LESS_IS_BETTER

Measures = Mapping[str, float | None]
_SHOWN = 0.005
"""Less than this is no change in a figure of two digits."""


@dataclass(frozen=True, slots=True)
class Paired:
    """The means of a measure over the same cases."""

    measure: str
    before: float
    after: float
    n: int
    """The number of cases that both have it for."""

    @property
    def change(self) -> str:
        """The change in words."""
        by = self.after - self.before
        if abs(by) < _SHOWN:
            return "the same"
        better = (by > 0) is not (self.measure in LESS_IS_BETTER)
        return f"{'better' if better else 'worse'} by {abs(by):.2f}"


def paired(
    before: Mapping[str, Measures], after: Mapping[str, Measures], names: Iterable[str]
) -> dict[str, Paired]:
    """Each of these measures that both have for any case. The records are by case."""
    found = {}
    for name in names:
        values = [
            (was, now)
            for case_id, measures in after.items()
            if (now := measures.get(name)) is not None
            and (was := before.get(case_id, {}).get(name)) is not None
        ]
        if values:
            old, new = zip(*values, strict=True)
            found[name] = Paired(name, fmean(old), fmean(new), len(values))
    return found
