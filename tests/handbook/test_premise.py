"""A figure in a question that the rule does not bear out."""

from __future__ import annotations

import pytest

from handbook.answer_records import Citation
from handbook.domain import Edition
from handbook.premise import figure_not_borne_out
from handbook.rule import read_rule

_RULE = "The assessment must end within forty five working days of the referral."
_QUOTED = Citation(1, "a", Edition("a", "A"), (), _RULE, (), rule=read_rule(_RULE))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("is it within one hundred and twenty days", "one hundred and twenty days"),
        ("is it still twenty six weeks", "twenty six weeks"),
        ("is it still forty-five working days", None),
        ("is it still 45 working days", None),
    ],
)
def test_a_figure_in_words_is_held_whole_against_the_rule(question: str, asked: str | None) -> None:
    found = figure_not_borne_out(question, [_QUOTED])
    assert (found.asked if found else None) == asked


def test_a_figure_in_short_is_held_against_the_rule_too() -> None:
    found = figure_not_borne_out("is it still 35 wd", [_QUOTED])
    assert found is not None
    assert (found.period.count, found.period.unit) == (35, "working day")
    assert figure_not_borne_out("is it still 45wd", [_QUOTED]) is None


@pytest.mark.parametrize(
    ("question", "claimed"),
    [
        ("missing child 3 days", False),
        ("child absent from school 10 days", False),
        ("3 days missing, what now", False),
        ("missing child, is it still 3 days", True),
        ("missing child interview 48 hours", True),
    ],
)
def test_how_long_something_has_gone_on_is_no_claim(question: str, claimed: bool) -> None:
    assert bool(figure_not_borne_out(question, [_QUOTED])) is claimed


_TESTS = "The designated officer must be told if any of the four tests below is met."
_COUNTED = Citation(1, "a", Edition("a", "A"), (), _TESTS, (), rule=read_rule(_TESTS))


@pytest.mark.parametrize(
    ("question", "asked", "rule"),
    [
        ("are there three LADO tests?", "three LADO tests", "four tests"),
        ("what are the 3 tests for the designated officer", "3 tests", "four tests"),
        ("what are the four tests", None, None),
        ("what are the three forms", None, None),
        ("three tests came back from the lab", None, None),
        ("are there three children in the tests", None, None),
    ],
)
def test_a_count_is_held_against_the_count_of_the_same_things(
    question: str, asked: str | None, rule: str | None
) -> None:
    found = figure_not_borne_out(question, [_COUNTED])
    assert (found and found.asked, found and found.limit) == (asked, rule)
