"""Words as search sees them: what a page's make-up does to a word does not hide it."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handbook.index.lexical import LexicalIndex, build
from handbook.text import stem, words


@pytest.mark.parametrize(
    ("printed", "word"),
    [
        ("safe-\nguarding children", "safeguarding"),
        ("safe- guarding children", "safeguarding"),
        ("safe\u00adguarding", "safeguarding"),
        ("the \ufb01rst meeting", "first"),
        ("the o\ufb03ce", "office"),
        ("Zoë", "zoe"),
    ],
)
def test_a_word_is_whole_however_it_is_printed(printed: str, word: str) -> None:
    assert word in words(printed)


def test_a_hanging_hyphen_joins_nothing() -> None:
    assert words("short- and long-term plans") == ["short", "and", "long", "term", "plans"]


def test_the_parts_of_a_compound_at_a_line_end_are_found_too() -> None:
    assert words("decision- making") == ["decision", "making", "decisionmaking"]


def test_a_hyphen_within_a_line_still_parts_words() -> None:
    assert words("multi-agency") == ["multi", "agency"]


def test_the_index_finds_what_a_line_broke(tmp_path: Path) -> None:
    rows = [
        ("one", "Title", "Heading", "a strategy dis- cussion is held"),
        ("two", "Title", "Heading", "the \ufb01rst con\u00adference"),
    ]
    build(tmp_path / "index", rows)
    index = LexicalIndex(tmp_path / "index")
    assert [key for key, _ in index.search(["discussion"], 5)] == ["one"]
    assert [key for key, _ in index.search(["first", "conference"], 5)] == ["two"]


def test_words_that_are_stemmed_side_by_side_keep_their_own_stems() -> None:
    endings = ("ing", "ation", "fulness", "ously", "ements", "izers", "icalities", "ed")
    asked = [f"{a}{b}{e}" for a in "bcdfgk" for b in ("arr", "ill", "ount") for e in endings] * 40
    alone = {word: stem(word) for word in asked}
    stem.cache_clear()
    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(stem.__wrapped__, asked))
    finally:
        sys.setswitchinterval(pause)
    assert together == [alone[word] for word in asked]
