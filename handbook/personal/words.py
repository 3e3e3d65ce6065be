"""A text read in words, each with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.text import fold

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PARTS = re.compile(r"[^\W\d_]+")
_OWNING = re.compile(r"['’]s$", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.?!\n]")
_SHOUTING = 0.6
_ACRONYM = 5
PARTICLES = frozenset(
    "al el bin binti bint ibn abu ul ur uz de da di du dos van von der den mac mc o ni nic".split()
)
"""Small words inside names: "Van der Merwe", "Al-Sayed"."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, without the ending of a possessive."""

    start: int
    end: int
    text: str
    plain: str
    """In lower case, without accents."""
    owns: bool
    before: str
    """What stands between it and the word before."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def joined(self) -> bool:
        """Whether only spaces part it from the word before."""
        return self.before != "" and self.before.isspace() and "\n" not in self.before

    @property
    def acronym(self) -> bool:
        """Whether it looks like one: "MASH", "TAs"."""
        return len(self.text) <= _ACRONYM and self.text.removesuffix("s").isupper()

    @property
    def parts(self) -> list[str]:
        """What hyphens and apostrophes part, without the small words of names."""
        parts = _PARTS.findall(self.plain)
        return [p for p in parts if p not in PARTICLES] or parts


class Text:
    """A text and its words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = list(_read(text))
        letters = [c for c in text if c.isalpha()]
        self.shouts = sum(c.isupper() for c in letters) > _SHOUTING * max(1, len(letters))
        """Whether capitals say nothing here."""

    def next(self, at: int) -> Word | None:
        """The word after, if only a space parts them."""
        if at + 1 < len(self.words) and self.words[at + 1].joined:
            return self.words[at + 1]
        return None

    def previous(self, at: int) -> Word | None:
        """The word before, small words of the same name passed over."""
        at -= 1
        while at > 0 and self.words[at].plain in PARTICLES and self.words[at + 1].joined:
            at -= 1
        return self.words[at] if at >= 0 else None

    def gap(self, at: int) -> str:
        """What stands before a word that is no space."""
        return self.words[at].before.strip()

    def inside(self, at: int) -> bool:
        """Whether a word does not begin a sentence."""
        return at > 0 and not _SENTENCE_ENDS.search(self.words[at].before)

    def ahead(self, at: int, count: int) -> str:
        """So many characters after a word."""
        end = self.words[at].end
        return self.text[end : end + count]

    def back(self, at: int, count: int) -> str:
        """So many characters before a word."""
        start = self.words[at].start
        return self.text[max(0, start - count) : start]


def _read(text: str) -> Iterator[Word]:
    reached = 0
    for match in _WORD.finditer(text):
        owning = _OWNING.search(match[0])
        end = match.start() + owning.start() if owning else match.end()
        owns = bool(owning) or (match[0][-1] in "sS" and text[end : end + 1] in {"'", "’"})
        word = text[match.start() : end]
        yield Word(match.start(), end, word, fold(word), owns, text[reached : match.start()])
        reached = match.end()
