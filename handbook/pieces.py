"""Late interaction: how near a question's word pieces are to those of a passage.

One vector for a whole passage blurs a rule among others; the vectors of its word pieces, each
with its neighbours in view, do not (Khattab and Zaharia 2020). models/train_pieces.py has how the
encoder came to give them, eval/LOG.md what they bring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pieces = NDArray[np.int8]
"""(pieces, width): a vector of unit length for each word piece of a text, times 127."""
Asked = NDArray[np.float32]
"""(pieces, width): one for each word piece of a question, as long as its weight; all weights
together are 1."""
_ONE = 127.0

NO_PIECES: Pieces = np.empty((0, 0), np.int8)
NOTHING_ASKED: Asked = np.empty((0, 0), np.float32)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as an encoder gives it; without pieces where the encoder has one vector alone."""

    vector: NDArray[np.float32]
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """A question as an encoder gives it; without pieces where it has one vector alone."""

    vector: NDArray[np.float32]
    pieces: Asked


def rounded(vectors: NDArray[np.float32]) -> Pieces:
    """Vectors of unit length in a byte a number."""
    return np.round(vectors * _ONE).astype(np.int8)


def nearness(asked: Asked, passages: Sequence[Pieces]) -> list[float]:
    """For each passage the mean, by weight, of the cosine of each of the question's pieces to the
    nearest of the passage's; 0 for a passage without pieces."""
    # One by one: for a large product the library wakes threads that then wait by spinning.
    turned = asked.T / _ONE
    return [_nearness(turned, pieces) if len(pieces) and len(asked) else 0.0 for pieces in passages]


def _nearness(turned: Asked, pieces: Pieces) -> float:
    return float((pieces.astype(np.float32) @ turned).max(axis=0).sum())
