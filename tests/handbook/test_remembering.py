"""An encoder that knows texts again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from handbook import remembering
from handbook.book import Handbook
from handbook.danger import DangerSense, in_danger
from handbook.encoder import LocalEncoder
from handbook.pieces import Encoded, EncodedQuestion
from handbook.remembering import RememberingEncoder
from handbook.settings import BUILT_IN_ENCODER, Settings


class Counted:
    """The built-in encoder, which tells what it was given."""

    def __init__(self) -> None:
        self._encoder = LocalEncoder.load(BUILT_IN_ENCODER)
        self.fingerprint = self._encoder.fingerprint
        self.dimensions = self._encoder.dimensions
        self.given: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.given += texts
        return self._encoder.encode(texts)

    def encode_whole(self, texts: Sequence[str]) -> list[Encoded]:
        return self._encoder.encode_whole(texts)

    def encode_question(self, text: str) -> EncodedQuestion:
        self.given.append(text)
        return self._encoder.encode_question(text)


def test_texts_that_were_met_have_the_same_vectors_and_are_not_encoded_again() -> None:
    counted = Counted()
    encoder = RememberingEncoder(counted)
    first = encoder.encode(["core group", "strategy discussion"])
    again = encoder.encode(["strategy discussion", "bruise", "core group", "bruise"])
    assert counted.given == ["core group", "strategy discussion", "bruise"]
    assert np.array_equal(again[[2, 0]], first)
    assert np.array_equal(again[1], again[3])


def test_a_question_that_was_searched_for_is_not_encoded_again_for_its_vector() -> None:
    counted = Counted()
    encoder = RememberingEncoder(counted)
    asked = encoder.encode_question("core group")
    assert np.array_equal(encoder.encode(["core group"])[0], asked.vector)
    assert counted.given == ["core group"]
    assert encoder.encode([]).shape == (0, counted.dimensions)


def test_the_text_met_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "TEXTS_REMEMBERED", 2)
    counted = Counted()
    encoder = RememberingEncoder(counted)
    for text in ("a", "b", "a", "c", "a", "b"):
        encoder.encode([text])
    assert counted.given == ["a", "b", "c", "b"]


def test_a_question_that_was_looked_at_for_danger_is_not_encoded_again(tmp_path: Path) -> None:
    counted = Counted()
    encoder = RememberingEncoder(counted)
    sense = DangerSense.load(Settings().prompts, LocalEncoder.load(BUILT_IN_ENCODER), tmp_path)
    asked = "When must the core group meet?"
    assert not sense.seems(asked, encoder)
    first, again = encoder.encode_question(asked), encoder.encode_question(asked)
    assert counted.given == [asked]
    assert np.array_equal(first.pieces, again.pieces)


def test_the_question_asked_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "QUESTIONS_REMEMBERED", 1)
    counted = Counted()
    encoder = RememberingEncoder(counted)
    for text in ("a", "b", "b", "a"):
        encoder.encode_question(text)
    assert counted.given == ["a", "b", "a"]


def test_what_holds_a_personal_detail_is_looked_at_for_danger_and_not_remembered(
    tmp_path: Path,
) -> None:
    counted, plain = Counted(), LocalEncoder.load(BUILT_IN_ENCODER)
    sense = DangerSense.load(Settings().prompts, plain, tmp_path)
    parts = SimpleNamespace(danger=sense, built_in=plain, meaning=RememberingEncoder(counted))
    book = cast(Handbook, parts)
    assert not in_danger(book, "Tom Brown is late", "[name removed] is late")
    assert counted.given == []
    assert not in_danger(book, "who is late", "who is late")
    assert counted.given == ["who is late"]
