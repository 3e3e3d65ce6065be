"""One run: its figures beside the baseline's, and every case that failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from handbook.domain import Span
from handbook.errors import CaseError
from handbook.runs.baseline import read_baseline
from handbook.runs.figure import Figure, Group
from handbook.runs.folder import REPORT
from handbook.runs.kept import KeptRun, outcomes_of, read_groups, read_kept
from handbook.runs.outcome import Outcome
from page.evaluation.paired import Paired, paired


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the answer of a case quoted."""

    quote: str
    title: str
    edition: str
    document_id: str
    spans: tuple[Span, ...]
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that failed, with what was quoted."""

    outcome: Outcome
    quoted: list[Quoted]


@dataclass(frozen=True, slots=True)
class SplitFigures:
    """The figures of a split, beside those of the baseline over the same cases."""

    name: str
    figures: Mapping[str, Figure]
    baseline: Mapping[str, Paired]


@dataclass(frozen=True, slots=True)
class OneRun:
    """All that the page of a run shows."""

    kept: KeptRun
    splits: list[SplitFigures]
    groups: Mapping[str, list[Group]]
    """By style, area and source; none for a run of before they were kept."""
    causes: list[tuple[str, int]]
    """Each cause with its cases, the commonest first."""
    failures: list[Failure]
    cases: int
    has_report: bool
    no_baseline: str
    """Why there is nothing to hold the figures against; "" where there is."""


_QUOTED = TypeAdapter(list[Quoted])


def one_run(runs: Path, name: str, cause: str = "") -> OneRun:
    """A run with the failures of one cause, or all; CaseError where it cannot be shown."""
    kept = read_kept(runs, name)
    outcomes = outcomes_of(kept.folder)
    baseline, no_baseline = _baseline()
    failed = sorted((o for o in outcomes if o.cause), key=lambda o: (o.cause, o.case_id))
    return OneRun(
        kept=kept,
        splits=[_split(split, kept, outcomes, baseline) for split in kept.splits],
        groups=read_groups(kept.folder),
        causes=Counter(o.cause for o in failed).most_common(),
        failures=[_failure(o) for o in failed if cause in ("", o.cause)],
        cases=len(outcomes),
        has_report=(kept.folder / REPORT).is_file(),
        no_baseline=no_baseline,
    )


def _baseline() -> tuple[dict[str, dict[str, float]], str]:
    try:
        return read_baseline(), ""
    except CaseError as error:
        return {}, str(error)


def _split(
    name: str,
    kept: KeptRun,
    outcomes: Sequence[Outcome],
    baseline: Mapping[str, Mapping[str, float]],
) -> SplitFigures:
    figures = kept.splits[name]
    now = {o.case_id: o.measures for o in outcomes if o.split == name}
    return SplitFigures(name, figures, paired(baseline, now, figures))


def _failure(outcome: Outcome) -> Failure:
    try:
        return Failure(outcome, _QUOTED.validate_python(outcome.answer.get("citations", [])))
    except ValidationError as error:
        raise CaseError(
            f"It is damaged: the answer to {outcome.case_id} cannot be read. "
            "Remove its folder and run again."
        ) from error
