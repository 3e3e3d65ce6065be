"""Telephone numbers that differ between pages, or from the table of contacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handbook.check.dialled import TELEPHONE
from handbook.check.facts import Facts
from handbook.check.ringing import digits, is_same_desk, names_service
from handbook.conflicts.cited import side_of
from handbook.conflicts.grounds import ground_of
from handbook.conflicts.records import Conflict, Ground, Matter, Side
from handbook.conflicts.same_rule import SameRule
from handbook.conflicts.stated import Stated, gather
from handbook.contacts import Contact, read_stale
from handbook.domain import Role
from handbook.rule_records import Piece

if TYPE_CHECKING:
    from handbook.book import Handbook

_ROLES = (Role.RULE, Role.LEARNING)


class Ringing:
    """The sentences with a telephone number, held against each other and against the table."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        self._gathered = gather(book, numbers_in, _ROLES)
        self.count = len(self._gathered.sentences)

    def conflicts(self) -> Iterator[Conflict]:
        """Between pages first, then with the table."""
        for one, other in SameRule(self._gathered).pairs():
            if _digits(one) & _digits(other):
                continue
            if is_same_desk(one.facts.text, other.facts.text):
                ground = ground_of(one.areas, other.areas)
                sides = (side_of(self._book, s, s.values[0]) for s in (one, other))
                yield Conflict(Matter.TELEPHONE, ground, *sides)
        stale = read_stale(self._book.settings.contacts)
        for stated in self._gathered.sentences:
            yield from self._with_table(stated, stale)

    def _with_table(self, stated: Stated, stale: Sequence[Contact]) -> Iterator[Conflict]:
        """What the table says otherwise: that a number is stale, or another for the service."""
        for piece in stated.values:
            for row_side in self._rows(stated, digits(piece.of(stated.facts.text)), stale):
                mine = side_of(self._book, stated, piece)
                yield Conflict(Matter.TELEPHONE, Ground.SAME, mine, row_side)

    def _rows(self, stated: Stated, said: str, stale: Sequence[Contact]) -> list[Side]:
        """The rows of the table that speak against a number."""
        named = [row for row in stale if digits(row.number) == said]
        if named:
            return [Side("a number listed as stale", None, row.name) for row in named]
        if _digits(stated) & {digits(row.number) for row in self._book.contacts}:
            return []
        rows = (row for row in self._book.contacts if self._is_for(row, stated))
        return [Side(row.number, None, row.name) for row in rows]

    def _is_for(self, row: Contact, stated: Stated) -> bool:
        """Whether a row of the table gives the number of the service that a sentence is about."""
        areas = stated.areas or tuple(filter(None, [self._book.places.area(stated.facts.text)]))
        if not row.number or row.area not in (*areas, "all"):
            return False
        return names_service(
            row, stated.about, stated.facts.text, self._gathered.tables, stated.facts.spell
        )


def numbers_in(facts: Facts) -> list[Piece]:
    """Where the telephone numbers of a sentence stand."""
    return [figure.piece for figure in facts.figures if figure.kind == TELEPHONE]


def _digits(stated: Stated) -> frozenset[str]:
    return frozenset(digits(piece.of(stated.facts.text)) for piece in stated.values)
