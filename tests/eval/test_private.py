"""The set that masking is measured on: split as it says, and the bars hold on all of it."""

from __future__ import annotations

import re

import pytest

from eval.private import words_test, words_tuning
from eval.private.__main__ import FOLDER, HARMED_BAR, NAMES_BAR, PARTS, STRUCTURED_BAR
from eval.private.measure import Sentence, measure, read_set
from handbook.book import Handbook
from handbook.personal.mask import Masker


def test_no_name_and_no_template_stands_in_both_halves() -> None:
    for kind in ("GIVEN", "FAMILY", "LOWER", "STREETS", "WITH_IDENTIFIER", "WITH_NAME", "WITHOUT"):
        assert not set(getattr(words_tuning, kind)) & set(getattr(words_test, kind)), kind


def test_the_set_is_as_large_as_it_says() -> None:
    sentences = read_set(FOLDER.glob("*.txt"))
    assert sum(bool(s.marked) for s in sentences) >= 500
    assert sum(not s.marked for s in sentences) >= 500
    by_hand = read_set(FOLDER.glob("hand-*.txt"))
    assert len(by_hand) >= 150
    assert len({re.sub(r"\d", "", s.text) for s in by_hand}) > 0.98 * len(by_hand)


@pytest.mark.parametrize("part", PARTS)
def test_the_bars_hold(corpus_book: Handbook, part: str) -> None:
    measured = measure(corpus_book.masker, read_set(FOLDER.glob(f"*-{part}.txt")))
    assert measured.recall(names=False) >= STRUCTURED_BAR
    assert measured.recall(names=True) >= NAMES_BAR
    assert measured.harmed <= HARMED_BAR * measured.without


def test_what_is_missed_and_what_is_harmed_is_counted() -> None:
    missed = Sentence("who is at the hut", (("name", 14, 17),))
    harmed = Sentence("ring 07700 900123", ())
    measured = measure(Masker(), [missed, harmed])
    assert (measured.recall(names=True), measured.harmed, len(measured.failures)) == (0, 1, 2)
