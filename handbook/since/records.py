"""The words of "what changed since" as records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handbook.changes import Change
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
    noted: bool
    """Whether the publisher's note speaks of it."""

    @property
    def is_substantive(self) -> bool:
        """Whether a number, a duty, an actor or another part of a rule is not as it was."""
        return bool(self.shifts)

    @property
    def is_silent(self) -> bool:
        """Whether it counts and the note does not speak of it."""
        return self.is_substantive and not self.noted


@dataclass(frozen=True, slots=True)
class SourceTurn:
    """One source whose edition in force is not the one of the day."""

    turn: Turn
    before: Held | None
    after: Held | None
    substantive: tuple[Told, ...] = ()
    reworded: tuple[Told, ...] = ()
    """The rest, in reading order: what a digest says of itself among it."""
    notes: tuple[str, ...] = ()
    """The sentences of the publisher's note that the earlier edition's did not have."""

    @property
    def held(self) -> Held:
        """The document that speaks for the source: the one in force, else the last that was."""
        held = self.after or self.before
        if held is None:
            raise ValueError("a source that turned has at least one edition")
        return held

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
    """The words that it rests on, as they stood; "" where their edition can be read no longer."""
    count: int = 1
    """How many statements of a file rest on those words."""


@dataclass(frozen=True, slots=True)
class Since:
    """What changed across the library from a day to today."""

    since: date
    today: date
    sources: tuple[SourceTurn, ...]
    relied: tuple[Relied, ...]
    looked_at: dict[Reliance, int]
    """How many of each are kept and were looked at."""

    def turned(self, turn: Turn) -> tuple[SourceTurn, ...]:
        """The sources of one kind."""
        return tuple(s for s in self.sources if s.turn == turn)

    def resting(self, kind: Reliance) -> tuple[Relied, ...]:
        """What of one kind relied on changed text."""
        return tuple(r for r in self.relied if r.kind == kind)
