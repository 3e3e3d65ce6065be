"""Stored characters opened as a verified quotation, with the passage that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.cite import pinpoint, quote, verify
from handbook.domain import Citation, Passage, Span
from handbook.errors import QuoteError
from handbook.index.editions import Held, Standing

if TYPE_CHECKING:
    from handbook.book import Handbook


@dataclass(frozen=True, slots=True)
class Quotation:
    """Some characters of a stored edition."""

    held: Held
    standing: Standing
    citation: Citation
    """The characters with their pinpoint; its marker means nothing here."""
    passage: Passage | None
    """The passage in which they begin; headings stand in none."""


def open_quotation(book: Handbook, document_id: str, spans: Sequence[Span]) -> Quotation | None:
    """What stands at some spans of a document; None where no such characters are held."""
    held, standing = book.held(document_id), book.standing(document_id)
    if held is None or standing is None or not spans:
        return None
    units = book.units(document_id)
    try:
        text = quote(units, spans)
        verify(units, text, spans, held.edition.title)
    except (QuoteError, IndexError):
        return None
    passage = _passage_at(book.catalogue.passages_of(document_id), spans[0])
    index, label, slide = pinpoint(units, spans)
    citation = Citation(
        marker=1,
        document_id=held.document_id,
        edition=held.edition,
        headings=passage.headings if passage else (),
        quote=text,
        spans=tuple(spans),
        paragraph=passage.paragraph if passage else None,
        page_index=index,
        page_label=label,
        slide=slide,
        panel=passage.panel if passage else None,
    )
    return Quotation(held, standing, citation, passage)


def _passage_at(passages: Sequence[Passage], span: Span) -> Passage | None:
    """The passage in which a span begins."""
    for passage in passages:
        if any(s.unit == span.unit and s.start <= span.start < s.end for s in passage.spans):
            return passage
    return None
