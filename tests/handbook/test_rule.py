"""What a rule's own sentence says, and what must not be read into it."""

from __future__ import annotations

import pytest

from handbook.domain import Period
from handbook.periods import number, periods
from handbook.rule import read_rule


def _parts(sentence: str) -> tuple[str | None, str | None, list[tuple[str, str | None]]]:
    rule = read_rule(sentence)
    return (
        rule.who and rule.who.of(sentence),
        rule.duty and rule.duty.of(sentence),
        [
            (x.text.of(sentence), x.counted_from and x.counted_from.of(sentence))
            for x in rule.limits
        ],
    )


@pytest.mark.parametrize(
    ("sentence", "who", "duty", "limits"),
    [
        (
            "Within one working day of receiving a referral, the manager must decide what is next.",
            "the manager",
            "must",
            [("Within one working day", "receiving a referral")],
        ),
        (
            "Where a child may be at risk, the local authority, the police or the school "
            "should act immediately.",
            "the local authority, the police or the school",
            "should",
            [("immediately", None)],
        ),
        (
            "Partners must send the report to the panel no later than seven working days before "
            "the date of publication.",
            "Partners",
            "must",
            [("no later than seven working days", "the date of publication")],
        ),
        (
            "The first review should be held within three months of the conference, and further "
            "reviews should follow at intervals of not more than six months.",
            "The first review",
            "should",
            [
                ("within three months", "the conference"),
                ("at intervals of not more than six months", None),
            ],
        ),
        (
            "A person who may have seen it must not tell the parents.",
            "A person who may have seen it",
            "must not",
            [],
        ),
    ],
)
def test_a_rule_is_taken_apart_in_its_own_words(
    sentence: str, who: str, duty: str, limits: list[tuple[str, str | None]]
) -> None:
    assert _parts(sentence) == (who, duty, limits)


@pytest.mark.parametrize(
    "sentence",
    [
        "It should be within 15 working days of a discussion, or the discussion at which enquiries "
        "began if more than one has been held.",
        "It should be within 15 working days of the discussion or, if more than one has been held, "
        "of the discussion at which enquiries began.",
    ],
)
def test_which_discussion_starts_the_clock_is_never_cut_off(sentence: str) -> None:
    [(_, counted_from)] = _parts(sentence)[2]
    assert counted_from is not None
    assert "at which enquiries began" in counted_from
    assert "more than one has been held" in counted_from


def test_a_time_in_a_condition_is_no_limit() -> None:
    sentence = "If it is to begin within six weeks, the carer must tell the authority immediately."
    assert _parts(sentence)[2] == [("immediately", None)]


def test_half_of_a_choice_of_times_is_left_out() -> None:
    sentence = "It must be obtained before, or as soon as practicable after, the appointment."
    assert _parts(sentence) == (None, "must", [])


@pytest.mark.parametrize(
    "sentence",
    [
        "A child aged 16 years may ask for it.",
        "A stay of 28 days or more by a child under 16 may amount to private fostering.",
        "A pupil absent for twenty consecutive school days may be removed.",
    ],
)
def test_an_age_or_a_criterion_is_no_limit(sentence: str) -> None:
    assert _parts(sentence)[2] == []


def test_nobody_is_named_where_part_of_a_list_would_be() -> None:
    sentence = "What could put the child, the carer or the household at risk should be passed on."
    who = _parts(sentence)[0]
    assert who is None or who.startswith("What could")


def test_lengths_of_time_are_read_as_numbers_with_their_unit() -> None:
    read = {x.of(_LONG): p for x, p in periods(_LONG)}
    assert read == {
        "15 working days": Period(15, "working day"),
        "15 days": Period(15, "day"),
        "twenty-four hours": Period(24, "hour"),
        "ten consecutive school days": Period(10, "school day"),
    }


_LONG = "15 working days, 15 days, twenty-four hours, ten consecutive school days, several weeks"


@pytest.mark.parametrize(
    ("word", "value"), [("seven", 7), ("ninety-nine", 99), ("40", 40), ("many", None), ("²", None)]
)
def test_numbers(word: str, value: int | None) -> None:
    assert number(word) == value
