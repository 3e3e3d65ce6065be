"""The gate: a change may not make answers worse than ``eval/baseline.json`` says they were.

Each measure is compared case by case over the cases that both hold. A drop counts where the 95 %
bootstrap interval of the differences lies wholly below nought; fidelity must be whole and no area
may leak, whatever the baseline says.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from eval.measures import FIDELITY, OTHER_EDITION
from eval.summary import NAMES, figure
from handbook.runs.baseline import BASELINE, Baseline
from handbook.runs.figure import LESS_IS_BETTER
from handbook.runs.outcome import Outcome

_FEWEST = 8
"""Over fewer cases than this an interval says nothing."""
_DIGITS = 4


def write_baseline(outcomes: Sequence[Outcome], path: Path = BASELINE) -> None:
    """Make these outcomes what later runs are held against, one line a case."""
    rows = {
        o.case_id: {k: round(v, _DIGITS) for k, v in o.measures.items() if v is not None}
        for o in sorted(outcomes, key=lambda o: o.case_id)
    }
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in rows.items())
    path.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def faults(outcomes: Sequence[Outcome], baseline: Baseline) -> list[str]:
    """What keeps the gate shut, a sentence each; none where it is open."""
    return [*_absolute(outcomes), *_drops(outcomes, baseline), *_astray(outcomes)]


def _absolute(outcomes: Sequence[Outcome]) -> list[str]:
    unfaithful = [o.case_id for o in outcomes if o.measures[FIDELITY] not in (None, 1.0)]
    leaking = [o.case_id for o in outcomes if o.measures["area leaks"]]
    stale = [o.case_id for o in outcomes if o.measures[OTHER_EDITION]]
    failed = [o.case_id for o in outcomes if o.status == "failed"]
    sentences = (
        (unfaithful, "Quotations do not stand in the store"),
        (leaking, "An area was given another's rule"),
        (stale, "An edition was quoted that was not in force"),
        (failed, "There was no answer but a fault"),
    )
    return [f"{what}: {', '.join(ids)}." for ids, what in sentences if ids]


def _drops(outcomes: Sequence[Outcome], baseline: Baseline) -> list[str]:
    told = []
    for name in NAMES:
        pairs = [
            (baseline[o.case_id][name], round(now, _DIGITS))
            for o in outcomes
            if (now := o.measures.get(name)) is not None and name in baseline.get(o.case_id, {})
        ]
        if len(pairs) < _FEWEST:
            continue
        sign = -1.0 if name in LESS_IS_BETTER else 1.0
        change = figure([sign * (now - was) for was, now in pairs])
        if change.high < 0.0:
            before, after = (sum(p[n] for p in pairs) / len(pairs) for n in (0, 1))
            told.append(
                f"{name} went from {before:.3f} to {after:.3f} over {len(pairs)} cases, "
                f"which is more than chance ({change.low:+.3f} to {change.high:+.3f})."
            )
    return told


def _astray(outcomes: Sequence[Outcome]) -> list[str]:
    return [
        f"The label of {o.case_id} stands nowhere in the corpus any more: “{o.astray[0]}”; "
        "label the case again."
        for o in outcomes
        if o.astray
    ]
