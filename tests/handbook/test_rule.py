"""What a rule's own sentence says, and what must not be read into it."""

from __future__ import annotations

import pytest

from handbook.duty import binds
from handbook.periods import number, periods
from handbook.rule import read_rule
from handbook.rule_records import Period


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
            [("within three months", "the conference")],
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


@pytest.mark.parametrize(
    ("sentence", "counted_from"),
    [
        ("The hub should, within 45 days of the call, finish the plan.", "the call"),
        ("Within 45 days of the call, finish the plan.", "the call"),
        ("The hub must, within 2 days of the call or the visit, write.", "the call or the visit"),
        ("The hub must decide within one day of a call as to whether to act.", "a call"),
        # Which of the events it is counted from cannot be told.
        ("The hub should, within 5 days of a call, visit or letter, write.", None),
        ("The hub should, within 5 days of a call, a visit, or a letter, write.", None),
    ],
)
def test_what_is_to_be_done_is_no_part_of_what_the_time_runs_from(
    sentence: str, counted_from: str | None
) -> None:
    [(_, found)] = _parts(sentence)[2]
    assert found == counted_from
    if counted_from is None:
        assert not read_rule(sentence).limits[0].countable


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


@pytest.mark.parametrize(
    "sentence",
    [
        "The helper must be at least 18 years old.",
        "The helper must be at least 16 years of age.",
        "The helper must be 18 years or over.",
        "The group should take in a child of up to 12 months.",
    ],
)
def test_how_old_somebody_must_be_is_no_limit(sentence: str) -> None:
    assert _parts(sentence)[2] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The parent must notify the council {} if the stay is to begin within six weeks.",
        "The clerk must {} log a call that came within five days of the visit.",
        "A child who went away within ten days of the move must be seen {}.",
    ],
)
def test_a_time_in_a_later_condition_or_a_relative_clause_is_no_limit(sentence: str) -> None:
    assert _parts(sentence.format("immediately"))[2] == [("immediately", None)]


def test_what_somebody_must_ensure_keeps_its_time() -> None:
    sentence = "The manager must ensure that the child is seen within two days of the call."
    assert _parts(sentence)[2] == [("within two days", "the call")]


@pytest.mark.parametrize(
    ("sentence", "limits"),
    [
        (
            "The clerk should note the choice, and the police must be told within one working day.",
            [],
        ),
        (
            "The clerk should note the choice, and within one working day the police must be told.",
            [],
        ),
        (
            "The clerk should note it within two days and the police must be told within a week.",
            [("within two days", None)],
        ),
        (
            "The clerk must note the choice and must tell the police within one working day.",
            [("within one working day", None)],
        ),
    ],
)
def test_who_has_a_duty_is_never_shown_with_the_time_of_another_duty(
    sentence: str, limits: list[tuple[str, str | None]]
) -> None:
    who, _, found = _parts(sentence)
    assert (who, found) == ("The clerk", limits)


@pytest.mark.parametrize(
    ("sentence", "duty"),
    [
        ("A worker should never be alone there.", "should never"),
        ("A worker must only share what is needed.", "must only"),
        ("A worker may not share it.", None),
        ("It may be shared by a trained worker only.", None),
        ("Parents should normally be told.", "should normally"),
        ("A worker must share only what is needed.", None),
        ("A worker must not only listen but write it down.", None),
        ("A worker must under no circumstances share it.", None),
        ("The fourth case may not be the same.", None),
    ],
)
def test_a_duty_is_shown_with_its_denial_or_not_at_all(sentence: str, duty: str | None) -> None:
    assert _parts(sentence)[1] == duty


@pytest.mark.parametrize(
    ("duty", "bound"),
    [("must", True), ("Should normally", True), ("May", False), ("may not", False)],
)
def test_may_binds_nobody(duty: str, bound: bool) -> None:
    assert binds(duty) is bound


@pytest.mark.parametrize(
    "time",
    [
        "within 10 to 15 days of it",
        "within 28 days ending with it",
        "within 5 days prior",
        "within 5 days, starting on the day of it",
        "within 5 days (excluding weekends) of it",
        "within 5 days, not counting the day of it",
        "within 2 weeks and 3 days of it",
        "within 3 months less one day of it",
    ],
)
def test_a_time_that_is_counted_another_way_is_left_out(time: str) -> None:
    assert _parts(f"The clerk must answer {time}.")[2] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The head must not remove the pupil within 24 hours.",
        "The head must never remove the pupil within 24 hours.",
        "A log need not be made within 24 hours.",
        "The log should at no point be shown within 24 hours of the call.",
        "Within 24 hours of the call, the head must not ring the parents.",
        "No school should remove the pupil within 24 hours.",
        "Under no circumstances should the pupil be seen within 24 hours.",
    ],
)
def test_what_must_not_or_need_not_be_done_has_no_time_by_when_to_do_it(sentence: str) -> None:
    assert read_rule(sentence).limits == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "No later than two days after the call the head should ring.",
        "The head should not only ring but write no later than two days after the call.",
    ],
)
def test_no_later_than_is_no_denial(sentence: str) -> None:
    assert [text.lower() for text, _ in _parts(sentence)[2]] == ["no later than two days"]


def test_nobody_is_named_where_a_relative_clause_would_be() -> None:
    sentence = "The manager, who must act within one day, should tell the parents."
    assert _parts(sentence) == (None, "should", [])


@pytest.mark.parametrize(
    "example",
    [
        "including pupils",
        "such as a nurse",
        "especially the nurses",
        "for example a nurse",
        "including the nurses, the carers and the pupils",
    ],
)
def test_an_example_of_who_has_a_duty_is_not_shown_for_all_of_them(example: str) -> None:
    who = _parts(f"Anyone, {example}, should ring the hub.")[0]
    assert who is None or who.startswith("Anyone, ")


def test_what_opens_a_sentence_takes_nobody_from_it() -> None:
    sentence = "In particular, nurses and other carers should ring the hub."
    assert _parts(sentence)[0] == "nurses and other carers"


def test_a_bracket_between_a_duty_and_its_limit_is_passed_over() -> None:
    sentence = "The clerk must tell the partners (which cover it) within 7 days of the call."
    assert _parts(sentence)[2] == [("within 7 days", "the call")]


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
    ("text", "count"),
    [
        ("forty five days", 45),
        ("forty-five days", 45),
        ("twenty six weeks", 26),
        ("one hundred days", 100),
        ("one hundred and twenty days", 120),
        ("two hundred and twenty five days", 225),
        ("20 26 days", None),
        ("1,020 days", None),
        ("one thousand and twenty days", None),
        ("a hundred and six days", None),
        ("five clear days", None),
        ("five working clear days", None),
    ],
)
def test_a_length_of_time_is_read_whole_or_not_at_all(text: str, count: int | None) -> None:
    assert [p.count for _, p in periods(text)] == ([count] if count else [])


def test_working_days_stay_working_days_whatever_else_they_are_called() -> None:
    assert [p for _, p in periods("five working consecutive days")] == [Period(5, "working day")]


@pytest.mark.parametrize(
    ("word", "value"), [("seven", 7), ("ninety-nine", 99), ("40", 40), ("many", None), ("²", None)]
)
def test_numbers(word: str, value: int | None) -> None:
    assert number(word) == value


@pytest.mark.parametrize("how", ["apparent", "obvious", "available", "dangerous"])
def test_what_is_immediately_so_is_no_time_limit(how: str) -> None:
    assert _parts(f"A meeting must be held where the cause is not immediately {how}.")[2] == []
    assert _parts(f"A death that has no immediately {how} cause must be reviewed.")[2] == []
