"""A figure that a question takes for granted and the rule that was found does not bear out.

"Is it still 35 days?" must not be answered with 45 working days as if nothing had been said, nor
"what are the three tests?" with four.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.answer_records import Citation
from handbook.periods import UNITS, number_at, periods, words_of
from handbook.rule_records import Period, Piece
from handbook.text import FUNCTION_WORDS, stem
from handbook.written_out import written_out

_CLAIMS = frozenset(
    "within in is it its it's still got have the a or not by after every than".split()
)
"""A length of time after one of these is meant as the rule's, not as a child's age or what has
passed."""
_NOT_A_LIMIT = frozenset("old ago baby babies infant child pregnant boy girl".split())
_PASSED = frozenset(
    "missing absent away gone off been since last past late overdue waiting unseen seen ill sick"
    " ago already".split()
)
_BETWEEN = frozenset(
    "child children baby boy girl kid pupil teenager young person from at school home nursery"
    " college placement care for about nearly over now".split()
)
"""Who or where, between that something has gone on and for how long."""
_NAMES_THEM = frozenset("the these those still there all of only its are".split())
"""A count after one of these is meant as the rule's, not as what there is in a family."""
_PEOPLE = frozenset(
    "children siblings brothers sisters babies infants boys girls parents adults carers workers"
    " people times kids pupils teenagers families".split()
)
_FAR = 3
"""So many words may stand between a number and what it counts: "three of the LADO tests"."""
_SHORT = 6
"""In so few words every figure is about the rule."""


@dataclass(frozen=True, slots=True)
class Premise:
    """A figure as the question has it, and the rule that has another."""

    asked: str
    period: Period | None
    """None where it counts things."""
    rule: Citation
    limit: str
    """The rule's own figure."""


def figure_not_borne_out(question: str, quoted: Sequence[Citation]) -> Premise | None:
    """The figure that the question takes for granted, held against the first rule with one of its
    kind; None where a quoted sentence holds it."""
    return _length(question, quoted) or _count(question, quoted)


def _length(question: str, quoted: Sequence[Citation]) -> Premise | None:
    said = {_key(p) for c in quoted for _, p in periods(c.quote)}
    limits = [(c, limit) for c in quoted if c.rule for limit in c.rule.limits if limit.period]
    asked = [(text, p) for text, p in _claimed(question) if _key(p) not in said]
    if not asked or not limits:
        return None
    citation, limit = limits[0]
    return Premise(*asked[0], citation, limit.text.of(citation.quote))


def _count(question: str, quoted: Sequence[Citation]) -> Premise | None:
    """A number of things where a rule has another number of the same."""
    told = [(c, counted) for c in quoted for counted in _counted(c.quote)]
    for asked in _counted(question):
        before = question[: asked.piece.start].lower().split()
        if not before or before[-1] not in _NAMES_THEM:
            continue
        same = [(c, t) for c, t in told if c.rule and asked.things & t.things]
        if same and all(t.count != asked.count for _, t in same):
            citation, counted = same[0]
            rule = counted.piece.of(citation.quote)
            return Premise(asked.piece.of(question), None, citation, rule)
    return None


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number from two on with what it may count: the stems of plurals close behind it."""

    count: int
    things: frozenset[str]
    piece: Piece
    """From the number to the first of them."""


def _counted(text: str) -> list[_Counted]:
    found = []
    words = words_of(text)
    for at, first in enumerate(words):
        read = number_at(words, at)
        if read is None or read[0] < 2:
            continue
        count, after = read
        near = words[after : after + _FAR]
        plurals = [w for w in near if _is_thing(w.text)]
        if plurals and not any(w.text.rstrip("s") in UNITS for w in near):
            things = frozenset(stem(w.text) for w in plurals)
            found.append(_Counted(count, things, Piece(first.start, plurals[0].end)))
    return found


def _is_thing(word: str) -> bool:
    """Whether a word may name several things that a rule counts."""
    is_plural = word.endswith("s") and not word.endswith("ss") and len(word) > 3
    return is_plural and word not in _PEOPLE and word not in FUNCTION_WORDS


def _claimed(question: str) -> list[tuple[str, Period]]:
    question, claimed = written_out(question), []
    for piece, period in periods(question):
        before = question[: piece.start].lower().split()
        after = question[piece.end :].lower().replace("?", " ").split()
        short = len(before) + len(after) < _SHORT
        if after[:2] == ["of", "age"] or (after and after[0].strip(",.") in _NOT_A_LIMIT):
            continue
        if _has_passed(before, after):
            continue
        if short or (before and before[-1].strip(',.“”"') in _CLAIMS):
            claimed.append((piece.of(question), period))
    return claimed


def _has_passed(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a length of time is how long something has gone on: "missing child 3 days"."""
    near = [word.strip(",.") for word in before]
    while near and near[-1] in _BETWEEN:
        near.pop()
    first = [word.strip(",.") for word in after[:1]]
    return bool(_PASSED & {*near[-1:], *first})


def _key(period: Period) -> tuple[int, str]:
    return period.count, period.unit
