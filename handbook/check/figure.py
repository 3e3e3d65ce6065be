"""A figure of a sentence, and what its words are read with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handbook.domain import Piece
from handbook.periods import Word, number

_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*|[^\w\s]")
UNITS: Final = {
    "hour": "hour",
    "hr": "hour",
    "day": "day",
    "wd": "working day",
    "week": "week",
    "wk": "week",
    "month": "month",
    "mth": "month",
    "year": "year",
    "yr": "year",
    "term": "term",
}
_AS: Final = {"week": ("day", 7), "fortnight": ("day", 14), "year": ("month", 12)}
"""Units that are so many of another: a week is seven days. No day is 24 hours here, and no working
day is a day: those are the slips that are looked for."""
_HOURS: Final = {"hour": 1, "day": 24, "working day": 24, "school day": 24}
_AT_LEAST = ("at least", "minimum", "no less than", "not less than", "min")
_AT_MOST = (
    "within", "no later than", "not later than", "no longer than", "no more than", "not more than",
    "up to", "at most", "maximum", "max", "inside",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence. ``kind`` is time, age, count or year; ``unit`` that of a time, or the
    stem of what is counted. ``bound`` is "most", "least" or ""; ``first`` and ``end`` its words."""

    kind: str
    count: int
    unit: str
    piece: Piece
    first: int
    end: int
    bound: str = ""
    recurs: bool = False

    @property
    def hours(self) -> int | None:
        """How many hours its clock would show, were all days alike; None of months and longer."""
        count, unit = self.value
        return count * _HOURS[unit] if unit in _HOURS else None

    @property
    def value(self) -> tuple[int, str]:
        """The number and the unit, weeks as days and years as months."""
        unit, times = _AS.get(self.unit, (self.unit, 1)) if self.kind == "time" else (self.unit, 1)
        return self.count * times, unit


def tokens(text: str) -> list[Word]:
    """The words, numbers and marks of a text in lower case: cut at hyphens, and between a number
    and its unit, so that "72hrs" and "10-day" are two words and more."""
    return [Word(m[0].lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def count_at(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The number that stands here and the word after it: "twenty-one" is three words."""
    text = words[at].text
    if text in ("a", "an") and at + 1 < len(words) and words[at + 1].text in ("fortnight", "week"):
        return 1, at + 1
    value = number(text)
    if value is None:
        return None
    if value >= 20 and value % 10 == 0 and not text.isdecimal() and at + 2 < len(words):
        ones = number(words[at + 2].text)
        if words[at + 1].text == "-" and ones is not None and ones < 10:
            return value + ones, at + 3
    return value, at + 1


def bound(words: Sequence[Word], at: int) -> str:
    """ "most" or "least" where the words before a figure say so, else empty."""
    before = " ".join(w.text for w in words[max(0, at - 4) : at])
    last = {name: max((before.rfind(o) for o in openers), default=-1) for name, openers in
            (("least", _AT_LEAST), ("most", _AT_MOST))}  # fmt: skip
    if max(last.values()) < 0:
        return ""
    return max(last, key=lambda name: last[name])
