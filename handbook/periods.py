"""Lengths of time in a text, as numbers with their unit, and the words they are read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.rule_records import Period, Piece

_WORD = re.compile(r"\d+(?:\.\d+)+|[\w’'-]+|[^\w\s]")
_DAYS = frozenset("working school calendar consecutive clear full".split())
_KINDS = frozenset("working school".split())
_WHOLE = frozenset("clear full".split())
"""Days that lie whole between two others: which they are is not read here."""
UNITS = frozenset("hour day week month year".split())
ONES = (
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
_TEN = 10
_LARGE = frozenset("hundred thousand".split())


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
    first = text_at(words, at)
    fitting = (
        len(p)
        for p in phrases
        if p[0] == first and [w.text for w in words[at : at + len(p)]] == list(p)
    )
    return max(fitting, default=0)


def periods(text: str) -> list[tuple[Piece, Period]]:
    """Every length of time in a text that can be counted, with where it stands."""
    words = words_of(text)
    found = []
    for at in range(len(words)):
        if read := period_at(words, at):
            period, end = read
            found.append((piece(words, at, end), period))
    return found


def text_at(words: Sequence[Word], at: int) -> str:
    """A word; empty behind the last."""
    return words[at].text if at < len(words) else ""


def number(word: str) -> int | None:
    """The number that one word or some digits name, up to ninety-nine in words."""
    if word.isdecimal():
        return int(word) if len(word) < 5 else None
    if word in ONES:
        return ONES.index(word) + 1
    tens, _, ones = word.partition("-")
    if tens in _TENS and (not ones or ones in ONES[:9]):
        return 10 * (_TENS.index(tens) + 2) + (ONES.index(ones) + 1 if ones else 0)
    return None


def number_at(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The number that begins at a word, however many words it takes ("one hundred and twenty
    five"), and the word after it; None where none does, or where it began before."""
    if at >= len(words) or _goes_on(words, at):
        return None
    count, after = _below_hundred(words, at)
    if count is None:
        return None
    if count < _TEN and after < len(words) and words[after].text == "hundred":
        count, after = 100 * count, after + 1
        rest = after + (after < len(words) and words[after].text == "and")
        more, end = _below_hundred(words, rest)
        if more is not None:
            count, after = count + more, end
    return count, after


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether a number has begun before a word: the 20 of "1,020", the six of "a hundred and
    six"."""
    before = [w.text for w in words[max(0, at - 2) : at]]
    joined = before[1:] == ["and"] and before[0] in _LARGE
    parted = before[1:] == [","] and words[at].text.isdecimal() and before[0].isdecimal()
    last = before[-1:]
    return joined or parted or bool(last and (last[0] in _LARGE or number(last[0]) is not None))


def _below_hundred(words: Sequence[Word], at: int) -> tuple[int | None, int]:
    """The number of one word, or of two as in "forty five", and the word after it."""
    count = number(words[at].text) if at < len(words) else None
    ones = words[at + 1].text if at + 1 < len(words) else ""
    if count and words[at].text in _TENS and ones in ONES[:9]:
        return count + ONES.index(ones) + 1, at + 2
    return count, at + 1


def piece(words: Sequence[Word], first: int, end: int) -> Piece:
    """The characters from the word ``first`` to the one before ``end``."""
    return Piece(words[first].start, words[end - 1].end)


def period_at(words: Sequence[Word], at: int) -> tuple[Period, int] | None:
    """The length of time that begins at a word, and the word after it; None where none does that
    can be told as a number of a unit, as "five clear days" cannot."""
    read = number_at(words, at)
    if read is None:
        return None
    count, after = read
    kinds = set()
    while after < len(words) and words[after].text in _DAYS:
        kinds.add(words[after].text)
        after += 1
    if kinds & _WHOLE:
        return None
    unit = words[after].text.removesuffix("s") if after < len(words) else ""
    if unit not in UNITS:
        return None
    kind = "".join(kinds & _KINDS)
    return Period(count, f"{kind} {unit}" if kind else unit), after + 1
