"""Which words of several texts are not shared by all: where the rules of two areas differ."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby

Stretch = tuple[str, bool]
"""Neighbouring words, and whether they are not the same everywhere."""


def differing(texts: Sequence[str]) -> list[list[Stretch]]:
    """Each text in stretches. A word is shared where every other text has it at the matching place;
    case and the marks at its ends do not count, and its characters are not changed."""
    words = [text.split() for text in texts]
    folded = [[_folded(word) for word in some] for some in words]
    return [_stretches(words[i], _shared(folded, i)) for i in range(len(texts))]


def alike(texts: Sequence[str]) -> bool:
    """Whether at least half of the words of each text are shared, so that the others tell
    something."""
    folded = [[_folded(word) for word in text.split()] for text in texts]
    return all(2 * sum(_shared(folded, i)) >= len(words) for i, words in enumerate(folded))


def _folded(word: str) -> str:
    return word.strip(".,;:()“”\"'").lower()


def _shared(folded: Sequence[Sequence[str]], one: int) -> list[bool]:
    shared = [True] * len(folded[one])
    for other, words in enumerate(folded):
        if other == one:
            continue
        matched: set[int] = set()
        for block in SequenceMatcher(
            None, folded[one], words, autojunk=False
        ).get_matching_blocks():
            matched.update(range(block.a, block.a + block.size))
        shared = [is_shared and i in matched for i, is_shared in enumerate(shared)]
    return shared


def _stretches(words: Sequence[str], shared: Sequence[bool]) -> list[Stretch]:
    pairs = zip(words, shared, strict=True)
    return [
        (" ".join(word for word, _ in group), not is_shared)
        for is_shared, group in groupby(pairs, key=lambda pair: pair[1])
    ]
