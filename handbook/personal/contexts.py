"""What stands around a name: a title, a role, an age, what a person has or does, a signature.

Each context answers whether the word at a place is a name for this reason. In text without capitals
a context makes no name out of an ordinary word, nor out of a misspelt one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from handbook.personal.known import Known
from handbook.personal.lexicon import (
    ACTS,
    BEFORE_CLAUSES,
    CALLED,
    DONE_TO,
    FAMILY,
    GROUPS,
    INSTITUTIONS,
    MONTHS_AND_NAMES,
    ONLY_PEOPLE,
    POINTING,
    ROLES,
    SIGNING,
    TITLES,
    TITLES_IN_CAPITALS,
)
from handbook.personal.words import Text, Word

Context = Callable[[Text, int], bool]

_AGED = re.compile(
    r"\s*(?:,?\s*(?:who (?:is|was) |who['’]s |is |was |['’]s )?(?:only |just |now )?"
    r"aged?:? ?\d{1,2}\b"
    r"|\(\s*(?:aged? ?)?\d{1,2}(?: ?(?:yrs?|years?|months?|mths?|weeks?|wks?))?(?: old)?\s*[),]"
    r"|\s*\(\s*dob\b"
    r"|,? (?:who (?:is|was) |is |was )?\d{1,2} ?-?(?:years?|yrs?|months?|weeks?)[ -]old\b"
    r"|,? ?\d{1,2} ?(?:yrs?|yo|y/o|mths?|wks?)\b"
    r"|, \d{1,2}(?=,|\?|\.|$| and| has| is))",
    re.IGNORECASE,
)
_NAME_IS = re.compile(
    r"\b(?:names?['’]?s?(?: is| was|:)?|goes by|known as|aka|nicknamed|calls (?:him|her)self) $",
    re.IGNORECASE,
)
_HELLO = re.compile(r"\b(?:this is|it['’]?s|i am|i['’]?m|hi|hello|dear|cc) $", re.IGNORECASE)
_CLOSING = re.compile(r"[,\n\-–.!]\s*$")
_QUOTES = " '\"‘“(:,"
_LETTERS = frozenset({"ms", "pc", "dc"})
_LAST_WORDS = 6
_SHORTEST = 4
_INFLECTED = ("ing", "ed", "ly", "tion", "ment", "ness", "ship", "ology", "ity", "ism", "hood")


class Contexts:
    """The contexts over what is known of words."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.naming: tuple[Context, ...] = (self._called, self._in_role, self._of_relative)
        """Those that are sure enough for a name that is a month."""
        self.all: tuple[Context, ...] = (
            *self.naming,
            self._owning,
            self._of_family,
            self._aged,
            self._signing,
            self._acting,
            self._done_to,
            self._in_full,
        )

    def may_be(self, part: str) -> bool:
        """Whether a word may be a name, whatever stands around it."""
        return self._known.perhaps(part) or self._known.strange(part)

    def _fits(self, read: Text, at: int) -> bool:
        """Whether a word may be a name in a strong context."""
        word, known = read.words[at], self._known
        if word.capital and not read.shouts:
            if word.plain in MONTHS_AND_NAMES:
                return not read.ahead(at, 2).strip().isdecimal()
            named = any(map(known.given, word.parts)) and len(word.parts) > 1
            likely = all(known.perhaps(p) or self._likely(p) for p in word.parts)
            return named or (likely and (not word.acronym or known.name(word.plain)))
        if any(map(known.name, word.parts)) and all(map(self.may_be, word.parts)):
            return True
        before = read.previous(at)
        pointed = before is not None and before.plain in POINTING
        return not pointed and all(map(self.strange_in_lower_case, word.parts))

    def _likely(self, part: str) -> bool:
        """Whether a word with a capital is a name if its context is one."""
        return self._known.not_in_corpus(part) and not part.endswith(_INFLECTED)

    def _is_compound(self, part: str) -> bool:
        """Whether a word is two ordinary ones: "caseload"."""
        cuts = range(_SHORTEST, len(part) - _SHORTEST + 1)
        known = self._known.in_english
        return any(known(part[:cut]) and known(part[cut:]) for cut in cuts)

    def strange_in_lower_case(self, part: str) -> bool:
        """Whether a word is strange, and not an ordinary one misspelt or inflected."""
        if len(part) < _SHORTEST or part.endswith((*_INFLECTED, "s")):
            return False
        return self._known.strange(part) and not self._known.is_slip(part)

    def _called(self, read: Text, at: int) -> bool:
        before = read.previous(at)
        if before is None:
            return False
        called = before.plain in CALLED and not read.gap(at).strip(_QUOTES)
        return (called or bool(_NAME_IS.search(read.back(at, 20)))) and self._fits(read, at)

    def _in_role(self, read: Text, at: int) -> bool:
        before, after, word = read.previous(at), read.next(at), read.words[at]
        if before is None or before.owns or before.plain not in ROLES:
            return False
        gap = read.gap(at)
        if gap.strip(_QUOTES):
            return False
        acts = after is not None and after.plain in ACTS
        apart = gap and not word.capital
        if word.capital and not read.shouts:
            return self._fits(read, at)
        return not apart and (acts or self._known.name(word.plain)) and self._fits(read, at)

    def titled(self, read: Text, at: int) -> bool:
        before, word = read.previous(at), read.words[at]
        if before is None or before.plain not in TITLES or read.gap(at) not in {"", "."}:
            return False
        is_letters = before.text.isupper() and before.plain in _LETTERS and not read.shouts
        if len(word.plain) == 1 or is_letters:
            return False
        if before.plain in TITLES_IN_CAPITALS and not before.capital:
            return self._known.name(word.plain)
        surely = before.plain not in TITLES_IN_CAPITALS
        return word.capital or surely or all(map(self.may_be, word.parts))

    def _owning(self, read: Text, at: int) -> bool:
        word, after = read.words[at], read.next(at)
        if after is None or after.plain not in FAMILY:
            return False
        unmarked = word.plain.endswith("s") and self._known.given(word.plain[:-1])
        return (word.owns and self._fits(read, at)) or unmarked

    def _of_relative(self, read: Text, at: int) -> bool:
        """A name before its relative: "Summer's dad"."""
        word, after = read.words[at], read.next(at)
        relative = after is not None and after.plain in FAMILY & ROLES
        return word.owns and relative and word.capital and self._fits(read, at)

    def _of_family(self, read: Text, at: int) -> bool:
        """A family's name before what it is, or after: "the Nowak children", "family Nowak"."""
        word, after, before = read.words[at], read.next(at), read.previous(at)
        if word.acronym:
            return False
        follows = before is not None and before.plain == "family" and word.joined
        grouped = (
            after is not None and after.plain in GROUPS and not self._has_a_thing(read, at + 1)
        )
        pointed = before is not None and before.plain in POINTING
        if word.capital and not read.shouts:
            rare = all(map(self.may_be, word.parts))
            likely = pointed and all(map(self._likely, word.parts))
            return (rare and (follows or grouped)) or (likely and grouped)
        return pointed and grouped and self._known.family(word.plain)

    def _has_a_thing(self, read: Text, at: int) -> bool:
        """Whether a word owns something that is no person's: "children's centre"."""
        after = read.next(at)
        return read.words[at].owns and after is not None and after.plain in INSTITUTIONS

    def _aged(self, read: Text, at: int) -> bool:
        match = _AGED.match(read.text, read.words[at].end)
        return match is not None and read.words[at].plain not in ACTS and self._fits(read, at)

    def _signing(self, read: Text, at: int) -> bool:
        before, word = read.previous(at), read.words[at]
        if before is None or not word.capital or read.shouts:
            return False
        if _HELLO.search(read.back(at, 10)):
            return self._fits(read, at)
        signed = before.plain in SIGNING and _CLOSING.search(word.before)
        return bool(signed) and len(read.words) - at <= _LAST_WORDS and self._fits(read, at)

    def _acting(self, read: Text, at: int) -> bool:
        """A strange word, and then what a person does."""
        word, after, before = read.words[at], read.next(at), read.previous(at)
        if after is None or word.owns or word.acronym or after.plain not in ACTS | ONLY_PEOPLE:
            return False
        if before is not None and before.plain in POINTING and word.joined:
            return False
        if not word.capital or read.shouts:
            begins = before is None or before.plain in BEFORE_CLAUSES or not read.inside(at)
            return begins and all(map(self.strange_in_lower_case, word.parts))
        if after.plain in ONLY_PEOPLE:
            return all(map(self._known.not_in_corpus, word.parts))
        if not read.inside(at) and any(map(self._is_compound, word.parts)):
            return False
        return all(map(self._known.strange, word.parts))

    def _done_to(self, read: Text, at: int) -> bool:
        """A strange word with a capital inside a sentence, where only somebody can be meant."""
        word, after, before = read.words[at], read.next(at), read.previous(at)
        if before is None or read.shouts or not word.capital or not word.joined or word.acronym:
            return False
        if before.plain not in DONE_TO or (after is not None and after.capital):
            return False
        return len(word.plain) >= _SHORTEST and all(map(self._known.strange, word.parts))

    def _in_full(self, read: Text, at: int) -> bool:
        """Two words with a capital of which neither is ordinary."""
        word, after = read.words[at], read.next(at)
        if after is None or word.owns or read.shouts or not (word.capital and after.capital):
            return False
        if word.acronym or after.acronym:
            return False
        return all(map(self.may_be, [*word.parts, *after.parts]))


def is_title(word: Word) -> bool:
    """Whether a word only says who is named."""
    return word.plain in ROLES | TITLES
