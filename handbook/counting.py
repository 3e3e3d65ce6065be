"""The last day of a rule's time limit, counted from a day that is given.

The day itself is not counted: the first day after it is day 1, unless the rule says "beginning
with" or the like. Nothing is counted that is not sure. Working days leave out Saturdays,
Sundays and the bank holidays of England as the law fixes them; a holiday that is proclaimed for
one year only is known once the library that holds the dates is renewed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

import holidays
from dateutil.relativedelta import relativedelta

from handbook.answer_records import Citation
from handbook.rule_records import Count, Limit, Period

_MOST = 3650
"""Nothing longer is counted, in whatever unit."""
_SATURDAY = 5
_Reached: TypeAlias = tuple[date, tuple[tuple[date, str], ...]]
"""A last day, and the bank holidays that were passed over."""


def count(marker: int, limit: Limit, start: date) -> Count | None:
    """The last day of a limit; None for what no calendar can count: hours, school days, "promptly",
    a day outside all calendars, or a limit whose last day is not sure."""
    period = limit.period
    if period is None or not limit.countable or not 0 < period.count <= _MOST:
        return None
    try:
        reached = (_with_its_day if period.with_its_day else _reached)(period, start)
    except (OverflowError, ValueError):
        return None
    return Count(marker, limit, start, *reached) if reached else None


def count_all(citations: Iterable[Citation], start: date | None) -> tuple[Count, ...]:
    """The limits of the quoted rules, counted from a day; none where no day is given. The day can
    be one event's only: of each rule the first time, and what is counted from the same."""
    if start is None:
        return ()
    limits = [(c.marker, limit) for c in citations for limit in _from_one_day(c)]
    found = (count(marker, limit, start) for marker, limit in limits)
    return tuple(c for c in found if c)


def in_words(found: Count) -> str:
    """How it was counted, in sentences."""
    period = found.limit.period
    assert period is not None
    way = "before" if period.backwards else "after"
    length = f"{period.count} {period.unit}{'' if period.count == 1 else 's'}"
    if period.with_its_day:
        counted = f"the last day of {length} from {_day(found.start)} on, which is counted itself."
    else:
        counted = f"{length} {way} {_day(found.start)}, which is not counted itself."
    lines = [f"{_day(found.due)} is {counted}"]
    if period.unit == "working day":
        lines.append(_left_out(found))
    elif not is_working(found.due):
        lines.append("That is not a working day.")
    return " ".join(lines)


def is_working(day: date) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a bank holiday in England."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def _left_out(found: Count) -> str:
    if not found.bank_holidays:
        return "Saturdays and Sundays are left out; no bank holiday lies between."
    named = ", ".join(f"{name} ({_day(day)})" for day, name in found.bank_holidays)
    return f"Saturdays and Sundays are left out, and {named}."


def _from_one_day(citation: Citation) -> list[Limit]:
    rule = citation.rule
    timed = [x for x in rule.limits if x.period and x.countable] if rule else []
    if not timed:
        return []
    first, *others = timed
    event = _event(first, citation.quote)
    return [first, *(x for x in others if event and _event(x, citation.quote) == event)]


def _event(limit: Limit, quotation: str) -> str:
    return limit.counted_from.of(quotation).lower() if limit.counted_from else ""


def _reached(period: Period, start: date) -> _Reached | None:
    """The last day where ``start`` is not counted; None for a unit that no calendar counts."""
    if period.unit == "working day":
        return _working(period, start)
    step = _step(period)
    if step is None:
        return None
    return (start - step if period.backwards else start + step), ()


def _with_its_day(period: Period, start: date) -> _Reached | None:
    """The last day where the first is ``start``; None where that is no working day though such are
    counted, or the month that is reached has no such day."""
    if period.unit == "working day":
        return _working(period, start - timedelta(days=1)) if is_working(start) else None
    reached = _reached(period, start)
    if reached is None or (period.unit in ("month", "year") and reached[0].day != start.day):
        return None
    return reached[0] - timedelta(days=1), ()


def _working(period: Period, start: date) -> _Reached:
    """The day reached, and the bank holidays on weekdays that were passed over."""
    step = timedelta(days=-1 if period.backwards else 1)
    day, left = start, period.count
    passed: list[tuple[date, str]] = []
    while left:
        day += step
        name = _bank_holidays(day.year).get(day)
        if name and day.weekday() < _SATURDAY:
            passed.append((day, name))
        left -= is_working(day)
    return day, tuple(sorted(passed))


def _step(period: Period) -> timedelta | relativedelta | None:
    """A calendar length; a month without that day ends with its last."""
    match period.unit:
        case "day":
            return timedelta(days=period.count)
        case "week":
            return timedelta(weeks=period.count)
        case "month":
            return relativedelta(months=period.count)
        case "year":
            return relativedelta(years=period.count)
    return None


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG", years=year)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
