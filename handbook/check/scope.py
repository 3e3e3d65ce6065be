"""For which areas a statement is meant, and where a sentence of the corpus holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.check.match import Match
from handbook.domain import AREAS, Edition, Passage
from handbook.places import Places
from handbook.text import words

_REGIONAL = re.compile(r"\bwest yorkshire\b|\bfour[- ]council\b|\bchapter 2\.8\b", re.IGNORECASE)
_NATIONAL = re.compile(r"^(?:under )?working together\b", re.IGNORECASE)
"""What an area's page repeats of national guidance holds everywhere."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The area that a statement is meant for, or that it names. ``named`` are all areas that it
    names; ``regional`` where it speaks of West Yorkshire by name."""

    area: str | None
    named: frozenset[str] = frozenset()
    regional: bool = False

    @classmethod
    def of(cls, places: Places, text: str, area: str | None) -> Scope:
        """The scope of a statement: its own words go before the area of the whole material."""
        named = frozenset(AREAS) & frozenset(words(text))
        return cls(places.area(text) or area, named, bool(_REGIONAL.search(text)))

    @property
    def areas(self) -> frozenset[str]:
        """All areas that are meant; none where none is."""
        return self.named | ({self.area} if self.area else frozenset())

    def holds(self, edition: Edition) -> bool:
        """Whether an edition speaks of everywhere or of the areas meant. A rule of one area is
        not everybody's: where no area is meant, only what holds everywhere counts."""
        return not edition.areas or self._meets(edition.areas)

    def takes_in(self, match: Match) -> bool:
        """The same of one sentence, which may name the areas in which alone it holds."""
        areas = areas_of(match)
        return not areas or self._meets(areas)

    def _meets(self, areas: tuple[str, ...]) -> bool:
        if self.area is not None:
            return self.area in areas
        return bool(self.named & set(areas)) or (self.regional and len(areas) > 1)


def areas_of(match: Match) -> tuple[str, ...]:
    """The areas for which a matched sentence holds; none where it holds everywhere."""
    return areas_told(match.facts.text, match.hit.edition, match.hit.passage)


def areas_told(sentence: str, edition: Edition, passage: Passage) -> tuple[str, ...]:
    """The areas for which a sentence holds: its edition's, or those that it or its heading names;
    none where it holds everywhere."""
    if _NATIONAL.search(sentence):
        return ()
    if edition.areas:
        return edition.areas
    told = words(f"{sentence} {' '.join(passage.headings[-1:])}")
    return tuple(a for a in AREAS if a in told)
