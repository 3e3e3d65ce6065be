"""Whether a message tells of danger now, by its nearness to messages that do and that do not.

The messages are data (``prompts/danger.toml``), so that a safeguarding lead can add to them. A
ridge classifier over the encoder's vectors learns from them when the handbook is opened; its
threshold was chosen by leaving out each message in turn (eval/LOG.md). The rules of
handbook/screen.py stand beside it and need no model.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handbook.catalogue import Vector
from handbook.encoder import Encoder
from handbook.errors import SettingsError
from handbook.replies import read_toml

FILE = "danger.toml"
_RIDGE = 1.0
_LEAST = -0.1
"""A message that tells of danger is learnt as 1 and one that does not as -1. Below nought, since
missing danger is worse than showing 999 once too often."""

_NEAREST = 0.35
"""The least cosine to some message of danger: what is far from all of them is another matter."""


@dataclass(frozen=True, slots=True)
class DangerSense:
    """A classifier of vectors of the encoder that it was made with."""

    weights: NDArray[np.float64]
    danger: NDArray[np.float32]
    """The vectors of the messages that tell of danger, a row each."""

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> DangerSense:
        """Learn from the messages in a folder; SettingsError where they are missing or empty."""
        path = folder / FILE
        lists = read_toml(path)
        danger, harmless = (
            encoder.encode(_messages(path, name, lists.get(name)))
            for name in ("danger", "harmless")
        )
        return cls(_learn(danger, harmless), danger)

    def seems(self, vector: Vector) -> bool:
        """Whether a message with this vector seems to tell of danger now."""
        near = float((self.danger @ vector).max()) > _NEAREST
        return near and float((_with_one(vector[None]) @ self.weights)[0]) > _LEAST


def _messages(path: Path, name: str, found: object) -> list[str]:
    if isinstance(found, list) and found and all(isinstance(m, str) for m in found):
        return found
    raise SettingsError(f"{path} needs a list of messages called {name!r}; add it.")


def _learn(danger: NDArray[np.float32], harmless: NDArray[np.float32]) -> NDArray[np.float64]:
    """The weights of a ridge regression (Hoerl and Kennard 1970) on 1 and -1."""
    rows = _with_one(np.vstack([danger, harmless]))
    wanted = np.array([1.0] * len(danger) + [-1.0] * len(harmless))
    penalty = _RIDGE * np.eye(rows.shape[1])
    weights: NDArray[np.float64] = np.linalg.solve(rows.T @ rows + penalty, rows.T @ wanted)
    return weights


def _with_one(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.hstack([vectors.astype(np.float64), np.ones((len(vectors), 1))])
