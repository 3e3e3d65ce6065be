"""The last day of a time limit, against days looked up by hand."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.answer_records import Citation
from handbook.counting import count, count_all, in_words, is_working
from handbook.domain import Edition
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
        ("must be sent at least five working days prior to it", "2026-12-11", "2026-12-04"),
        ("must be sent five days ahead of the meeting", "2026-12-11", "2026-12-06"),
        ("must be sent at least five days in advance of it", "2026-12-11", "2026-12-06"),
        ("must be sent at least five days in advance", "2026-12-11", "2026-12-06"),
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
        "must keep it for at least 6 years",
        "must wait at least five days",
        "must wait at least five days after it",
        "must ask within five days before it",
        "must review it every six months",
        "must review it at intervals of six months from it",
        "may be extended by up to seven days",
        "must answer within five days of the day after it",
        "must tell them no later than six weeks before, where it can be known",
        "must answer within 14 days (or 28 days for some) of it",
        "must answer within 14 days thereafter",
    ],
)
def test_what_no_calendar_counts_is_not_counted(rule: str) -> None:
    assert _due(rule, "2026-11-24") is None


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        ("must answer within 7 days beginning with the date of it", "2026-12-01", "2026-12-07"),
        ("must answer within one week starting on the date of it", "2026-12-01", "2026-12-07"),
        ("must answer within 7 days from and including the date", "2026-12-01", "2026-12-07"),
        ("may last up to 3 months beginning with the date", "2026-12-01", "2027-02-28"),
        ("must answer within 5 working days beginning with it", "2026-12-01", "2026-12-07"),
        # Neither is sure: five days from a Saturday on, and a month from the 31st on.
        ("must answer within 5 working days beginning with it", "2026-12-05", None),
        ("may last up to one month beginning with the date", "2027-01-31", None),
    ],
)
def test_a_time_that_begins_with_a_day_counts_that_day(
    rule: str, start: str, due: str | None
) -> None:
    assert _due(rule, start) == (date.fromisoformat(due) if due else None)


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("must ask within 5 days of the call and write within 10 days of the visit", [5]),
        ("must ask within 5 days of the call and write within 10 days of the call", [5, 10]),
        ("must ask within 5 days and write within 10 days of the visit", [5]),
        ("must ask within 24 hours of the call and write within 10 days of the visit", []),
        ("must ask immediately, and write within 10 days of the visit", [10]),
    ],
)
def test_a_day_is_one_event_and_no_time_from_another_is_counted_from_it(
    sentence: str, counted: list[int]
) -> None:
    rule = read_rule(sentence)
    citation = Citation(1, "a", Edition("a", "A"), (), sentence, (), rule=rule)
    found = count_all([citation], date(2026, 12, 1))
    assert [c.limit.period.count for c in found if c.limit.period] == counted


def test_a_day_that_is_counted_itself_is_said_to_be() -> None:
    [limit] = read_rule("must answer within 7 days beginning with the date").limits
    found = count(1, limit, date(2026, 12, 1))
    assert found is not None
    assert in_words(found) == (
        "Monday 7 December 2026 is the last day of 7 days from Tuesday 1 December 2026 on, which "
        "is counted itself."
    )


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
