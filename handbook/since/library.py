"""Every source whose edition in force on a day is not the one in force today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handbook.changes import counterpart, in_force_on
from handbook.errors import SettingsError
from handbook.since.comparing import Comparer
from handbook.since.records import Since, SourceTurn, Turn
from handbook.since.relied import Relying

if TYPE_CHECKING:
    from handbook.book import Handbook

_TURNS = tuple(Turn)


def changed_since(book: Handbook, since: date, today: date) -> Since:
    """What changed from a day to today; SettingsError where the day is still to come, QuoteError
    where a wording does not stand in its edition."""
    if since > today:
        raise SettingsError(f"{since} is still to come; give a date up to {today}.")
    edition = book.opened().edition
    ids = sorted({h.edition.source_id for h in edition.all() if not h.edition.demonstration})
    comparer = Comparer(book)
    found = [turn for source_id in ids if (turn := _turn(book, comparer, source_id, since))]
    found.sort(key=lambda s: (_TURNS.index(s.turn), s.held.edition.title))
    relying = Relying(book, found)
    return Since(tuple(relying.relied()), relying.looked_at, since, today, tuple(found))


def _turn(book: Handbook, comparer: Comparer, source_id: str, since: date) -> SourceTurn | None:
    """What became of a source; None where the same edition is in force, or one that differs in
    typesetting alone."""
    chain = book.chain(source_id)
    in_force = book.opened().edition.in_force(None)
    before = in_force_on(chain, since)
    current = [h for h in chain if h.document_id in in_force]
    if before is None:
        return SourceTurn(Turn.NEW, None, current[-1]) if current else None
    if not current:
        return SourceTurn(Turn.WITHDRAWN, before, None)
    if any(h.document_id == before.document_id for h in current):
        return None
    turn = comparer.compared(before, counterpart(before, current))
    return turn if turn.tells_something else None
