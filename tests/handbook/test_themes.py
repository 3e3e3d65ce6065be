"""Themes of review questions: told by words alone, and no question is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.book import Handbook
from handbook.errors import SettingsError
from handbook.settings import ROOT
from handbook.themes import OTHER, Themes


def test_a_theme_is_told_by_its_words_whatever_their_endings(tmp_path: Path) -> None:
    (tmp_path / "themes.toml").write_text('["Bruises"]\nwords = ["bruise"]\n')
    themes = Themes.load(tmp_path)
    assert themes.of("Are there two bruises?") == ("Bruises",)
    assert themes.of("Who was there?") == (OTHER,)


def test_every_shipped_theme_has_a_question(corpus_book: Handbook) -> None:
    themes = Themes.load(ROOT / "prompts")
    told = {theme for _, q in corpus_book.review_questions() for theme in themes.of(q.text)}
    assert told >= {name for name, _ in themes.told_by}


def test_without_a_file_every_question_has_the_theme_of_what_has_none(tmp_path: Path) -> None:
    assert Themes.load(tmp_path).of("Is it a bruise?") == (OTHER,)


def test_a_theme_without_words_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "themes.toml").write_text('["Bruises"]\nwords = "bruise"\n')
    with pytest.raises(SettingsError, match="Bruises"):
        Themes.load(tmp_path)
