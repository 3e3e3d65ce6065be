"""The course of a measure over runs, as places in a small picture of 240 by 96."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handbook.runs.figure import Figure

LEFT, RIGHT, TOP, BOTTOM = 28.0, 230.0, 8.0, 88.0
MOST = 20
"""Only so many runs, the newest, are drawn."""


@dataclass(frozen=True, slots=True)
class Point:
    """A run's mean and the ends of its interval."""

    x: float
    y: float
    high_y: float
    low_y: float
    begun: datetime
    figure: Figure


@dataclass(frozen=True, slots=True)
class Plot:
    """One measure, the oldest run on the left."""

    measure: str
    points: list[Point]

    @property
    def line(self) -> str:
        """The means, joined, as SVG writes them."""
        return " ".join(f"{p.x:.1f},{p.y:.1f}" for p in self.points)

    @property
    def in_words(self) -> str:
        """All means in order, for whoever does not see the picture."""
        return ", ".join(f"{p.figure.mean:.2f}" for p in self.points)


def draw(measure: str, figures: Sequence[tuple[datetime, Figure]]) -> Plot:
    """The newest figures of a measure in their places; ``figures`` has the oldest first."""
    shown = figures[-MOST:]
    step = (RIGHT - LEFT) / max(len(shown), 1)
    points = [
        Point(LEFT + step * (n + 0.5), _y(f.mean), _y(f.high), _y(f.low), begun, f)
        for n, (begun, f) in enumerate(shown)
    ]
    return Plot(measure, points)


def _y(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)
