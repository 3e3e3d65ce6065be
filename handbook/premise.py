"""A figure that a question takes for granted and the rule that was found does not bear out.

"Is it still 35 days?" must not be answered with 45 working days as if nothing had been said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.answer_records import Citation
from handbook.periods import periods
from handbook.rule_records import Period
from handbook.written_out import written_out

_CLAIMS = frozenset(
    "within in is it its it's still got have the a or not by after every than".split()
)
"""A length of time after one of these is meant as the rule's, not as a child's age or what has
passed."""
_NOT_A_LIMIT = frozenset("old ago baby babies infant child pregnant boy girl".split())
_SHORT = 6
"""In so few words every figure is about the rule."""


@dataclass(frozen=True, slots=True)
class Premise:
    """A figure as the question has it, and the rule that has another."""

    asked: str
    period: Period
    rule: Citation
    limit: str
    """The rule's own figure."""


def figure_not_borne_out(question: str, quoted: Sequence[Citation]) -> Premise | None:
    """The figure that the question takes for granted, held against the first rule with one; None
    where a quoted sentence holds it."""
    said = {_key(p) for c in quoted for _, p in periods(c.quote)}
    limits = [(c, limit) for c in quoted if c.rule for limit in c.rule.limits if limit.period]
    asked = [(text, p) for text, p in _claimed(question) if _key(p) not in said]
    if not asked or not limits:
        return None
    citation, limit = limits[0]
    return Premise(*asked[0], citation, limit.text.of(citation.quote))


def _claimed(question: str) -> list[tuple[str, Period]]:
    question, claimed = written_out(question), []
    for piece, period in periods(question):
        before = question[: piece.start].lower().split()
        after = question[piece.end :].lower().replace("?", " ").split()
        short = len(before) + len(after) < _SHORT
        if after[:2] == ["of", "age"] or (after and after[0].strip(",.") in _NOT_A_LIMIT):
            continue
        if short or (before and before[-1].strip(',.“”"') in _CLAIMS):
            claimed.append((piece.of(question), period))
    return claimed


def _key(period: Period) -> tuple[int, str]:
    return period.count, period.unit
