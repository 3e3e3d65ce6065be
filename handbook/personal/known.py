"""What is known of words before any context: names, ordinary words, and what is no secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from handbook.personal.lexicon import INSTITUTIONS, NAMES_AND_WORDS, PLACES_OF_NOTE, SERVICES, TIMES
from handbook.text import FUNCTION_WORDS, fold

_FOLDER = Path(__file__).parent
_WORD = re.compile(r"[^\W\d_]+")
_SPARED = TIMES | PLACES_OF_NOTE | SERVICES | INSTITUTIONS


def _nothing(_word: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Known:
    """Words in lower case and without accents."""

    spared: frozenset[str] = frozenset()
    """Names that are no secret: places, and the pseudonyms of reviews that are held."""
    in_corpus: Callable[[str], bool] = _nothing
    """Whether a word stands in what is held or in the glossary."""
    in_english: Callable[[str], bool] = _nothing
    """Whether a word, or a well-known name, is common English."""
    is_slip: Callable[[str], bool] = _nothing
    """Whether a word that is neither looks like one of the corpus misspelt."""
    numbers: frozenset[str] = frozenset()
    """Telephone numbers that are published, digits only."""
    _kept: frozenset[str] = field(init=False, default=_SPARED)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kept", _SPARED | self.spared)

    def spares(self, word: str) -> bool:
        """Whether a word is never masked."""
        return bool({word, word.removesuffix("s")} & self._kept) or word in FUNCTION_WORDS

    def given(self, word: str) -> bool:
        """Whether it is a given name and no ordinary word."""
        return word in _names("given-names.txt") and word not in NAMES_AND_WORDS

    def family(self, word: str) -> bool:
        """Whether it is a family name and no ordinary word."""
        return word in _names("family-names.txt") and word not in NAMES_AND_WORDS

    def name(self, word: str) -> bool:
        """Whether it is either."""
        return self.given(word) or self.family(word)

    def perhaps(self, word: str) -> bool:
        """Whether it is a name, were it an ordinary word as well."""
        return not self.spares(word) and (word in NAMES_AND_WORDS or self.name(word))

    def strange(self, word: str) -> bool:
        """Whether it is neither a name nor a word that is known."""
        known = self.in_corpus(word) or self.in_english(word)
        return not (known or self.name(word) or self.spares(word))

    def not_in_corpus(self, word: str) -> bool:
        """Whether it is at most common English."""
        return not (self.in_corpus(word) or self.spares(word))


def words_of(titles: Iterable[str]) -> frozenset[str]:
    """The words of titles: those of publications and places, and the pseudonyms of reviews."""
    return frozenset(w for title in titles for w in _WORD.findall(fold(title)))


@cache
def _names(file: str) -> frozenset[str]:
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
