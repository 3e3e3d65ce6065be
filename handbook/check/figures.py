"""The figures of a sentence: lengths of time, ages, counts and years, each with its place.

What a trainer types ("10 wd", "72hrs", "six-weekly", "annually") is read as well as what a
procedure prints, so that an equal figure is never called a difference and an unequal one always is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handbook.domain import Piece
from handbook.periods import Word, number, piece
from handbook.text import stem

_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*|[^\w\s]")
_KINDS_OF_DAY: Final = {
    "working": "working",
    "work": "working",
    "w": "working",
    "business": "working",
    "school": "school",
}
_PLAIN_DAYS = frozenset("calendar consecutive clear full".split())
_UNITS: Final = {
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
_RECURRING_UNITS: Final = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "termly": "term",
    "annually": "year",
    "annual": "year",
    "yearly": "year",
}
_AS: Final = {"week": ("day", 7), "fortnight": ("day", 14), "year": ("month", 12)}
"""Units that are so many of another: a week is seven days. No day is 24 hours here, and no working
day is a day: those are the slips that are looked for."""
_HOURS: Final = {"hour": 1, "day": 24, "working day": 24, "school day": 24}
_AT_ONCE = [
    phrase.split()
    for phrase in (
        "as soon as reasonably practicable",
        "as soon as practicable",
        "as soon as possible",
        "without delay",
        "straight away",
        "at once",
        "immediately",
        "asap",
        "promptly",
    )
]
_ONE_DAY = ("next", "same", "following")
_REFERS = frozenset(
    """section sections s ss paragraph para page pages chapter step steps schedule part appendix
    article regulation regulations act flow chart category no slide level stage panel key""".split()
)
_AGED = frozenset("under over aged age turn turns reach reaches until below than of at".split())
_EVERY = frozenset("every each intervals interval apart".split())
_AT_LEAST = ("at least", "minimum", "no less than", "not less than", "min")
_AT_MOST = (
    "within", "no later than", "not later than", "no longer than", "no more than", "not more than",
    "up to", "at most", "maximum", "max", "inside",
)  # fmt: skip
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_NOT_COUNTED = frozenset("of or and to in the a at on is for if".split())


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


def figures(words: Sequence[Word]) -> list[Figure]:
    """All figures of a sentence in order."""
    found: list[Figure] = []
    at = 0
    while at < len(words):
        figure = _time_at(words, at) or _word_time_at(words, at) or _number_at(words, at)
        if figure is None:
            at += 1
            continue
        found.append(figure)
        at = figure.end
    return found


def _count_at(words: Sequence[Word], at: int) -> tuple[int, int] | None:
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


def _time_at(words: Sequence[Word], at: int) -> Figure | None:
    counted = _count_at(words, at)
    if counted is None:
        return None
    count, after = counted
    kind = ""
    while after < len(words) and words[after].text in {*_KINDS_OF_DAY, *_PLAIN_DAYS, "-", "/"}:
        kind = _KINDS_OF_DAY.get(words[after].text, kind)
        after += 1
    if after >= len(words):
        return None
    text = words[after].text
    recurs = text in _RECURRING_UNITS
    unit = _RECURRING_UNITS.get(text) or _UNITS.get(text.removesuffix("s"), "")
    unit = "fortnight" if text == "fortnight" else unit
    if not unit:
        return None
    if unit == "day" and kind:
        unit = f"{kind} day"
    if _is_age(words, at, after + 1):
        return Figure("age", count, "", piece(words, at, after + 1), at, after + 1)
    recurs = recurs or _recurs(words, at, after + 1)
    return Figure(
        "time", count, unit, piece(words, at, after + 1), at, after + 1, _bound(words, at), recurs
    )


def _word_time_at(words: Sequence[Word], at: int) -> Figure | None:
    """Times without a number: at once, the next working day, weekly, half termly."""
    here = [w.text for w in words[at : at + 6]]
    for phrase in _AT_ONCE:
        if here[: len(phrase)] == phrase:
            end = at + len(phrase)
            return Figure("time", 0, "at once", piece(words, at, end), at, end)
    if here[0] in _ONE_DAY:
        working = here[1:3] == ["working", "day"]
        if working or here[1:2] == ["day"]:
            end = at + (3 if working else 2)
            unit = f"{'same' if here[0] == 'same' else 'next'}{' working' if working else ''} day"
            return Figure("time", 1, unit, piece(words, at, end), at, end)
    half = here[0] == "half"
    rest = here[1] if half and len(here) > 1 else here[0]
    if rest in _RECURRING_UNITS:
        unit, end = _RECURRING_UNITS[rest], at + 1 + half
        unit = f"half {unit}" if half else unit
        return Figure("time", 1, unit, piece(words, at, end), at, end, _bound(words, at), True)
    if half and rest == "term":
        return Figure("time", 1, "half term", piece(words, at, at + 2), at, at + 2, "", True)
    if here[0] == "every" and len(here) > 1 and here[1] in ("week", "month", "year", "term", "day"):
        return Figure("time", 1, here[1], piece(words, at, at + 2), at, at + 2, "", True)
    return None


def _number_at(words: Sequence[Word], at: int) -> Figure | None:
    """A number without a unit of time: an age, a year, or how many of something."""
    text = words[at].text
    before = words[at - 1].text if at else ""
    follows = words[at + 1].text if at + 1 < len(words) else ""
    if text.isdecimal() and len(text) == 4 and text[:2] in ("19", "20"):
        return Figure("year", int(text), "", piece(words, at, at + 1), at, at + 1)
    if follows in ("th", "st", "nd", "rd") and at + 2 < len(words):
        follows = words[at + 2].text
    if follows.startswith("birthday"):
        age = _ORDINALS.index(text) + 1 if text in _ORDINALS else number(text)
        if age is not None:
            return Figure("age", age, "", piece(words, at, at + 1), at, at + 1)
    counted = _count_at(words, at)
    if counted is None or before in _REFERS or _ends_range(words, at):
        return None
    count, after = counted
    if before in _AGED and _is_age(words, at, after):
        return Figure("age", count, "", piece(words, at, after), at, after)
    return _counted(words, at, count, after)


def _counted(words: Sequence[Word], at: int, count: int, after: int) -> Figure | None:
    """How many of something: the last plain word of the next few is taken for what is counted."""
    if count < 2 or after >= len(words) or not words[after].text[0].isalpha():
        return None
    named = words[after].text
    if named in _NOT_COUNTED:
        return None
    unit = stem(named)
    return Figure("count", count, unit, piece(words, at, after), at, after, _bound(words, at))


def _ends_range(words: Sequence[Word], at: int) -> bool:
    """Whether it is the 5 of "steps 1 to 5"."""
    return at > 2 and words[at - 3].text in _REFERS and words[at - 2].text.isdecimal()


def _is_age(words: Sequence[Word], at: int, after: int) -> bool:
    before = [w.text for w in words[max(0, at - 3) : at]]
    follows = [w.text for w in words[after : after + 2]]
    if "old" in follows[:2] or "olds" in follows[:2] or "age" in before or "aged" in before:
        return True
    is_time = words[after - 1].text.removesuffix("s") in _UNITS
    return not is_time and before[-1:] in (["under"], ["over"], ["below"], ["turns"], ["reaches"])


def _recurs(words: Sequence[Word], at: int, end: int) -> bool:
    near = (*words[max(0, at - 6) : at], *words[end : end + 1])
    return any(w.text in _EVERY for w in near)


def _bound(words: Sequence[Word], at: int) -> str:
    before = " ".join(w.text for w in words[max(0, at - 4) : at])
    last = {name: max((before.rfind(o) for o in openers), default=-1) for name, openers in
            (("least", _AT_LEAST), ("most", _AT_MOST))}  # fmt: skip
    if max(last.values()) < 0:
        return ""
    return max(last, key=lambda name: last[name])
