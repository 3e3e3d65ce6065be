"""Which paragraph of an older edition became which of a newer one: by their text, never by their
numbers, which move when one is put in between."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

_NOTE_MARK = re.compile(r"(?<=[^\W\d_])([.,;:)’”]*)\d{1,3}(?=[\s.,;:)’”]|$)")
_PUNCTUATION = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)")
_FEWEST_SHARED = 0.5
"""Paragraphs that share fewer of their words than this are two, not one reworded."""
_CANDIDATES = 5

Pair = tuple[int | None, int | None]
"""Positions in the old and the new edition; None where there is no counterpart."""


def fold(text: str) -> str:
    """The letters and digits of a text, with what stands between two digits ("2.5", "3-5").

    What only typesetting changes is left out: spaces, punctuation, and the numbers of footnotes,
    which stand close behind a word. No word and no number of the text itself is.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return _PUNCTUATION.sub("", _NOTE_MARK.sub(r"\1", plain)).lower()


def pair(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pairs of positions, in the order of the new edition; what was removed comes where it stood.

    First what is equal, in order; then what is equal and was moved; then, among the rest, what
    shares most of its words.
    """
    folded = [fold(t) for t in old], [fold(t) for t in new]
    counterpart: dict[int, int] = {}
    matcher = SequenceMatcher(None, *folded, autojunk=False)
    for block in matcher.get_matching_blocks():
        counterpart.update((block.b + n, block.a + n) for n in range(block.size))
    _pair_moved(folded, counterpart)
    _pair_reworded(old, new, counterpart)
    return _in_order(len(old), len(new), counterpart)


def _pair_moved(folded: tuple[list[str], list[str]], counterpart: dict[int, int]) -> None:
    taken = set(counterpart.values())
    places = defaultdict(list)
    for position, text in enumerate(folded[0]):
        if position not in taken:
            places[text].append(position)
    for position, text in enumerate(folded[1]):
        if position not in counterpart and places[text]:
            counterpart[position] = places[text].pop(0)


def _pair_reworded(old: Sequence[str], new: Sequence[str], counterpart: dict[int, int]) -> None:
    """The closest pairs first, so that no paragraph takes the counterpart of a closer one."""
    taken = set(counterpart.values())
    before = {n: _words(old[n]) for n in range(len(old)) if n not in taken}
    after = {n: _words(new[n]) for n in range(len(new)) if n not in counterpart}
    having: dict[str, list[int]] = defaultdict(list)
    for n, words in before.items():
        for word in set(words):
            having[word].append(n)
    scored = []
    for n, words in after.items():
        shared = Counter(m for word in set(words) for m in having[word])
        for m, _ in shared.most_common(_CANDIDATES):
            score = SequenceMatcher(None, before[m], words, autojunk=False).ratio()
            if score >= _FEWEST_SHARED:
                scored.append((-score, abs(m - n), n, m))
    for _, _, n, m in sorted(scored):
        if n not in counterpart and m not in taken:
            counterpart[n] = m
            taken.add(m)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _in_order(old: int, new: int, counterpart: dict[int, int]) -> list[Pair]:
    taken = set(counterpart.values())
    removed = [n for n in range(old) if n not in taken]
    pairs: list[Pair] = []
    for position in range(new):
        here = counterpart.get(position)
        while here is not None and removed and removed[0] < here:
            pairs.append((removed.pop(0), None))
        pairs.append((here, position))
    return pairs + [(n, None) for n in removed]


def changed_words(old: str, new: str) -> list[tuple[str, str]]:
    """What stood in the old wording and what stands in its place, each "" where nothing does."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        (" ".join(before[a:b]), " ".join(after[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]
