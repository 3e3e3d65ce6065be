"""A figure of a sentence, and what its words are read with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handbook.periods import Word, number, text_at
from handbook.rule_records import Piece

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
_TEN = 10
_THREE = 3
_LARGE = frozenset("hundred thousand million".split())
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
    """The number that begins here, with the word after it: "twenty-one" is three words, "one
    hundred and twenty" four. None where none does, where it began before, or where it is of
    thousands in words or parted by a comma."""
    if text_at(words, at) in ("a", "an") and text_at(words, at + 1) in ("fortnight", "week"):
        return 1, at + 1
    if _goes_on(words, at):
        return None
    read = _hundreds(words, at) or _below_hundred(words, at)
    return None if read is None or _is_longer(words, read[1]) else read


def _hundreds(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    count = 1 if words[at].text == "a" else number(words[at].text)
    if count is None or count >= _TEN or text_at(words, at + 1) != "hundred":
        return None
    after = at + 2
    rest = _below_hundred(words, after + (text_at(words, after) == "and"))
    return (100 * count + rest[0], rest[1]) if rest else (100 * count, after)


def _below_hundred(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    text = text_at(words, at)
    value = number(text)
    if value is None:
        return None
    if value >= 2 * _TEN and value % _TEN == 0 and not text.isdecimal():
        after = at + 1 + (text_at(words, at + 1) == "-")
        ones = text_at(words, after)
        if ones.isalpha() and (number(ones) or _TEN) < _TEN:
            return value + (number(ones) or 0), after + 1
    return value, at + 1


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether a number has begun before: the six of "several hundred and six", the 020 of
    "1,020"."""
    before = [w.text for w in words[max(0, at - 2) : at]]
    if before[-1:] == ["and"]:
        before.pop()
    return bool(before[-1:] and before[-1] in _LARGE) or _is_parted(words, at - 2)


def _is_longer(words: Sequence[Word], after: int) -> bool:
    return text_at(words, after) in _LARGE or _is_parted(words, after - 1)


def _is_parted(words: Sequence[Word], at: int) -> bool:
    """Whether a comma parts digits from three more, with no space: "1,020"."""
    if at < 0 or not text_at(words, at + 2).isdecimal() or not words[at].text.isdecimal():
        return False
    first, comma, rest = words[at : at + 3]
    close = first.end == comma.start and comma.end == rest.start
    return close and comma.text == "," and len(rest.text) == _THREE


def bound(words: Sequence[Word], at: int) -> str:
    """ "most" or "least" where the words before a figure say so, else empty."""
    before = " ".join(w.text for w in words[max(0, at - 4) : at])
    last = {name: max((before.rfind(o) for o in openers), default=-1) for name, openers in
            (("least", _AT_LEAST), ("most", _AT_MOST))}  # fmt: skip
    if max(last.values()) < 0:
        return ""
    return max(last, key=lambda name: last[name])
