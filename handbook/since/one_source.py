"""What changed from one edition of a source to another, and what relied on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.index.editions import Held
from handbook.since.comparing import Comparer
from handbook.since.records import OneSource
from handbook.since.relied import Relying

if TYPE_CHECKING:
    from handbook.book import Handbook


def changed_between(book: Handbook, before: Held, after: Held) -> OneSource:
    """The changes; what relied on them is looked for where the later edition is in force, since
    whatever was made after it quotes a later one still. QuoteError where a wording does not stand
    in its edition."""
    source = Comparer(book).compared(before, after)
    if after.document_id not in book.opened().edition.in_force(None):
        return OneSource((), {}, source)
    relying = Relying(book, [source])
    return OneSource(tuple(relying.relied()), relying.looked_at, source)
