"""The trained reader: whether a passage answers a question, and which of its sentences do.

Question and passage are read together (models/train_reader.py): ``[CLS] question [SEP] headings
[mark] sentence [mark] sentence … [SEP]``, with a score at ``[CLS]`` for the passage and one at
each mark for its sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handbook.onnx import Model

CLS, SEP, MARK = 101, 102, 1
MOST_PIECES = 288
MOST_QUESTION_PIECES = 64
MOST_HEADING_PIECES = 32
Passage = tuple[str, Sequence[str]]
"""Its headings and its sentences."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits: above nought speaks for, below against. A sentence that did not fit has the
    passage's lowest score."""

    passage: float
    sentences: tuple[float, ...]


class Reader:
    """A reader opened from its folder; safe to share between threads."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.fingerprint = model.fingerprint

    @classmethod
    def load(cls, folder: Path) -> Reader:
        """The reader in ``folder``; ModelError when its files are missing or broken."""
        return cls(Model.load(folder))

    def read(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        """Score passages. Each is run by itself, so that its scores depend on nothing else."""
        asked = [CLS, *self._pieces(question)[:MOST_QUESTION_PIECES], SEP]
        rows = [self._row(asked, *passage) for passage in passages]
        outputs = self._model.run_each([_inputs(ids, len(asked)) for ids, _ in rows])
        return [
            _scores(output[0], marks, len(sentences))
            for [output], (_, marks), (_, sentences) in zip(outputs, rows, passages, strict=True)
        ]

    def _row(
        self, asked: list[int], headings: str, sentences: Sequence[str]
    ) -> tuple[list[int], list[int]]:
        """The pieces of question and passage, and where the sentences' marks stand in them."""
        ids = asked + self._pieces(headings)[:MOST_HEADING_PIECES]
        marks = []
        for sentence in sentences:
            if len(ids) + 2 >= MOST_PIECES:
                break
            marks.append(len(ids))
            ids += [MARK, *self._pieces(sentence)]
        return [*ids[: MOST_PIECES - 1], SEP], marks

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self._model.tokenizer.encode(text, add_special_tokens=False).ids
        return ids


def _inputs(ids: list[int], second: int) -> dict[str, NDArray[np.int64]]:
    """A row for the model; the passage begins at ``second``."""
    row = np.array([ids], dtype=np.int64)
    types = np.zeros_like(row)
    types[0, second:] = 1
    return {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": types}


def _scores(output: NDArray[np.float32], marks: Sequence[int], count: int) -> Scores:
    found = [float(output[mark, 1]) for mark in marks]
    lowest = min(found, default=-10.0)
    return Scores(float(output[0, 0]), (*found, *[lowest] * (count - len(found))))
