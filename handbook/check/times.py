"""Lengths of time and times without a number, as a statement or a source words them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handbook.check.counts import is_age
from handbook.check.figure import UNITS, Figure, bound, count_at
from handbook.periods import AT_ONCE, Word, phrase_at, piece

_KINDS_OF_DAY: Final = {
    "working": "working",
    "work": "working",
    "w": "working",
    "business": "working",
    "school": "school",
}
_PLAIN_DAYS = frozenset("calendar consecutive clear full".split())
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
_ONCE_A = frozenset("day week fortnight month term year".split())
_ONE_DAY = ("next", "same", "following")
_EVERY = frozenset("every each intervals interval apart".split())


def time_at(words: Sequence[Word], at: int) -> Figure | None:
    """The length of time, or the age, that begins at a word."""
    counted = count_at(words, at)
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
    unit = _RECURRING_UNITS.get(text) or UNITS.get(text.removesuffix("s"), "")
    unit = "fortnight" if text == "fortnight" else unit
    if not unit:
        return None
    if unit == "day" and kind:
        unit = f"{kind} day"
    if is_age(words, at, after + 1):
        return Figure("age", count, "", piece(words, at, after + 1), at, after + 1)
    recurs = recurs or _recurs(words, at, after + 1)
    return Figure(
        "time", count, unit, piece(words, at, after + 1), at, after + 1, bound(words, at), recurs
    )


def word_time_at(words: Sequence[Word], at: int) -> Figure | None:
    """Times without a number: at once, the next working day, weekly, half termly."""
    here = [w.text for w in words[at : at + 6]]
    if at_once := phrase_at(words, at, AT_ONCE):
        end = at + at_once
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
        return Figure("time", 1, unit, piece(words, at, end), at, end, bound(words, at), True)
    if half and rest == "term":
        return Figure("time", 1, "half term", piece(words, at, at + 2), at, at + 2, "", True)
    if here[:2] == ["once", "a"] and here[2:3] and here[2] in _ONCE_A:
        return Figure("time", 1, here[2], piece(words, at, at + 3), at, at + 3, "", True)
    if here[0] == "every" and len(here) > 1 and here[1] in ("week", "month", "year", "term", "day"):
        return Figure("time", 1, here[1], piece(words, at, at + 2), at, at + 2, "", True)
    return None


def _recurs(words: Sequence[Word], at: int, end: int) -> bool:
    near = (*words[max(0, at - 6) : at], *words[end : end + 1])
    return any(w.text in _EVERY for w in near)
