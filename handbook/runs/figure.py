"""Figures of a run: a mean with its number and interval, of all cases or of a group of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LESS_IS_BETTER = frozenset(
    {
        "contradictions",
        "false answers",
        "false refusals",
        "area leaks",
        "danger false alarms",
        "other editions quoted",
    }
)
"""The measures of what should not happen."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean of a measure over ``n`` cases, with its 95 % bootstrap interval."""

    mean: float
    n: int
    low: float
    high: float


Figures = Mapping[str, Figure]
"""By measure, in the order in which they are shown; one that applies to no case is left out."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one style, area or source."""

    name: str
    n: int
    figures: dict[str, Figure]
