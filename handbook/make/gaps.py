"""The parts of a rule that a quiz can leave out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from handbook.duty import binds
from handbook.make.numbers import number_of
from handbook.present import QUOTED_PARTS
from handbook.rule_records import Piece, Rule


class GapKind(StrEnum):
    """Which part of a rule is left out."""

    BY_WHEN = "by_when"
    COUNTED_FROM = "counted_from"
    DUTY = "duty"
    WHO = "who"
    HOW_MANY = "how_many"
    """A count or an age."""

    @property
    def ask(self) -> str:
        """What a question asks for, as the card of a rule names it if it has it."""
        return _NAMES[self]


_WHO, _DUTY, _BY_WHEN, _COUNTED_FROM = QUOTED_PARTS
_NAMES = {
    GapKind.WHO: _WHO,
    GapKind.DUTY: _DUTY,
    GapKind.BY_WHEN: _BY_WHEN,
    GapKind.COUNTED_FROM: _COUNTED_FROM,
    GapKind.HOW_MANY: "How many, or how old",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A part that is left out of a sentence."""

    kind: GapKind
    piece: Piece


def gaps_of(sentence: str, rule: Rule) -> Iterator[Gap]:
    """The parts that a rule's sentence shows; of time limits only one that can be counted, and
    only where it is the only one, as of counts and ages, which come first since few rules have
    one. "May" can tell of what is possible: it makes no gap."""
    if number := number_of(sentence):
        yield Gap(GapKind.HOW_MANY, number.piece)
    if len(rule.limits) == 1 and rule.limits[0].period:
        limit = rule.limits[0]
        yield Gap(GapKind.BY_WHEN, limit.text)
        if limit.counted_from:
            yield Gap(GapKind.COUNTED_FROM, limit.counted_from)
    if rule.duty and binds(rule.duty.of(sentence)):
        yield Gap(GapKind.DUTY, rule.duty)
    if rule.who:
        yield Gap(GapKind.WHO, rule.who)
