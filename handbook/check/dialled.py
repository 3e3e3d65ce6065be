"""Telephone numbers, and times of the clock: figures that are equal or are wrong."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.check.figure import Figure
from handbook.periods import Word, piece

TELEPHONE = "telephone"
_JOINS = frozenset("- ( )".split())
_FEWEST_DIGITS, _MOST_DIGITS = 10, 11
_HALF_DAYS = {"am": 0, "pm": 12}


def telephone_at(words: Sequence[Word], at: int) -> Figure | None:
    """A telephone number as it is dialled in the country, however its digits are grouped; its
    ``count`` is those digits as a number, without the nought that they begin with."""
    abroad = [w.text for w in words[at : at + 2]] == ["+", "44"]
    if not abroad and not words[at].text.startswith("0"):
        return None
    digits, end = "", at + 2 if abroad else at
    while end < len(words) and len(digits) < _MOST_DIGITS:
        text = words[end].text
        if not text.isdecimal() and text not in _JOINS:
            break
        digits += text if text.isdecimal() and not (abroad and text == "0") else ""
        end += 1
    if not _FEWEST_DIGITS <= len(digits) + abroad <= _MOST_DIGITS:
        return None
    while not words[end - 1].text.isdecimal():
        end -= 1
    return Figure(TELEPHONE, int(digits), "", piece(words, at, end), at, end)


def clock_at(words: Sequence[Word], at: int) -> Figure | None:
    """A time of the clock, its ``count`` in minutes after midnight: "8am", "9.30 am", "13:00"."""
    hour, end, minute = words[at].text, at + 1, "0"
    if "." in hour:
        hour, _, minute = hour.partition(".")
    elif [w.text for w in words[end : end + 1]] == [":"] and end + 1 < len(words):
        minute, end = words[end + 1].text, end + 2
    if not (hour.isdecimal() and minute.isdecimal()) or int(hour) > 24 or int(minute) > 59:
        return None
    half = words[end].text if end < len(words) else ""
    if half in _HALF_DAYS:
        hours = int(hour) % 12 + _HALF_DAYS[half]
        return _clock(words, at, end + 1, 60 * hours + int(minute))
    if end == at + 3 and len(minute) == 2:
        return _clock(words, at, end, 60 * int(hour) + int(minute))
    return None


def _clock(words: Sequence[Word], at: int, end: int, minutes: int) -> Figure:
    return Figure("clock", minutes, "", piece(words, at, end), at, end)
