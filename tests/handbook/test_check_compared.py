"""Which of several sentences counts."""

from __future__ import annotations

from handbook.check.compared import Compared, best_of
from handbook.check.likeness import Likeness
from handbook.check.records import Difference, Part
from handbook.rule_records import Piece

WRONG = (Difference(Part.NUMBER, Piece(0, 1), Piece(0, 1)),)


def _compared(
    name: str, score: float, cosine: float, *differences: Difference, figure: bool = True
) -> Compared[str]:
    return Compared(name, Likeness(1.0, 1.0, 1.0, cosine), score, differences, figure)


def test_a_sentence_with_the_same_figure_and_no_less_near_in_meaning_is_taken_that_agrees() -> None:
    first, other = _compared("first", 1.33, 0.61, *WRONG), _compared("other", 1.26, 0.73)
    best = best_of([first, other])
    assert best is not None
    assert best.match == "other"


def test_one_that_is_less_near_or_has_no_figure_does_not_excuse_the_first() -> None:
    first = _compared("first", 1.33, 0.73, *WRONG)
    for other in (
        _compared("less near", 1.26, 0.61),
        _compared("without a figure", 1.26, 0.8, figure=False),
        _compared("far in words", 1.1, 0.8),
    ):
        best = best_of([first, other])
        assert best is not None
        assert best.match == "first"
