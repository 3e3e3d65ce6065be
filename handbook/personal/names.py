"""Names of people, found without a model: by lists of names, and by what stands around a word.

A given name that is no ordinary word counts by itself, and so does a family name with a capital
inside a sentence if it is rare. Any other word needs a context.
"""

from __future__ import annotations

import re

from handbook.personal.contexts import Contexts, is_title
from handbook.personal.found import Found
from handbook.personal.known import Known
from handbook.personal.lexicon import (
    GIVEN_AND_WORDS,
    INSTITUTIONS,
    MONTHS_AND_NAMES,
    PLACES_OF_NOTE,
)
from handbook.personal.words import PARTICLES, Text, Word

NAME = "name"
_TITLE_WORDS = frozenset("in of for and".split())
_SAINTS = frozenset({"st", "saint"})
_BRIEFING_AFTER = re.compile(
    r"['’\"”]?(?:['’]s)?(?: (?:seven[- ]minute|7[- ]minute|learning|serious|case|practice|child"
    r"|safeguarding))* (?:briefing|scr\b|lcspr\b|(?:case|practice) review)",
    re.IGNORECASE,
)
_BRIEFING_BEFORE = re.compile(
    r"(?:\b(?:case|practice|national) review|\bbriefing|\bscr|\blcspr|\blearning|\blessons)"
    r" (?:of|on|about|into|from|for|called)(?: the case of)?[ '‘\"“]+$",
    re.IGNORECASE,
)


class Names:
    """Finds names. ``known`` says what words are before any context."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._contexts = Contexts(known)

    def find(self, text: str) -> list[Found]:
        """The names of a text, each with all its parts."""
        read = Text(text)
        found: list[Found] = []
        reached = 0
        for at in range(len(read.words)):
            if at >= reached and self._is_name(read, at):
                last = self._last(read, at)
                found.append(Found(self._start(read, at), read.words[last].end, NAME))
                reached = last + 1
        return found

    def _is_name(self, read: Text, at: int) -> bool:
        word = read.words[at]
        if is_title(word):
            return False
        if self._contexts.titled(read, at):
            return True
        if word.plain in MONTHS_AND_NAMES:
            return word.capital and any(holds(read, at) for holds in self._contexts.naming)
        if all(map(self._known.spares, word.parts)):
            return False
        if self._is_of_a_thing(read, at) or self._is_of_a_review(read, at):
            return False
        return self._by_itself(read, at) or any(holds(read, at) for holds in self._contexts.all)

    def _by_itself(self, read: Text, at: int) -> bool:
        word, known = read.words[at], self._known
        if not all(known.perhaps(p) or known.strange(p) or known.spares(p) for p in word.parts):
            return False
        if any(map(known.given, word.parts)):
            if word.acronym and len(word.text) < 5 and not read.shouts:
                return False
            return word.capital or (len(word.plain) > 3 and not known.in_corpus(word.plain))
        if self._is_flower(read, at):
            return True
        rare = any(known.family(p) and not known.in_english(p) for p in word.parts)
        return rare and word.capital and not read.shouts and read.inside(at)

    def _is_flower(self, read: Text, at: int) -> bool:
        """Whether a name that is a word too has a capital that nothing else explains: "Lily"."""
        word, after, before = read.words[at], read.next(at), read.previous(at)
        if word.plain not in GIVEN_AND_WORDS or not word.capital or word.acronym:
            return False
        if before is None or read.shouts or not read.inside(at):
            return False
        follows = before.capital and word.joined and before.start > 0
        goes_on = after is not None and (after.capital or after.plain in _TITLE_WORDS)
        return not (follows or goes_on)

    def _is_of_a_thing(self, read: Text, at: int) -> bool:
        """Whether a word belongs to a school, a law or a church: "Priestley College"."""
        word, after, before = read.words[at], read.next(at), read.previous(at)
        if before is not None and read.gap(at) in {"", "."}:
            of_place = before.plain in PLACES_OF_NOTE and before.capital and word.joined
            if before.plain in _SAINTS or (of_place and not self._known.given(word.plain)):
                return True
        if after is None or not word.capital or read.shouts:
            return False
        if after.plain in INSTITUTIONS:
            return after.capital or (word.text.isupper() and not word.owns)
        beyond = read.next(at + 1)
        return after.capital and beyond is not None and beyond.plain in INSTITUTIONS

    def _is_of_a_review(self, read: Text, at: int) -> bool:
        """Whether a word is the pseudonym of a review, held or not: "the OLIVIA briefing"."""
        if not read.words[at].capital:
            return False
        after = _BRIEFING_AFTER.match(read.text, read.words[at].end)
        return bool(after or _BRIEFING_BEFORE.search(read.back(at, 50)))

    def _start(self, read: Text, at: int) -> int:
        """Where a name begins, small words before it included: "Van der Merwe"."""
        while at and read.words[at].joined and read.words[at - 1].plain in PARTICLES:
            at -= 1
        if at and read.words[at].joined and _is_initial(read.words[at - 1]):
            at -= 1
        return read.words[at].start

    def _last(self, read: Text, at: int) -> int:
        """The last word of the name that begins with a word."""
        last = at
        while not read.words[last].owns and self._goes_on(read, last + 1):
            last += 1
        return last

    def _goes_on(self, read: Text, at: int) -> bool:
        """Whether a word continues the name before it."""
        if at >= len(read.words) or not read.words[at].joined:
            return False
        word, before, known = read.words[at], read.words[at - 1], self._known
        if _is_initial(word) and before.capital:
            return True
        if word.plain in PARTICLES:
            return self._goes_on(read, at + 1)
        if all(map(known.spares, word.parts)) or is_title(word):
            return False
        if word.capital and before.capital and not read.shouts:
            return all(map(known.not_in_corpus, word.parts)) or before.plain in PARTICLES
        if read.shouts and all(map(self._contexts.strange_in_lower_case, word.parts)):
            return True
        lower = any(map(known.name, word.parts)) and not known.in_corpus(word.plain)
        return lower and (read.shouts or not word.capital)


def _is_initial(word: Word) -> bool:
    return len(word.text) == 1 and word.capital and word.text not in "AI"
