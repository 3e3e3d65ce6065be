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

from handbook.onnx import Model

CLS, SEP, MARK = 101, 102, 1
MOST_PIECES = 288
MOST_QUESTION_PIECES = 64
MOST_HEADING_PIECES = 32


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
        """The reader in ``folder``; EncoderError when its files are missing or broken."""
        return cls(Model.load(folder))

    def read(self, question: str, headings: str, sentences: Sequence[str]) -> Scores:
        """Score one passage. Each is run by itself, so that its scores depend on nothing else."""
        ids = [CLS, *self._pieces(question)[:MOST_QUESTION_PIECES], SEP]
        second = len(ids)
        ids += self._pieces(headings)[:MOST_HEADING_PIECES]
        marks = []
        for sentence in sentences:
            if len(ids) + 2 >= MOST_PIECES:
                break
            marks.append(len(ids))
            ids += [MARK, *self._pieces(sentence)]
        ids = [*ids[: MOST_PIECES - 1], SEP]
        row = np.array([ids], dtype=np.int64)
        types = np.zeros_like(row)
        types[0, second:] = 1
        scores = self._model.run(
            input_ids=row, attention_mask=np.ones_like(row), token_type_ids=types
        )[0]
        found = [float(scores[mark, 1]) for mark in marks]
        lowest = min(found, default=-10.0)
        padded = found + [lowest] * (len(sentences) - len(found))
        return Scores(float(scores[0, 0]), tuple(padded))

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self._model.tokenizer.encode(text, add_special_tokens=False).ids
        return ids
