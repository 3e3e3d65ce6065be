"""The last day of a time limit, against days looked up by hand."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.counting import count, in_words, is_working
from handbook.rule import read_rule


def _due(rule: str, start: str) -> date | None:
    [limit] = read_rule(rule).limits
    found = count(1, limit, date.fromisoformat(start))
    return found.due if found else None


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        # 25 and 28 December (for the 26th, a Saturday) and 1 January are bank holidays.
        ("must meet within 15 working days of the discussion", "2026-12-10", "2027-01-05"),
        ("must meet within 15 days of the discussion", "2026-12-10", "2026-12-25"),
        # Good Friday is 3 April 2026 and Easter Monday the 6th.
        ("must decide within one working day of the referral", "2026-04-02", "2026-04-07"),
        # A Saturday counts as the day before the first working day.
        ("must decide within one working day of the referral", "2026-11-21", "2026-11-23"),
        (
            "must send it no later than seven working days before the day",
            "2027-01-04",
            "2026-12-21",
        ),
        ("must be held within three months of the conference", "2026-11-30", "2027-02-28"),
        ("must visit within six weeks of the move", "2026-11-24", "2027-01-05"),
    ],
)
def test_the_last_day(rule: str, start: str, due: str) -> None:
    assert _due(rule, start) == date.fromisoformat(due)


@pytest.mark.parametrize(
    "rule",
    [
        "must confirm it in writing within 24 hours of the call",
        "must ask within ten school days of the first day",
        "must act immediately",
        "must keep it for at least 9999 years",
    ],
)
def test_what_no_calendar_counts_is_not_counted(rule: str) -> None:
    assert _due(rule, "2026-11-24") is None


def test_the_edge_of_the_calendar_is_no_crash() -> None:
    assert _due("must act within 90 working days of it", "9999-12-01") is None
    assert _due("must act at least 3 years before it", "0001-01-01") is None


def test_the_counting_is_shown() -> None:
    [limit] = read_rule("must meet within 15 working days of it").limits
    found = count(1, limit, date(2026, 12, 10))
    assert found is not None
    assert in_words(found) == (
        "Tuesday 5 January 2027 is 15 working days after Thursday 10 December 2026, which is not "
        "counted itself. Saturdays and Sundays are left out, and Christmas Day (Friday 25 December "
        "2026), Boxing Day (observed) (Monday 28 December 2026), New Year's Day (Friday 1 January "
        "2027)."
    )


def test_a_day_that_is_no_working_day_is_said() -> None:
    [limit] = read_rule("must act within 15 days of it").limits
    found = count(1, limit, date(2026, 12, 11))
    assert found is not None
    assert in_words(found).endswith("That is not a working day.")


def test_bank_holidays_are_those_of_england() -> None:
    assert not is_working(date(2026, 8, 31))
    assert is_working(date(2026, 8, 3)), "Scotland's"
    assert is_working(date(2026, 3, 17)), "Northern Ireland's"
