"""Lengths of time in a text, as numbers with their unit, and the words they are read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.domain import Period, Piece

_WORD = re.compile(r"\d+(?:\.\d+)+|[\w’'-]+|[^\w\s]")
_DAYS = frozenset("working school calendar consecutive clear full".split())
_UNITS = frozenset("hour day week month year".split())
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
AT_ONCE = tuple(
    tuple(phrase.split())
    for phrase in (
        "as soon as it is practicable",
        "as soon as reasonably practicable",
        "as soon as practicable",
        "as soon as practically possible",
        "as soon as possible",
        "without unnecessary delay",
        "without delay",
        "straight away",
        "at once",
        "immediately",
        "promptly",
        "asap",
    )
)
"""Phrases that set a time limit without a length."""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark, and its place in the text."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words and marks of a text, in lower case, with where each stands."""
    return [Word(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]


def phrase_at(words: Sequence[Word], at: int, phrases: Sequence[Sequence[str]]) -> int:
    """How many words the longest of some phrases takes from a word on; 0 where none begins."""
    fitting = (p for p in phrases if [w.text for w in words[at : at + len(p)]] == list(p))
    return max(map(len, fitting), default=0)


def periods(text: str) -> list[tuple[Piece, Period]]:
    """Every length of time in a text that can be counted, with where it stands."""
    words = words_of(text)
    found = []
    for at in range(len(words)):
        if read := period_at(words, at):
            period, end = read
            found.append((piece(words, at, end), period))
    return found


def number(word: str) -> int | None:
    """The number that a word or some digits name, up to ninety-nine in words."""
    if word.isdecimal():
        return int(word) if len(word) < 5 else None
    if word in _ONES:
        return _ONES.index(word) + 1
    tens, _, ones = word.partition("-")
    if tens in _TENS and (not ones or ones in _ONES[:9]):
        return 10 * (_TENS.index(tens) + 2) + (_ONES.index(ones) + 1 if ones else 0)
    return None


def piece(words: Sequence[Word], first: int, end: int) -> Piece:
    """The characters from the word ``first`` to the one before ``end``."""
    return Piece(words[first].start, words[end - 1].end)


def period_at(words: Sequence[Word], at: int) -> tuple[Period, int] | None:
    """The length of time that begins at a word, and the word after it; None where none does."""
    count = number(words[at].text) if at < len(words) else None
    if count is None:
        return None
    after = at + 1
    kind = ""
    while after < len(words) and words[after].text in _DAYS:
        kind = words[after].text
        after += 1
    unit = words[after].text.removesuffix("s") if after < len(words) else ""
    if unit not in _UNITS:
        return None
    named = f"{kind} {unit}" if kind in ("working", "school") else unit
    return Period(count, named), after + 1
