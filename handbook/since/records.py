"""The words of "what changed since" as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from handbook.changes import Change, Note
from handbook.index.editions import Held
from handbook.since.substance import Shift


class Turn(StrEnum):
    """What became of a source."""

    CHANGED = "changed"
    NEW = "new"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """A change with what it touched. Without shifts the wording alone is new."""

    change: Change
    headings: tuple[str, ...]
    shifts: tuple[Shift, ...]
    notes: tuple[Note, ...]
    """The sentences of the publisher's note that speak of it."""

    @property
    def is_substantive(self) -> bool:
        """Whether a number, a duty, an actor or another part of a rule is not as it was."""
        return bool(self.shifts)

    @property
    def is_silent(self) -> bool:
        """Whether it counts and the note does not speak of it."""
        return self.is_substantive and not self.notes


@dataclass(frozen=True, slots=True)
class SourceTurn:
    """One source whose edition in force is not the one of the day."""

    turn: Turn
    before: Held | None
    after: Held | None
    substantive: tuple[Told, ...] = ()
    reworded: tuple[Told, ...] = ()
    """The rest, in reading order: what a digest says of itself among it."""
    notes: tuple[Note, ...] = ()
    """The sentences of the publisher's note that the earlier edition's did not have."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many paragraphs and sentences are equal, reworded, added and removed."""

    @property
    def held(self) -> Held:
        """The document that speaks for the source: the one in force, else the last that was."""
        held = self.after or self.before
        if held is None:
            raise ValueError("a source that turned has at least one edition")
        return held

    @property
    def tells_something(self) -> bool:
        """Whether more than typesetting differs, or the publisher says so."""
        return bool(self.substantive or self.reworded or self.notes)

    @property
    def silent(self) -> int:
        """How many changes that count the note does not speak of."""
        return sum(told.is_silent for told in self.substantive)


class Reliance(StrEnum):
    """What quotes a source."""

    CASE = "curated case"
    DECK = "checked file"
    ANSWER = "answer with feedback"


@dataclass(frozen=True, slots=True)
class Relied:
    """Something that rests on words which no longer stand in the edition in force."""

    kind: Reliance
    name: str
    """The id of the case, the place of the file, or the day of the answer and what was said."""
    source_id: str
    title: str
    quote: str
    """The words that it rests on, as they stood; "" where they cannot be read in their edition."""
    count: int = 1
    """How many statements of a file rest on those words."""
    where: tuple[str, ...] = ()
    """Where in the file they stand ("slide 3", "slide 3, notes"), as far as that was kept."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What relied on changed text, and among how many that was looked for."""

    relied: tuple[Relied, ...]
    looked_at: dict[Reliance, int]
    """How many of each are kept and were looked at; empty where it was not looked for."""

    def resting(self, kind: Reliance) -> tuple[Relied, ...]:
        """What of one kind relied on changed text."""
        return tuple(r for r in self.relied if r.kind == kind)


@dataclass(frozen=True, slots=True)
class Since(Looked):
    """What changed across the library from a day to today."""

    since: date
    today: date
    sources: tuple[SourceTurn, ...]

    def turned(self, turn: Turn) -> tuple[SourceTurn, ...]:
        """The sources of one kind."""
        return tuple(s for s in self.sources if s.turn == turn)


@dataclass(frozen=True, slots=True)
class OneSource(Looked):
    """What changed from one edition of a source to another."""

    source: SourceTurn
