"""Whether a message tells of danger now, by its nearness to messages that do and that do not.

The messages are data (``prompts/danger.toml``), so that a safeguarding lead can add to them. A
logistic regression over the encoder's vectors learns from them, and from questions on procedure
(``danger-background.txt``) what to leave alone. What it learnt is kept beside them and learnt anew
when they change. A message is held against it whole and clause by clause, for danger may be an
afterthought to a question on procedure; so every clause of a harmless message is learnt as
harmless too. The rules of handbook/screen.py stand beside it and need no model.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from handbook import screen
from handbook.clauses import clauses
from handbook.damaged_arrays import DAMAGED
from handbook.encoder import Encoder
from handbook.errors import SettingsError
from handbook.replies import read_toml

if TYPE_CHECKING:
    from handbook.book import Handbook

FILE = "danger.toml"
BACKGROUND = "danger-background.txt"
LEARNT = "danger.npz"
_PENALTY = 1 / 9
_WHOLE = 0.4
_CLAUSE = 2.1
"""How surely (log odds) a message, or one clause of it, must tell of danger."""
_NEAREST = 0.35
"""The least cosine to some message of danger: what is far from all of them is another matter.
Chosen with the two above on the tuning cases (eval/LOG.md): a danger that is missed weighs more
than an alarm too many, after which the answer follows all the same."""


@dataclass(frozen=True, slots=True)
class DangerSense:
    """A classifier of vectors of the encoder that it was made with."""

    weights: NDArray[np.float64]
    danger: NDArray[np.float32]
    """The vectors of the messages that tell of danger, a row each."""

    @classmethod
    def load(cls, folder: Path, encoder: Encoder, keep: Path) -> DangerSense:
        """What was learnt from the messages of a folder; learnt now if they are others, and
        kept in the folder ``keep`` if that can be written. SettingsError where they are missing or
        empty."""
        path = folder / FILE
        lists = read_toml(path)
        danger = _messages(path, "danger", lists.get("danger"))
        harmless = [*_messages(path, "harmless", lists.get("harmless")), *_background(folder)]
        harmless += [c for message in harmless for c in clauses(message)]
        said = "\n".join((encoder.fingerprint, *danger, "", *harmless))
        key = hashlib.sha256(said.encode()).hexdigest()
        for kept in (folder / LEARNT, keep / LEARNT):
            if found := _read(kept, key):
                return found
        vectors = encoder.encode(danger)
        made = cls(_learn(vectors, encoder.encode(harmless)), vectors)
        with suppress(SettingsError):  # `doctor` says what cannot be written; it is learnt again
            made.write(keep / LEARNT, key)
        return made

    def write(self, path: Path, key: str) -> None:
        """Keep what was learnt under the hash of what it was learnt from; SettingsError where it
        cannot be written."""
        fresh = path.with_suffix(f".{os.getpid()}.npz")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(fresh, key=np.array(key), weights=self.weights, danger=self.danger)
            os.replace(fresh, path)
        except OSError as error:
            raise SettingsError(
                f"{path} cannot be written ({error.strerror}); make room or give the folder back "
                "its rights."
            ) from error

    def seems(self, text: str, encoder: Encoder) -> bool:
        """Whether a message seems to tell of danger now."""
        whole = encoder.encode_question(text).vector
        vectors = np.vstack([whole, encoder.encode(clauses(text))])
        sure = _with_one(vectors) @ self.weights
        least = np.array([_WHOLE] + [_CLAUSE] * (len(vectors) - 1))
        # One by one: for a large product the library wakes threads that then wait by spinning.
        near = np.array([(self.danger @ vector).max() for vector in vectors]) > _NEAREST
        return bool(((sure > least) & near).any())


def in_danger(book: Handbook, typed: str, masked: str = "") -> bool:
    """Whether somebody seems to be in danger, by what was typed, a record too: it goes nowhere.
    Only what ``masked`` shows to hold no personal detail is remembered for the search."""
    encoder = book.meaning if typed == masked else book.built_in
    typed = screen.ends(typed)
    told = screen.told(typed)
    return screen.is_danger(typed) or bool(told and book.danger.seems(told, encoder))


def _read(path: Path, key: str) -> DangerSense | None:
    """What is kept at a place, if it is whole and was learnt from just that."""
    try:
        with np.load(path) as kept:
            if str(kept["key"]) == key and kept["weights"].shape == (kept["danger"].shape[1] + 1,):
                return DangerSense(kept["weights"], kept["danger"])
    except DAMAGED:
        return None
    return None


def _messages(path: Path, name: str, found: object) -> list[str]:
    if isinstance(found, list) and found and all(isinstance(m, str) for m in found):
        return found
    raise SettingsError(f"{path} needs a list of messages called {name!r}; add it.")


def _background(folder: Path) -> list[str]:
    path = folder / BACKGROUND
    if not path.is_file():
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}); restore it.") from error
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _learn(danger: NDArray[np.float32], harmless: NDArray[np.float32]) -> NDArray[np.float64]:
    """The weights of a logistic regression with both kinds counting alike, however many there are
    of each."""
    from scipy.optimize import minimize

    rows = _with_one(np.vstack([danger, harmless]))
    sign = np.array([1.0] * len(danger) + [-1.0] * len(harmless))
    each = len(rows) / 2 / np.where(sign > 0, len(danger), len(harmless))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (rows @ weights)
        slack = -sign * each / (1.0 + np.exp(margin))
        penalty = _PENALTY * weights
        penalty[-1] = 0.0
        value = float(each @ np.logaddexp(0.0, -margin) + 0.5 * weights @ penalty)
        return value, rows.T @ slack + penalty

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def _with_one(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.hstack([vectors.astype(np.float64), np.ones((len(vectors), 1))])
