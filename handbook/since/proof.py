"""The check that stands before every surface of what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handbook.cite import APART, Units, verify
from handbook.domain import Span
from handbook.errors import QuoteError
from handbook.index.editions import Held
from handbook.since.records import SourceTurn


def prove_turn(turn: SourceTurn, units_of: Callable[[str], Units]) -> None:
    """Raise QuoteError unless every wording and every note stands in the edition that it is shown
    of, and every part of a rule in its wording."""
    told = (*turn.substantive, *turn.reworded)
    if turn.before:
        wordings = ((t.change.before, t.change.spans_before) for t in told)
        _prove(turn.before, units_of, wordings, APART)
    if turn.after:
        wordings = ((t.change.after, t.change.spans_after) for t in told)
        _prove(turn.after, units_of, wordings, APART)
        _prove(turn.after, units_of, ((note.text, note.spans) for note in turn.notes))
    for one in told:
        for shift in one.shifts:
            _prove_pieces(shift.was, one.change.before)
            _prove_pieces(shift.now, one.change.after)


def _prove(
    held: Held,
    units_of: Callable[[str], Units],
    wordings: Iterable[tuple[str, tuple[Span, ...]]],
    between: str = "",
) -> None:
    """Of what was added there is no wording before, of what was removed none after."""
    units = units_of(held.document_id)
    for text, spans in wordings:
        if text or spans:
            verify(units, text, spans, held.edition.title, between)


def _prove_pieces(pieces: Iterable[str], wording: str) -> None:
    for piece in pieces:
        if piece not in wording:
            raise QuoteError(f"{piece!r} does not stand in the wording that it is told of.")
