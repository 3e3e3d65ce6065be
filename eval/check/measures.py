"""The measures of a check, each with how many statements it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

from eval.check.cases import Case
from handbook.check.records import PASSES, Finding, Part, Verdict

Pair = tuple[Case, Finding]


@dataclass(frozen=True, slots=True)
class Measure:
    """A share of some statements; ``of`` 0 where there is none to measure on."""

    name: str
    right: int
    of: int

    @property
    def shown(self) -> str:
        """The share with the numbers that it is made of."""
        if not self.of:
            return f"{self.name:42}     –"
        low, high = self.interval
        share = f"{self.right / self.of:.2f}  {low:.2f}–{high:.2f}"
        return f"{self.name:42} {share}  {self.right:3} of {self.of}"

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies with a confidence of 95 % (Wilson 1927)."""
        found = binomtest(self.right, self.of).proportion_ci(method="wilson")
        return float(found.low), float(found.high)


def measures(pairs: Sequence[Pair]) -> list[Measure]:
    """All measures of a run."""
    wrong = [p for p in pairs if p[0].expect not in PASSES]
    right = [p for p in pairs if p[0].expect is Verdict.AGREES]
    apart = [p for p in pairs if p[0].expect is Verdict.NOT_CHECKABLE]
    flagged = [p for p in pairs if p[1].verdict not in PASSES]
    absent = [p for p in pairs if p[0].expect is Verdict.NOT_COVERED]
    return [
        Measure("differences found", _count(_is_found(p) for p in wrong), len(wrong)),
        Measure(
            "precision of what is flagged", _count(_is_found(p) for p in flagged), len(flagged)
        ),
        Measure("false alarms on right statements", _count(_flagged(p) for p in right), len(right)),
        Measure("right statements borne out", _count(_same(p) for p in right), len(right)),
        Measure("“not covered” right", _count(_same(p) for p in absent), len(absent)),
        Measure("set apart rightly", _count(_same(p) for p in apart), len(apart)),
        Measure("wrong statements that “agree”", _count(_passed(p) for p in wrong), len(wrong)),
        Measure("verdict right, all statements", _count(_same(p) for p in pairs), len(pairs)),
    ]


def is_right(pair: Pair) -> bool:
    """Whether the verdict is the expected one, and names the part that is wrong."""
    return _is_found(pair) if pair[0].wrong else _same(pair)


def _same(pair: Pair) -> bool:
    return pair[0].expect is pair[1].verdict


def _is_found(pair: Pair) -> bool:
    """Found is the right verdict with the part that is wrong among the differences. A condition
    that a statement turns ("even if …") is found as a condition or as a denial of it, and where it
    is named the statement may be called incomplete."""
    case, finding = pair
    parts = {d.part for d in finding.differences}
    if case.expect is Verdict.DIFFERS and case.wrong is Part.CONDITION:
        named = finding.verdict is Verdict.PARTLY_AGREES and Part.CONDITION in parts
        return named or (_same(pair) and bool(parts & {Part.CONDITION, Part.NEGATION}))
    return _same(pair) and (case.wrong is None or case.wrong in parts)


def _flagged(pair: Pair) -> bool:
    return pair[1].verdict not in PASSES


def _passed(pair: Pair) -> bool:
    return pair[1].verdict is Verdict.AGREES


def _count(truths: Iterable[bool]) -> int:
    return sum(truths)
