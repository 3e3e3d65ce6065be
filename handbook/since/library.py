"""Every source whose edition in force on a day is not the one in force today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from handbook.changes import Change, amendment_sentences, compare, counterpart, in_force_on
from handbook.check.match import Matcher
from handbook.check.records import Part
from handbook.check.tables import Tables
from handbook.domain import Role
from handbook.errors import SettingsError
from handbook.index.editions import Held
from handbook.since.noted import is_noted
from handbook.since.records import Since, SourceTurn, Told, Turn
from handbook.since.relied import Relying
from handbook.since.substance import shifts

if TYPE_CHECKING:
    from handbook.book import Handbook

_TURNS = tuple(Turn)
_PARTS = tuple(Part)
_RULES = (Role.RULE, Role.LEARNING)


def changed_since(book: Handbook, since: date, today: date) -> Since:
    """What changed from a day to today; SettingsError where the day is still to come."""
    if since > today:
        raise SettingsError(f"{since} is still to come; give a date up to {today}.")
    edition = book.opened().edition
    ids = sorted({h.edition.source_id for h in edition.all() if not h.edition.demonstration})
    comparer = _Comparer(book)
    found = [turn for source_id in ids if (turn := comparer.turn(source_id, since))]
    found.sort(key=lambda s: (_TURNS.index(s.turn), s.held.edition.title))
    relying = Relying(book, found)
    return Since(since, today, tuple(found), tuple(relying.relied()), relying.looked_at)


class _Comparer:
    """Compares one source after the other."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        opened = book.opened()
        self._in_force = opened.edition.in_force(None)
        self._read = Matcher(book, opened, Tables.load(book.settings.prompts)).read

    def turn(self, source_id: str, since: date) -> SourceTurn | None:
        """What became of a source; None where the same edition is in force."""
        chain = self._book.chain(source_id)
        before = in_force_on(chain, since)
        current = [h for h in chain if h.document_id in self._in_force]
        if before is None:
            return SourceTurn(Turn.NEW, None, current[-1]) if current else None
        if not current:
            return SourceTurn(Turn.WITHDRAWN, before, None)
        after = counterpart(before, current)
        if any(h.document_id == before.document_id for h in current):
            return None
        return self._changed(before, after)

    def _changed(self, before: Held, after: Held) -> SourceTurn | None:
        """The changes from one edition to another; None where only typesetting differs."""
        catalogue = self._book.catalogue
        found = compare(catalogue, before, after)
        known = amendment_sentences(catalogue, before.document_id)
        said = amendment_sentences(catalogue, after.document_id)
        notes = tuple(sentence for sentence in said if sentence not in known)
        told = [
            self._told(change, section.headings, notes)
            for section in found.sections
            for change in section.changes
        ]
        if not told and not notes:
            return None
        return SourceTurn(
            Turn.CHANGED,
            before,
            after,
            tuple(_by_weight(t for t in told if t.is_substantive)),
            tuple(t for t in told if not t.is_substantive),
            notes,
        )

    def _told(self, change: Change, headings: tuple[str, ...], notes: Sequence[str]) -> Told:
        counts = change.role in _RULES
        found = shifts(self._read(change.before), self._read(change.after)) if counts else ()
        return Told(change, headings, found, is_noted(change, headings, notes))


def _by_weight(told: Iterator[Told]) -> list[Told]:
    """Section by section in reading order, the heaviest changes of a section first."""
    some = list(told)
    order = list(dict.fromkeys(t.headings for t in some))
    return sorted(some, key=lambda t: (order.index(t.headings), _weight(t)))


def _weight(told: Told) -> int:
    return min(_PARTS.index(shift.part) for shift in told.shifts)
