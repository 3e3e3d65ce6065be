"""A side of a conflict: its sentence as a verified citation, and the value as it stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.citations import cite_passage
from handbook.cite import verify
from handbook.conflicts.records import Side
from handbook.conflicts.stated import Stated
from handbook.rule_records import Piece

if TYPE_CHECKING:
    from handbook.book import Handbook


def side_of(book: Handbook, stated: Stated, value: Piece) -> Side:
    """The citation and the value; QuoteError where the sentence does not stand at its place."""
    passage, edition = stated.passage, stated.edition
    citation = cite_passage(book, passage, edition, stated.spans, 1)
    verify(book.units(passage.document_id), citation.quote, citation.spans, edition.title)
    return Side(value.of(citation.quote), citation)
