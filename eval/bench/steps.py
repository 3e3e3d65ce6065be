"""The calls that take the time of a question of this project, and what each is called."""

from __future__ import annotations

from collections.abc import Sequence

from eval.bench.spoken import Clock
from handbook.catalogue import Catalogue
from handbook.encoder import LocalEncoder
from handbook.index.lexical import LexicalIndex
from handbook.index.vectors import VectorIndex
from handbook.reader import Reader

STEPS: Sequence[tuple[type, str, str]] = (
    (LocalEncoder, "encode", "encode"),
    (VectorIndex, "search", "vector query"),
    (LexicalIndex, "search", "word query"),
    (Reader, "read", "second look"),
    (Catalogue, "passages", "stored texts"),
    (Catalogue, "units", "stored texts"),
)


def listen(clock: Clock) -> None:
    """Time the steps from here on, for the life of this process."""
    for owner, method, name in STEPS:
        setattr(owner, method, clock.timed(name, getattr(owner, method)))
