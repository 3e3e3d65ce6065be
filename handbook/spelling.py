"""Misspelt words mended against the corpus's own vocabulary.

Only a word that is neither in the corpus nor common English is touched, and only where a word of
the corpus with the same first letter is one slip away (two in a long word): a prefix that turns a
word into its opposite, as in "inquorate", is no slip.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from handbook.text import FUNCTION_WORDS, fold, stem

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4
_LONG = 8


class Speller:
    """Mends words against a vocabulary. ``known`` says whether a word is common English."""

    def __init__(self, vocabulary: Mapping[str, int], known: Callable[[str], bool]) -> None:
        self._counts = vocabulary
        self._known = known
        self._stems = {stem(word) for word in vocabulary}
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary:
            if word.isalpha() and len(word) >= _SHORTEST:
                self._by_letter[word[0]].append(word)

    def mend(self, text: str) -> str:
        """The text with its misspelt words mended, and nothing else changed."""
        return _WORD.sub(lambda found: self._mended(found[0], first=found.start() == 0), text)

    def holds(self, word: str) -> bool:
        """Whether a word in lower case stands in the vocabulary."""
        return word in self._counts

    def _mended(self, word: str, *, first: bool) -> str:
        is_name = word[0].isupper() and not word.isupper() and not first
        plain = fold(word)
        if is_name or len(plain) < _SHORTEST or plain in FUNCTION_WORDS:
            return word
        if plain in self._counts or self._known(plain):
            return word
        return self._nearest(plain) or word

    def _nearest(self, word: str) -> str | None:
        slips = 2 if len(word) >= _LONG else 1
        choices = self._by_letter[word[0]]
        if stem(word) in self._stems:
            # Perhaps another form of a word of the corpus: it may not become a different word.
            choices = [c for c in choices if stem(c) == stem(word)]
            if any(word.startswith(c) or c.startswith(word) for c in choices):
                return None
        near = extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=None)
        if not near:
            return None
        best, _, _ = min(near, key=lambda n: (n[1], -self._counts[n[0]], n[0]))
        return str(best)
