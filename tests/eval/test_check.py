"""The statements with known verdicts, what a check finds of them, and the measures."""

from __future__ import annotations

from collections import Counter

import pytest

from eval.check.__main__ import check_split
from eval.check.cases import SPLITS, load
from eval.check.measures import Measure, measures
from eval.check.wice import Held, f1, table
from handbook.book import Handbook
from handbook.check.records import Verdict


@pytest.fixture(scope="module")
def tuned(corpus_book: Handbook) -> dict[str, Measure]:
    """The measures over the tuning decks."""
    return {m.name: m for m in measures(check_split(corpus_book, "tuning"))}


def test_no_deck_is_in_both_splits_and_no_statement_stands_twice() -> None:
    cases = {split: load(split) for split in SPLITS}
    decks = {split: {c.deck for c in some} for split, some in cases.items()}
    ids = Counter(c.case_id for some in cases.values() for c in some)
    assert not decks["tuning"] & decks["test"]
    assert sum(map(len, decks.values())) >= 12
    assert set(ids.values()) == {1}
    assert len(ids) >= 300


def test_a_third_of_the_statements_is_right_and_each_other_is_wrong_in_one_named_way() -> None:
    cases = [c for split in SPLITS for c in load(split)]
    right = sum(c.expect is Verdict.AGREES for c in cases)
    assert 0.3 <= right / len(cases) <= 0.4
    assert all(c.wrong for c in cases if c.expect is Verdict.DIFFERS)
    halves = [c for c in cases if c.expect is Verdict.PARTLY_AGREES and not c.wrong]
    assert len(halves) <= 6, "of these one half stands on no page"


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("differences found", 0.77),
        ("precision of what is flagged", 0.92),
        ("“not covered” right", 0.9),
        ("right statements borne out", 0.72),
    ],
)
def test_nothing_falls_below_what_was_reached_on_the_tuning_decks(
    tuned: dict[str, Measure], name: str, least: float
) -> None:
    assert tuned[name].right / tuned[name].of >= least


def test_no_more_right_statements_than_were_reached_are_false_alarms(
    tuned: dict[str, Measure],
) -> None:
    alarms = tuned["false alarms on right statements"]
    assert alarms.right / alarms.of <= 0.05


def test_an_interval_holds_the_share_and_is_wider_for_few() -> None:
    many, few = Measure("m", 90, 100).interval, Measure("f", 9, 10).interval
    assert few[0] < many[0] < 0.9 < many[1] < few[1] <= 1


def test_f1_is_told_against_the_set_that_fits_best() -> None:
    assert f1([1, 2], [frozenset({1}), frozenset({1, 2, 3})]) == pytest.approx(0.8)
    assert f1([], [frozenset({1})]) == 0


def test_the_table_of_wice_counts_each_label_by_what_was_found() -> None:
    held = [
        Held("supported", (frozenset({0}),), "agrees", (0,), (1,)),
        Held("not supported", (), "not covered", (2,), (2,)),
    ]
    told = "\n".join(table(held))
    assert "2 claims, 1 with sentences" in told
    assert "F1@1: 1.000, by BM25 0.000" in told
