"""A run as one HTML file that opens without a network, for the one who has to judge a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from eval.compare import Flip
from eval.measures import ANSWERS, LESS_IS_BETTER
from eval.outcome import Outcome
from eval.run import Run
from eval.summary import (
    NAMES,
    by_area,
    by_source,
    by_style,
    grouped,
    latency,
    summarise,
)

_GROUPS: tuple[tuple[str, Callable[[Outcome], Iterable[str]]], ...] = (
    ("style", by_style),
    ("area", by_area),
    ("source", by_source),
)
_OF_GROUPS = ("Success@5", "labelled sentence quoted", "status right", "false answers")
_BINS = 10
_FEWEST = 3
"""Groups of fewer cases are left out of the plots, not of the tables."""


def make_report(
    run: Run, flips: Sequence[Flip] = (), against: str = "", opinions: Sequence[str] = ()
) -> str:
    """The page: measures by split and group, plots, every failure with its cause, and, apart, what
    a language model thinks of the answers."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    outcomes = run.outcomes
    splits = {split: _of(outcomes, split) for split in sorted({o.split for o in outcomes})}
    failures = sorted((o for o in outcomes if o.cause), key=lambda o: (o.cause, o.case_id))
    return environment.get_template("report.html").render(
        name=run.folder.name,
        about=run.about,
        names=NAMES,
        less_is_better=LESS_IS_BETTER,
        splits={name: summarise(some) for name, some in splits.items()},
        sizes={name: len(some) for name, some in splits.items()},
        latency={name: latency(some) for name, some in splits.items()},
        groups=[(name, _group(outcomes, by)) for name, by in _GROUPS],
        group_names=_OF_GROUPS,
        styles=_bars(outcomes),
        calibration=_calibration(outcomes),
        histogram=_histogram(outcomes),
        causes=Counter(o.cause for o in failures).most_common(),
        failures=failures,
        astray=[(o.case_id, text) for o in outcomes for text in o.astray],
        flips=flips,
        against=against,
        opinions=opinions,
    )


def _of(outcomes: Sequence[Outcome], split: str) -> list[Outcome]:
    return [o for o in outcomes if o.split == split]


def _group(
    outcomes: Sequence[Outcome], by: Callable[[Outcome], Iterable[str]]
) -> list[tuple[str, int, dict[str, Any]]]:
    groups = grouped(outcomes, by).items()
    return [(name, len(some), dict(summarise(some))) for name, some in groups]


def _bars(outcomes: Sequence[Outcome]) -> list[tuple[str, int, float, float, float]]:
    """For each style: its name, cases, and the share that ended rightly with its interval."""
    found = []
    for name, some in grouped(outcomes, by_style).items():
        if len(some) >= _FEWEST:
            right = summarise(some)["status right"]
            found.append((name, len(some), right.mean, right.low, right.high))
    return found


def _calibration(outcomes: Sequence[Outcome]) -> list[tuple[float, int, float]]:
    """By the best sentence's score: the middle of a tenth of the cases, how many they are, and
    the share of them that should be answered. Where declining is well calibrated it rises."""
    scored = sorted(
        (max(e["score"] for e in evidence), float(bool(set(o.expect) & ANSWERS)))
        for o in outcomes
        if (evidence := o.answer["trace"].get("evidence"))
    )
    size = max(1, -(-len(scored) // _BINS))
    parts = [scored[start : start + size] for start in range(0, len(scored), size)]
    return [(p[len(p) // 2][0], len(p), sum(should for _, should in p) / len(p)) for p in parts]


def _histogram(outcomes: Sequence[Outcome]) -> list[tuple[int, int]]:
    """How many answers took so many tens of milliseconds."""
    counts = Counter(int(o.seconds * 100) * 10 for o in outcomes)
    return [(ms, counts[ms]) for ms in range(0, max(counts, default=0) + 10, 10)]
