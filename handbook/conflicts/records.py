"""The words of conflicts as records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handbook.answer_records import Citation


class Ground(StrEnum):
    """Where both of two rules hold, the weightiest first."""

    SAME = "same ground"
    """Both hold in one area, or everywhere."""
    NATIONAL_AND_LOCAL = "national against local"
    """One holds everywhere and the other in some areas: the local rule may be stricter, so that a
    person has to look."""
    AREAS_DIFFER = "areas differ"
    """They hold in different areas, each with a rule of its own: no conflict."""


class Matter(StrEnum):
    """What two passages disagree in."""

    TIME = "time limit"
    COUNT = "count"
    AGE = "age"
    TELEPHONE = "telephone number"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the value, as its quotation has it, and the quotation. A row of the contacts
    table has no citation; ``named`` says which row."""

    value: str
    citation: Citation | None
    named: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two passages in force that state different values of the same rule."""

    matter: Matter
    ground: Ground
    one: Side
    other: Side

    @property
    def is_conflict(self) -> bool:
        """Whether somebody has to look; areas that differ are listed to be left alone."""
        return self.ground is not Ground.AREAS_DIFFER


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All that was found over one index edition, what has to be looked at first."""

    index_edition: str
    found: tuple[Conflict, ...]
    sentences: int
    """How many sentences with a figure or a telephone number were held against each other."""

    @property
    def to_look_at(self) -> tuple[Conflict, ...]:
        """Those that somebody has to look at."""
        return tuple(c for c in self.found if c.is_conflict)

    @property
    def areas_differ(self) -> tuple[Conflict, ...]:
        """Those of areas that have rules of their own."""
        return tuple(c for c in self.found if not c.is_conflict)
