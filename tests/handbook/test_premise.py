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
