"""A run as one HTML file that opens without a network, for the one who has to judge a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from eval.groups import SHOWN, by_style, grouped, make_groups
from eval.measures import ANSWERS
from eval.summary import NAMES, latency, summarise
from handbook.runs.figure import LESS_IS_BETTER
from handbook.runs.flips import Flip
from handbook.runs.folder import Run
from handbook.runs.outcome import Outcome

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
        groups=make_groups(outcomes),
        group_names=SHOWN,
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
