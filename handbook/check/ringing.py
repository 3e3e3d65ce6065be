"""Telephone numbers of a statement, held against the table of contacts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from handbook.check.compare import compare, covered
from handbook.check.dialled import TELEPHONE
from handbook.check.facts import Facts, facts
from handbook.check.figure import Figure
from handbook.check.records import Difference, Part
from handbook.check.tables import Tables
from handbook.contacts import Contact, contact_line
from handbook.domain import AREAS
from handbook.rule_records import Piece
from handbook.text import stem, stems

_OUT_OF_HOURS = re.compile(
    r"\b(?:out[- ]of[- ]hours|outside (?:\w+ )?hours|emergency duty|evenings?|nights?|weekends?)\b",
    re.IGNORECASE,
)
_AREAS = frozenset(map(stem, AREAS))
_SAME_SERVICE = 0.6
"""Of the words of a row's name so many stand in what is said of a number, or above it."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A row of the table beside a statement, and what differs from it: nothing where the row gives
    the number that is said. ``stale`` where that number is listed as not to be given out."""

    contact: Contact
    differences: tuple[Difference, ...]
    stale: bool = False


class Ringing:
    """The table of contacts, ready to be held against one statement after the other."""

    def __init__(
        self,
        shown: Sequence[Contact],
        stale: Sequence[Contact],
        tables: Tables,
        spell: Callable[[str], str],
    ) -> None:
        self._shown = [c for c in shown if c.number]
        self._stale = stale
        self._tables = tables
        self._spell = spell

    def find(self, said: Facts, above: str, areas: Collection[str]) -> Rung | None:
        """The row that speaks for or against the telephone number of a statement; None where it
        has none, or no row is about it. ``above`` is what the statement stands below. A row of
        another area than ``areas`` speaks only for it."""
        dialled = {f.count: f for f in said.figures if f.kind == TELEPHONE}
        for stale in self._stale:
            if figure := dialled.get(_dialled(stale.number)):
                return self._withdrawn(stale, figure)
        if not dialled:
            return None
        about, text = said.matter | stems(self._spell(above)), f"{above} {said.text}"
        named = [r for r in self._shown if names_service(r, about, text, self._tables, self._spell)]
        same = [r for r in self._shown if _dialled(r.number) in dialled and self._shares(r, about)]
        local = [r for r in named if r.area in (*areas, "all")]
        row = next(iter((*same, *local)), None)
        return self._compared(said, row) if row else None

    def _shares(self, row: Contact, about: frozenset[str]) -> bool:
        """Whether a row is about the matter at all, which for its own number is enough."""
        named = stems(self._spell(row.name)) - _AREAS
        return any(covered(root, about, self._tables) for root in named)

    def _withdrawn(self, stale: Contact, figure: Figure) -> Rung:
        """A number that is listed as stale, beside the row whose name the stale row's begins
        with; beside the stale row itself where there is none."""
        same = (r for r in self._shown if r.area == stale.area and stale.name.startswith(r.name))
        now = next(same, stale)
        at = contact_line(now).index(now.number)
        stands = Piece(at, at + len(now.number)) if now is not stale else None
        return Rung(now, (Difference(Part.NUMBER, figure.piece, stands),), stale=True)

    def _compared(self, said: Facts, row: Contact) -> Rung | None:
        source = facts(contact_line(row), self._tables, self._spell)
        differences = compare(said, source, frozenset(), self._tables)
        return None if differences is None else Rung(row, differences)


def names_service(
    row: Contact,
    about: frozenset[str],
    text: str,
    tables: Tables,
    spell: Callable[[str], str],
) -> bool:
    """Whether a row gives the number of the service that a text is about, by most of the words of
    its name, in office hours or outside them."""
    named = stems(spell(row.name)) - _AREAS
    held = sum(covered(root, about, tables) for root in named)
    is_near = bool(named) and held >= _SAME_SERVICE * len(named)
    return is_near and is_same_desk(f"{row.name} {row.hours}", text)


def is_same_desk(one: str, other: str) -> bool:
    """Whether both speak of office hours, or both of the time outside them."""
    return bool(_OUT_OF_HOURS.search(one)) == bool(_OUT_OF_HOURS.search(other))


def digits(number: str) -> str:
    """The digits of a telephone number alone."""
    return "".join(c for c in number if c.isdecimal())


def _dialled(number: str) -> int:
    return int(digits(number) or 0)
