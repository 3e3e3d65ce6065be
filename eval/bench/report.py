"""A run of the bench as one HTML file that opens without a network."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from eval.bench.goals import TEN_THOUSAND, goals
from eval.bench.measured_growth import exponent
from eval.bench.quality import MEASURES
from eval.bench.readme import grown, sizes
from eval.bench.record import US, Record, Size

WIDTH, HEIGHT, LEFT, TOP = 560.0, 200.0, 60.0, 20.0
_DASHES = ("", "6 3", "2 2", "9 3 2 3", "1 4", "12 4")
"""Of the lines, so that they can be told apart without colour."""
_PLOTTED: Sequence[tuple[str, Callable[[Size], float]]] = (
    ("95 of 100 questions, milliseconds", lambda s: s.asked.wall.p95_ms),
    ("A question, processor milliseconds", lambda s: s.asked.processor_ms),
    ("Start to first answer, seconds", lambda s: s.ready_seconds),
    ("Writing the index, processor seconds", lambda s: s.write.processor - s.making_processor),
    ("Memory of the process that answers, megabytes", lambda s: s.asking_bytes / 1e6),
    ("Disk, megabytes", lambda s: s.disk_bytes / 1e6),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One system in a plot."""

    name: str
    dashes: str
    points: tuple[tuple[float, float, str], ...]
    """Across, down, and what it says."""
    power: float | None


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure by the number of passages, both on logarithmic scales."""

    title: str
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    """Of the figure: down, and its label."""


def make_report(record: Record) -> str:
    """The page: goals, side by side, each step, people at once, growth with plots."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        about=record.about,
        ours=record.system(US),
        systems=record.systems,
        limits=record.limits,
        library=record.library,
        measures=MEASURES,
        goals=goals(record),
        growth=grown(record),
        rewritten=next((s for s in grown(record).get(US, ()) if s.passages == TEN_THOUSAND), None),
        sizes=[(across(n, sizes(record)), f"{n:,}") for n in sizes(record)],
        plots=[_plot(record, title, figure) for title, figure in _PLOTTED if record.growth],
        frame=(LEFT, TOP, LEFT + WIDTH, TOP + HEIGHT),
    )


def across(passages: int, all_sizes: Sequence[int]) -> float:
    """Where a size stands from the left."""
    return LEFT + WIDTH * _share(passages, min(all_sizes), max(all_sizes))


def _share(value: float, low: float, high: float) -> float:
    return 0.5 if low == high else math.log(value / low) / math.log(high / low)


def _plot(record: Record, title: str, figure: Callable[[Size], float]) -> Plot:
    systems = grown(record)
    figures = [figure(size) for some in systems.values() for size in some]
    low = 10.0 ** math.floor(math.log10(min(figures)))
    high = 10.0 ** math.ceil(math.log10(max(figures)) + 1e-9)

    def down(value: float) -> float:
        return TOP + HEIGHT * (1.0 - _share(value, low, high))

    lines = []
    for number, (name, some) in enumerate(systems.items()):
        points = tuple(
            (across(s.passages, sizes(record)), down(figure(s)), f"{figure(s):.3g}") for s in some
        )
        power = exponent([s.passages for s in some], [figure(s) for s in some])
        lines.append(Line(name, _DASHES[number % len(_DASHES)], points, power))
    decades = range(round(math.log10(low)), round(math.log10(high)) + 1)
    return Plot(title, tuple(lines), tuple((down(10.0**d), f"{10.0**d:g}") for d in decades))
