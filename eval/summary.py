"""From outcomes to figures: means with their numbers and intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.stats import bootstrap

from eval.measures import FIDELITY, OF_ANSWERS, OTHER_EDITION, STABLE
from eval.ranking import OF_HITS
from handbook.runs.figure import Figure
from handbook.runs.outcome import Outcome

NAMES = (*OF_HITS, *OF_ANSWERS, FIDELITY, OTHER_EDITION, STABLE)
"""Every measure, in the order in which it is shown."""
SEED = 20261124
_RESAMPLES = 2000


def summarise(outcomes: Sequence[Outcome], names: Sequence[str] = NAMES) -> dict[str, Figure]:
    """A figure for each of these measures that applies to any of the outcomes."""
    stable = stability(outcomes)
    found = {}
    for name in names:
        values = stable if name == STABLE else values_of(outcomes, name)
        if values:
            found[name] = figure(values)
    return found


def values_of(outcomes: Iterable[Outcome], name: str) -> list[float]:
    """The values of a measure where it applies."""
    return [v for o in outcomes if (v := o.measures.get(name)) is not None]


def figure(values: Sequence[float]) -> Figure:
    """Mean and interval of some values, of which there is at least one."""
    mean = float(np.mean(values))
    if len(set(values)) == 1:
        return Figure(mean, len(values), mean, mean)
    interval = bootstrap(
        (np.asarray(values),),
        np.mean,
        n_resamples=_RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Figure(mean, len(values), float(interval.low), float(interval.high))


def stability(outcomes: Sequence[Outcome]) -> list[float]:
    """For each paraphrase whether it ended as its original did, with the same first quotation."""
    known = {o.case_id: o for o in outcomes}
    pairs = [(o, known[o.paraphrase_of]) for o in outcomes if o.paraphrase_of in known]
    return [float(_ending(a) == _ending(b)) for a, b in pairs]


def _ending(outcome: Outcome) -> tuple[str, str]:
    citations = outcome.answer["citations"]
    return outcome.status, citations[0]["quote"] if citations else ""


def latency(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Seconds of an answer that half of them, and 95 of 100, do not exceed."""
    seconds = [o.seconds for o in outcomes]
    return float(np.quantile(seconds, 0.5)), float(np.quantile(seconds, 0.95))
