"""Sentences to vectors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from handbook.endpoint import Endpoint, Secret
from handbook.onnx import Model, Outputs
from handbook.pieces import NO_PIECES, NOTHING_ASKED, Asked, Encoded, EncodedQuestion, rounded
from handbook.settings import BUILT_IN_ENCODER

MAX_PIECES = 256
"""Word pieces read of a text, the two markers included; the rest is not seen."""


class Encoder(Protocol):
    """Gives texts of like meaning vectors that are near to each other."""

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits: vectors of two encoders compare only when these are equal."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of unit length a text, in the order given: ``(len(texts), dimensions)``."""
        ...

    def encode_whole(self, texts: Sequence[str]) -> list[Encoded]:
        """Each text's vector with those of its word pieces, as they are kept of a passage."""
        ...

    def encode_question(self, text: str) -> EncodedQuestion:
        """A question's vector with its word pieces."""
        ...


@dataclass(frozen=True, slots=True)
class LocalEncoder:
    """An encoder read from a folder; safe to share between threads."""

    fingerprint: str
    dimensions: int
    _model: Model

    @classmethod
    def load(cls, folder: Path) -> LocalEncoder:
        """The encoder in ``folder``; ModelError when its files are missing or broken."""
        model = Model.load(folder)
        model.tokenizer.enable_truncation(MAX_PIECES)
        made = hashlib.sha256(f"{model.fingerprint} {MAX_PIECES}".encode()).hexdigest()[:12]
        return cls(made, model.width, model)

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is common enough to stand whole in the vocabulary."""
        return self._model.tokenizer.token_to_id(word) is not None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Encoder. Texts are cut at ``MAX_PIECES``.

        Each text is run by itself: the int8 arithmetic takes its scale from everything in a batch,
        so that in company a text's vector would depend on its neighbours and a changed document
        would move the vectors of unchanged ones. On two cores it costs nothing
        (docs/decisions/0002-encoder.md).
        """
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return np.concatenate([outputs[0] for outputs in self._run(texts, first=True)])

    def encode_whole(self, texts: Sequence[str]) -> list[Encoded]:
        """See Encoder."""
        return [
            Encoded(vector[0], rounded(pieces[0][0]) if pieces else NO_PIECES)
            for vector, *pieces in self._run(texts)
        ]

    def encode_question(self, text: str) -> EncodedQuestion:
        """See Encoder."""
        [(vector, *pieces)] = self._run([text])
        return EncodedQuestion(vector[0], _weighed(*pieces) if pieces else NOTHING_ASKED)

    def _run(self, texts: Sequence[str], *, first: bool = False) -> list[Outputs]:
        """What the graph gives for each text: its vector, (1, dimensions), and unless the ``first``
        is enough, where it has them the vectors of its pieces, (1, pieces, width), and their
        weights, (1, pieces)."""
        pieces = self._model.tokenizer.encode_batch(list(texts))
        rows = [np.array([p.ids], dtype=np.int64) for p in pieces]
        inputs = [{"input_ids": ids, "attention_mask": np.ones_like(ids)} for ids in rows]
        return self._model.run_each(inputs, first=first)


def _weighed(vectors: NDArray[np.float32], weights: NDArray[np.float32]) -> Asked:
    """The pieces of one text, each as long as its share of all weights."""
    if not vectors.size:
        return NOTHING_ASKED
    return np.asarray(vectors[0] * (weights[0] / weights[0].sum())[:, None], np.float32)


def open_encoder(place: Path | Endpoint, key: Secret) -> Encoder:
    """The encoder in a folder or behind an address; ModelError where it is not to be had."""
    if isinstance(place, Path):
        return LocalEncoder.load(place)
    from handbook.served import ServedEncoder

    return ServedEncoder.connect(place, key)


def built_in(encoder: Encoder, place: Path | Endpoint) -> LocalEncoder:
    """The encoder that comes with the handbook, whichever one searches: spelling and the sense of
    danger were measured with it and do not change with a setting."""
    if place == BUILT_IN_ENCODER and isinstance(encoder, LocalEncoder):
        return encoder
    return LocalEncoder.load(BUILT_IN_ENCODER)
