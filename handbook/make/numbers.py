"""The number of a sentence that a quiz can leave out: how many, or how old."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.check.figure import Figure, count_at, tokens
from handbook.check.figures import figures
from handbook.periods import ONES, Word, number, piece
from handbook.rule_records import Piece
from handbook.text import stem

_KINDS = frozenset("count age range".split())
_MOST_COUNTED = 20
"""Rules count tests, people and agencies. A larger number is mostly a share or a year's sum."""
_MONTHS = frozenset(stem(name.lower()) for name in month_name if name)
_TELL = frozenset("one both".split())
"""Words that tell how many are left out: "two kinds, one of …"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A count or an age as a sentence states it."""

    kind: str
    """``count`` or ``age``."""
    count: int
    unit: str
    """The stem of what is counted; empty for an age."""
    piece: Piece


def number_of(sentence: str) -> Number | None:
    """The count or the age that a sentence states, where it is the only one and nothing else tells
    it. A day of a month counts nothing; an ordinal ("fifth birthday") is left in."""
    words = tokens(sentence)
    found = [f for f in figures(words) if f.kind in _KINDS]
    return _read(words, found[0]) if len(found) == 1 else None


def _read(words: list[Word], figure: Figure) -> Number | None:
    counted = count_at(words, figure.first)
    if counted is None or figure.kind == "range":
        return None
    count, after = counted
    where = piece(words, figure.first, after)
    if figure.kind == "count":
        told = not _TELL.isdisjoint(w.text for w in words)
        fits = 2 <= count <= _MOST_COUNTED and figure.unit not in _MONTHS and not told
    else:
        fits = figure.piece == where  # not the 17 of "16 and 17 year olds"
    return Number(figure.kind, count, figure.unit, where) if fits else None


def near(number_said: Number, said: str) -> Iterator[str]:
    """The numbers beside one, in words where it is said in words."""
    count = number_said.count
    for other in (count - 1, count + 1, count + 2, count - 2):
        if other < 2:
            continue
        if said.isdecimal():
            yield str(other)
        elif other <= len(ONES):
            yield ONES[other - 1]


def has_number(sentence: str, option: str) -> bool:
    """Whether a sentence has the number of an option, in words or digits."""
    wanted = number(option.lower())
    return any(number(word.text) == wanted for word in tokens(sentence))
