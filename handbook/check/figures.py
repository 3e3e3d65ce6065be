"""The figures of a sentence: lengths of time, ages, counts, ranges, years, times of the clock and
telephone numbers, each with its place.

What a trainer types ("10 wd", "72hrs", "six-weekly", "annually") is read as well as what a
procedure prints, so that an equal figure is never called a difference and an unequal one always is.
"""

from __future__ import annotations

from collections.abc import Sequence

from handbook.check.counts import number_at, range_at
from handbook.check.dialled import clock_at, telephone_at
from handbook.check.figure import Figure
from handbook.check.times import time_at, word_time_at
from handbook.periods import Word

_READ = (telephone_at, clock_at, range_at, time_at, word_time_at, number_at)
"""What may begin at a word; the first that fits is taken."""


def figures(words: Sequence[Word]) -> list[Figure]:
    """All figures of a sentence in order."""
    found: list[Figure] = []
    at = 0
    while at < len(words):
        figure = _figure_at(words, at)
        if figure is not None:
            found.append(figure)
        at = figure.end if figure else at + 1
    return found


def _figure_at(words: Sequence[Word], at: int) -> Figure | None:
    return next((f for f in (read(words, at) for read in _READ) if f), None)
