"""Sentences made ready to be held against what is asked, in meaning and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.index.vectors import KeptEmbedding
from handbook.kept_vectors import Vector
from handbook.text import stems

Titled = tuple[str, str]
"""A sentence, and the title of what says it."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence's vector and stems, and those of its title."""

    vector: Vector
    sentence: set[str]
    title: set[str]


def weigh(embedding: KeptEmbedding, told: Sequence[Titled]) -> list[Weighed]:
    """Each sentence made ready."""
    vectors = embedding.encode([sentence for sentence, _ in told])
    return [
        Weighed(vector, stems(sentence), stems(title))
        for vector, (sentence, title) in zip(vectors, told, strict=True)
    ]
