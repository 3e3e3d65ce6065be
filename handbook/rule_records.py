"""What a quotation says as a rule, and its last day, as records. They import nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of a quotation."""

    start: int
    end: int

    def of(self, quotation: str) -> str:
        """The characters themselves."""
        return quotation[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time. ``unit`` is hour, day, working day, school day, week, month or year."""

    count: int
    unit: str
    backwards: bool = False
    """Whether it lies before what it is counted from."""
    with_its_day: bool = False
    """Whether the day that it is counted from is its first ("beginning with")."""


@dataclass(frozen=True, slots=True)
class Limit:
    """By when, as a rule says it."""

    text: Piece
    counted_from: Piece | None = None
    period: Period | None = None
    """The same as a number and a unit; None for "immediately" and its like."""
    countable: bool = True
    """Whether the end of that time is a last day: not of "every six months" or "for at least"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of a rule that its own sentence shows; see handbook/rule.py."""

    duty: Piece | None = None
    """Must, should, may …, as it stands."""
    who: Piece | None = None
    """Who has the duty, or what it is about."""
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """The last day of a limit, counted from a day that was given; see handbook/counting.py."""

    marker: int
    """The citation whose rule sets the limit."""
    limit: Limit
    start: date
    due: date
    bank_holidays: tuple[tuple[date, str], ...] = ()
    """Those that were left out, with their names."""
