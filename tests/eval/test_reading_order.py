"""The score of the reader on hard pages, and how it is counted."""

from __future__ import annotations

from eval.reading_order import find, fold_words, passes, run, score
from tests.conftest import shared


def test_edits_are_allowed_up_to_their_number() -> None:
    assert find("strategy", "a strategv discussion", 1) is not None
    assert find("strategy", "a stratcgv discussion", 1) is None


def test_order_wants_both_texts() -> None:
    check = {"type": "order", "before": "one", "after": "two"}
    assert passes(check, "One, then two.", fold_words)
    assert not passes(check, "Two, then one.", fold_words)
    assert not passes(check, "One alone.", fold_words)


def test_the_reader_keeps_its_score() -> None:
    passed = score(run(shared("reading-order", "checks.jsonl"), fold_words))
    assert passed["present"][0] >= 20
    assert passed["order"][0] >= 12
    assert passed["absent"][0] >= 16
