"""Numbers without a unit of time: ages, years, and how many of something."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.check.figure import UNITS, Figure, bound, count_at
from handbook.periods import Word, number, piece
from handbook.text import stem

_REFERS = frozenset(
    """section sections s ss paragraph para page pages chapter step steps schedule part appendix
    article regulation regulations act flow chart category no slide level stage panel key profile
    form tier version volume""".split()
)
_AGED = frozenset("under over aged age turn turns reach reaches until below than of at to".split())
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_MEMBERS = frozenset("members member".split())
_NO_RANGE = frozenset(":./")
_TO = frozenset("to - –".split())
_WITHIN_RANGE = 6
_DAYS = frozenset("working school calendar".split())
_NOT_COUNTED = frozenset("of or and to in the a at on is for if".split())


def number_at(words: Sequence[Word], at: int) -> Figure | None:
    """A number without a unit of time: an age ("16+" too), a year, or how many of something."""
    text = words[at].text
    before = _before(words, at)
    follows = words[at + 1].text if at + 1 < len(words) else ""
    if text.isdecimal() and len(text) == 4 and text[:2] in ("19", "20"):
        return Figure("year", int(text), "", piece(words, at, at + 1), at, at + 1)
    if follows in ("th", "st", "nd", "rd") and at + 2 < len(words):
        follows = words[at + 2].text
    if follows.startswith("birthday"):
        age = _ORDINALS.index(text) + 1 if text in _ORDINALS else number(text)
        if age is not None:
            return Figure("age", age, "", piece(words, at, at + 1), at, at + 1)
    counted = count_at(words, at)
    if (
        counted is None
        or names_a_thing(words, at)
        or _ends_range(words, at)
        or _ends_name(words, at)
    ):
        return None
    count, after = counted
    if words[after : after + 1] and words[after].text == "+" and text.isdecimal():
        return Figure("age", count, "", piece(words, at, after), at, after)
    if _is_reached(words, after):
        return Figure("age", count, "", piece(words, at, after), at, after)
    if before in _AGED and (is_age(words, at, after) or _is_alone(words, at, after)):
        return Figure("age", count, "", piece(words, at, after), at, after)
    return _counted(words, at, count, after)


def names_a_thing(words: Sequence[Word], at: int) -> bool:
    """Whether a number names something and counts nothing: "level 1", "section 47"."""
    return _before(words, at) in _REFERS


def _ends_name(words: Sequence[Word], at: int) -> bool:
    """Whether it is the 2 of "GCP2"."""
    return at > 0 and words[at - 1].text.isalpha() and words[at - 1].end == words[at].start


def _before(words: Sequence[Word], at: int) -> str:
    """The word before a number, also where a hyphen joins them: "under-18"."""
    joined = at > 1 and words[at - 1].text == "-" and words[at - 2].end == words[at - 1].start
    return words[at - 2].text if joined else words[at - 1].text if at else ""


def _counted(words: Sequence[Word], at: int, count: int, after: int) -> Figure | None:
    """How many of something: the last plain word of the next few is taken for what is counted."""
    if count < 2 or after >= len(words) or not words[after].text[0].isalpha():
        return None
    named = words[after].text
    if named in _MEMBERS and after + 2 < len(words) and words[after + 1].text == "of":
        after += 2
        named = words[after].text
    if named in _NOT_COUNTED:
        return None
    unit = stem(named)
    return Figure("count", count, unit, piece(words, at, after), at, after, bound(words, at))


def range_at(words: Sequence[Word], at: int) -> Figure | None:
    """A range of numbers without a unit of time: "14 to 16", "from 1, the best, to 5"."""
    begins = at and words[at - 1].text in ("from", "between")
    if not words[at].text.isdecimal() or (at and words[at - 1].text in _NO_RANGE | _REFERS):
        return None
    for to in range(at + 1, min(at + (_WITHIN_RANGE if begins else 2), len(words) - 1)):
        high, end = words[to + 1].text, to + 2
        if words[to].text not in _TO or not high.isdecimal() or max(len(high), to - at) > 9:
            continue
        if _is_plain(words, at, end):
            unit = words[at].text
            return Figure("range", int(high), unit, piece(words, at, end), at, end)
    return None


def _is_plain(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether these are numbers, and no hours of the clock, years or lengths of time."""
    follows = words[end].text if end < len(words) else ""
    if follows == "." and (end + 1 >= len(words) or not words[end + 1].text.isdecimal()):
        follows = ""
    is_year = len(words[at].text) == 4 or len(words[end - 1].text) == 4
    return (
        not is_year
        and follows not in {*_NO_RANGE, "am", "pm"} | _DAYS
        and (follows.removesuffix("s") not in UNITS)
    )


def _is_alone(words: Sequence[Word], at: int, after: int) -> bool:
    """Whether nothing is counted: "at 18 –", "up to 21."."""
    here = words[at - 1].text == "at" or [w.text for w in words[at - 2 : at]] == ["up", "to"]
    return here and (after >= len(words) or not words[after].text[0].isalnum())


def _is_reached(words: Sequence[Word], after: int) -> bool:
    """Whether an age and those above or below it are meant: "18 or over"."""
    following = [w.text for w in words[after : after + 2]]
    return following[:1] == ["or"] and following[1:] in (["over"], ["older"], ["under"], ["above"])


def _ends_range(words: Sequence[Word], at: int) -> bool:
    """Whether it is the 5 of "steps 1 to 5"."""
    return at > 2 and words[at - 3].text in _REFERS and words[at - 2].text.isdecimal()


def is_age(words: Sequence[Word], at: int, after: int) -> bool:
    """Whether a number, which may have the unit of a time, is how old somebody is."""
    before = [w.text for w in words[max(0, at - 3) : at]]
    follows = [w.text for w in words[after : after + 2]]
    if "old" in follows[:2] or "olds" in follows[:2] or "age" in before or "aged" in before:
        return True
    if before[-1:] == ["-"]:
        before = before[:-1]
    is_time = words[after - 1].text.removesuffix("s") in UNITS
    return not is_time and before[-1:] in (["under"], ["over"], ["below"], ["turns"], ["reaches"])
