"""The bench of a check: a deck as large as it says, and what the command tells meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from eval.bench_check import Run, check, slides
from eval.check.files.deck import write_slides
from handbook.book import Handbook


def test_the_deck_has_so_many_slides_each_with_statements_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    assert len(write_slides(list(slides(60)), path)) == 60 * 7
    shown = list(Presentation(str(path)).slides)
    assert len(shown) == 60
    assert all(s.has_notes_slide and s.shapes.title.text for s in shown)


def test_the_command_tells_how_far_a_check_is_as_n_of_m(
    corpus_book: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    write_slides(list(slides(4)), tmp_path / "deck.pptx")
    run = check(tmp_path / "deck.pptx")
    lines = 4 * 8  # a title, six statements and a note each
    assert run.told == ((0, lines), (20, lines), (lines, lines))
    assert run.is_told


def test_a_check_that_stops_telling_is_seen() -> None:
    assert not Run(1.0, 1.0, ((0, 40), (20, 40))).is_told
    assert not Run(1.0, 1.0, ((40, 40),)).is_told
