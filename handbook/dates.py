"""From when an edition is in force: its effective date, else the date that its label states."""

from __future__ import annotations

import re
from datetime import date

from handbook.domain import Edition

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = "|".join([*_MONTHS, "sept", *(m[:3] for m in _MONTHS)])
_ISO = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s?[-–/]\s?(?:\d\d)?(\d\d)\b(?!-)")
_WORDS = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({_MONTH})\.?,?\s+(\d{{4}})\b(?!\s?[-–/]\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")


def in_force_from(edition: Edition) -> date | None:
    """The first day of an edition: ``effective``, else the date in its label; None if neither."""
    return edition.effective or date_in(edition.edition)


def not_yet_from(edition: Edition, day: date) -> date | None:
    """The first day of an edition that is not in force yet on a day; None of any other."""
    starts = in_force_from(edition)
    return starts if starts and starts > day else None


def date_in(label: str) -> date | None:
    """The date that a label states: "2025-09-01", "1 September 2025", "September 2025", "2025".

    A month stands for its first day and a year for its first of January. Two different years
    ("2019 to 2024", "2023-24") are no date.
    """
    if dated := full_date_in(label):
        return dated
    years = set(_YEAR.findall(label))
    if len(years) != 1 or _ISO.search(label) or _WORDS.search(label) or _SPAN.search(label):
        return None
    return date(int(years.pop()), 1, 1)


def in_words(day: date) -> str:
    """A day as it is written: "1 September 2025"."""
    return f"{day.day} {_MONTHS[day.month - 1].title()} {day.year}"


def full_date_in(label: str) -> date | None:
    """Like ``date_in``, for text that nobody declared: a bare year is no date."""
    spans = {m.start() for m in _spans(label)}
    for iso in _ISO.finditer(label):
        day = _day(int(iso[1]), int(iso[2]), int(iso[3] or 1))
        if day and iso.start() not in spans:
            return day
    words = _WORDS.search(label)
    return _day(int(words[3]), _month(words[2]), int(words[1] or 1)) if words else None


def _spans(label: str) -> list[re.Match[str]]:
    """From one year to the next: "2023-24", "2023/2024"."""
    return [m for m in _SPAN.finditer(label) if (int(m[1]) + 1) % 100 == int(m[2])]


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower()))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
