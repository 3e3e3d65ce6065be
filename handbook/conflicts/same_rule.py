"""Whether two sentences state the same rule, and in which figures they then disagree."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handbook.check.compare import covered
from handbook.check.facts import Event, Facts
from handbook.check.figure import Figure
from handbook.conflicts.stated import Gathered, Stated
from handbook.conflicts.subject import other_actors, other_subject, told_apart

KINDS = ("time", "count", "age")
_MOST_COUNTED = 20
"""Rules count tests, members and agencies. A larger number is mostly the mark of a footnote."""
NEAR = 0.5
"""Cosine of the two sentences without their figures."""
SHARED = 0.45
"""What each holds of the other's matter, by weight, headings counted."""
SHARED_BY_ONE = 0.7
"""What at least one of them holds of the other's."""
_EVENT_SHARED = 0.6


class SameRule:
    """Holds the sentences of one gathering against each other."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._cosines = gathered.vectors @ gathered.vectors.T

    def pairs(self) -> Iterator[tuple[Stated, Stated]]:
        """Pairs of sentences of two sources about one rule, whatever their values."""
        sentences = self._gathered.sentences
        for at, to in np.argwhere(np.triu(self._cosines >= NEAR, 1)):
            if self._may_meet(sentences[at], sentences[to]):
                yield sentences[at], sentences[to]

    def differing(self) -> Iterator[tuple[Stated, Stated, Figure, Figure]]:
        """Those pairs in which the figures differ, with the figures."""
        for one, other in self.pairs():
            for mine, theirs in self._figures(one, other):
                yield one, other, mine, theirs

    def _may_meet(self, one: Stated, other: Stated) -> bool:
        return (
            one.edition.source_id != other.edition.source_id
            and not other_subject(one, other, self._gathered.tables)
            and not other_actors(one, other)
            and self._same_matter(one, other)
        )

    def _same_matter(self, one: Stated, other: Stated) -> bool:
        shares = self._share(one, other), self._share(other, one)
        return min(shares) >= SHARED and max(shares) >= SHARED_BY_ONE

    def _share(self, one: Stated, other: Stated) -> float:
        """How much of the matter of one the other holds."""
        weights, tables = self._gathered.weights, self._gathered.tables
        total = sum(weights[root] for root in one.matter)
        held = sum(weights[root] for root in one.matter if covered(root, other.about, tables))
        return held / total if total else 0.0

    def _figures(self, one: Stated, other: Stated) -> Iterator[tuple[Figure, Figure]]:
        """The figures that the other does not have, each beside the one that stands for it."""
        left = _unmatched(one.facts, other.facts)
        right = _unmatched(other.facts, one.facts)
        for mine in left:
            for theirs in right:
                if _comparable(mine, theirs) and self._same_event(one, mine, other, theirs):
                    yield mine, theirs

    def _same_event(self, one: Stated, mine: Figure, other: Stated, theirs: Figure) -> bool:
        """Whether both are counted from the same, as far as both say from what."""
        left, right = one.facts.event(mine), other.facts.event(theirs)
        if left is None or right is None:
            return True
        if (left.word == "before") != (right.word == "before"):
            return False
        if told_apart(left.piece.of(one.facts.text), right.piece.of(other.facts.text)):
            return False
        return max(self._held(left, right), self._held(right, left)) >= _EVENT_SHARED

    def _held(self, one: Event, other: Event) -> float:
        tables = self._gathered.tables
        return sum(covered(root, other.stems, tables) for root in one.stems) / len(one.stems)


def figures_of(facts: Facts) -> list[Figure]:
    """The figures of a sentence in which rules disagree. A year says when and not what; "at once"
    beside a length of time is mostly another step."""
    return [
        f
        for f in facts.figures
        if f.kind in KINDS
        and f.unit != "at once"
        and (f.kind != "count" or f.count <= _MOST_COUNTED)
    ]


def _unmatched(mine: Facts, theirs: Facts) -> list[Figure]:
    known = {(f.kind, f.value) for f in theirs.figures}
    return [f for f in figures_of(mine) if (f.kind, f.value) not in known]


def _comparable(one: Figure, other: Figure) -> bool:
    if one.kind != other.kind or one.recurs != other.recurs:
        return False
    if one.bound and other.bound and one.bound != other.bound:
        return False
    return one.kind != "count" or one.unit == other.unit
