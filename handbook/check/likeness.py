"""How alike a statement and a sentence are: by words, and by meaning."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from handbook.check.compare import covered
from handbook.check.facts import Facts
from handbook.check.tables import Tables
from handbook.text import stem, stems

_HEADING = 0.7
_BACK = 0.3
_UNKNOWN = 0.7
"""A word that no page has is a trainer's own more often than another matter."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a statement and a sentence are. ``share`` is how much of the statement's matter the
    sentence and its headings hold, by weight; ``whole`` the same of all that it says, with its
    actors and what its times count from; ``mutual`` goes by the words of both, each with what
    stands above it; ``cosine`` is how near they are in meaning, 0 where that was not looked at."""

    share: float
    whole: float
    mutual: float
    cosine: float = 0.0

    @property
    def nearness(self) -> float:
        """Whether the sentence is about the same rule, by words and by meaning."""
        return (self.share + self.cosine) / 2

    @property
    def told(self) -> float:
        """How far the sentence tells all that the statement says, by words and by meaning."""
        return (self.whole + self.cosine) / 2

    def with_cosine(self, cosine: float) -> Likeness:
        """The same with the meaning looked at."""
        return replace(self, cosine=cosine)


class Weighing:
    """Weighs the words that two texts share by how rare they are. ``frequency`` tells of a stem how
    many texts of ``size`` have it."""

    def __init__(
        self,
        tables: Tables,
        spell: Callable[[str], str],
        frequency: Callable[[str], int],
        size: int,
    ) -> None:
        self._tables = tables
        self._spell = spell
        self._frequency = frequency
        self._size = size
        self._weights: dict[str, float] = {}

    def roots(self, text: str) -> frozenset[str]:
        """The stems of a text in the words of procedures."""
        return frozenset(stems(self._spell(text)))

    def likeness(
        self, said: Facts, context: str, source: Facts, headings: frozenset[str]
    ) -> Likeness:
        """How alike they are by their words. ``context`` is what stands above the statement."""
        above = self.roots(context)
        mutual = self._share(said.matter | above, source, headings)
        return Likeness(
            self._share(self._own_matter(said, source), source, headings),
            self._share(said.matter, source, headings),
            mutual + _BACK * self._back(said.matter | above, source),
        )

    def _share(self, matter: frozenset[str], source: Facts, headings: frozenset[str]) -> float:
        """The share of some weighed stems that a sentence and its headings hold."""
        total = held = 0.0
        for root in matter:
            weight = self._weight(root)
            total += weight
            if covered(root, source.matter, self._tables):
                held += weight
            elif covered(root, headings, self._tables):
                held += _HEADING * weight
        return held / total if total else 0.0

    def _own_matter(self, said: Facts, source: Facts) -> frozenset[str]:
        """What a statement is about. Its actors, what its times are counted from, and words that
        have an opposite are compared elsewhere: where the source has others, that is a difference
        and not another matter."""
        apart = {r for n in said.actors for r in said.stems_of(n.piece.of(said.text))}
        apart |= {r for n in said.actors for r in stems(n.name)}
        apart |= {stem(w.text) for w in said.words if w.text in self._tables.opposite}
        for figure in said.figures:
            if event := said.event(figure):
                apart |= event.stems
        own = said.matter - frozenset(r for r in apart if r not in source.matter)
        return own or said.matter

    def _back(self, mine: frozenset[str], source: Facts) -> float:
        """The share of the sentence's weight that the statement holds, with what stands above."""
        weights = {root: self._weight(root) for root in source.matter}
        total = sum(weights.values())
        if not total:
            return 0.0
        return sum(w for r, w in weights.items() if covered(r, mine, self._tables)) / total

    def _weight(self, root: str) -> float:
        if root not in self._weights:
            self._weights[root] = self._rareness(root)
        return self._weights[root]

    def _rareness(self, root: str) -> float:
        count = min(self._frequency(root), self._size)
        rareness = math.log(1 + (self._size - count + 0.5) / (count + 0.5))
        return rareness if count else _UNKNOWN * rareness
