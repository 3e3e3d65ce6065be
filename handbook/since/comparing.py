"""Two editions of one source beside each other: what touches a rule, what is only reworded, and
what the publisher's note says of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handbook.changes import Change, Note, amendment_notes, compare
from handbook.check.match import Matcher
from handbook.check.records import Part
from handbook.check.tables import Tables
from handbook.domain import Role
from handbook.index.editions import Held
from handbook.since.noted import notes_on
from handbook.since.proof import prove_turn
from handbook.since.records import SourceTurn, Told, Turn
from handbook.since.substance import shifts

if TYPE_CHECKING:
    from handbook.book import Handbook

_PARTS = tuple(Part)
_RULES = (Role.RULE, Role.LEARNING)


class Comparer:
    """Compares editions, of one source after the other."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        self._read = Matcher(book, book.opened(), Tables.load(book.settings.prompts)).read

    def compared(self, before: Held, after: Held) -> SourceTurn:
        """The changes from one edition to another; QuoteError where a wording does not stand in
        its edition, and then there are none."""
        catalogue = self._book.catalogue
        found = compare(catalogue, before, after)
        known = {note.text for note in amendment_notes(catalogue, before.document_id)}
        said = amendment_notes(catalogue, after.document_id)
        notes = tuple(note for note in said if note.text not in known)
        told = [
            self._told(change, section.headings, notes)
            for section in found.sections
            for change in section.changes
        ]
        turn = SourceTurn(
            Turn.CHANGED,
            before,
            after,
            tuple(_by_weight(t for t in told if t.is_substantive)),
            tuple(t for t in told if not t.is_substantive),
            notes,
            found.counts,
        )
        prove_turn(turn, self._book.units)
        return turn

    def _told(self, change: Change, headings: tuple[str, ...], notes: Sequence[Note]) -> Told:
        counts = change.role in _RULES
        found = shifts(self._read(change.before), self._read(change.after)) if counts else ()
        return Told(change, headings, found, notes_on(change, headings, notes))


def _by_weight(told: Iterator[Told]) -> list[Told]:
    """Section by section in reading order, the heaviest changes of a section first."""
    some = list(told)
    order = list(dict.fromkeys(t.headings for t in some))
    return sorted(some, key=lambda t: (order.index(t.headings), _weight(t)))


def _weight(told: Told) -> int:
    return min(_PARTS.index(shift.part) for shift in told.shifts)
