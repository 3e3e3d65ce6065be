"""A quotation in its place: what the evidence page shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.answer_records import Citation
from handbook.book import Handbook
from handbook.domain import Passage, Span
from handbook.errors import ReadError
from handbook.index.editions import Held, Standing
from handbook.printed import PageBoxes, page_boxes
from handbook.quotation import open_quotation
from page.address import evidence_address, text_fragment
from page.marked import Stretch, surroundings

SHOWN_AS_TEXT = frozenset({".html", ".htm", ".md", ".txt"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page: where the quoted characters stand on it, and all its text."""

    printed: PageBoxes
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Some characters of a stored edition, with what surrounds them."""

    held: Held
    standing: Standing
    citation: Citation
    """The characters as a verified quotation with its pinpoint; its marker means nothing here."""
    surroundings: list[list[Stretch]]
    sheets: tuple[Sheet, ...]
    """The printed pages that the characters stand on; none where there are no pages."""
    before: str | None
    """The address of the passage before, where there is one."""
    after: str | None

    @property
    def fragment(self) -> str:
        """What is added to the file's address so that it opens at the quotation, where the browser
        shows the file as text; "" elsewhere."""
        suffix = Path(self.held.file_name).suffix.lower()
        return text_fragment(self.citation.quote) if suffix in SHOWN_AS_TEXT else ""


def find_place(book: Handbook, document_id: str, spans: Sequence[Span]) -> Place | None:
    """The place that an address names; None where no such characters are held."""
    opened = open_quotation(book, document_id, spans)
    if opened is None:
        return None
    passages, here = book.catalogue.passages_of(document_id), opened.passage
    return Place(
        opened.held,
        opened.standing,
        opened.citation,
        surroundings(book.units(document_id), opened.citation.spans),
        _sheets(book, document_id, opened.citation.spans),
        _neighbour(passages, here, spans[0], -1),
        _neighbour(passages, here, spans[-1], 1),
    )


def _sheets(book: Handbook, document_id: str, spans: Sequence[Span]) -> tuple[Sheet, ...]:
    """The pages with their boxes. What cannot be drawn is shown as text alone."""
    units = book.units(document_id)
    if units[spans[0].unit].page_index is None:
        return ()
    try:
        printed = page_boxes(book, document_id, spans)
    except ReadError:
        return ()
    texts = {u.page_index: u.text for u in units}
    return tuple(Sheet(page, texts[page.page_index]) for page in printed)


def _neighbour(
    passages: Sequence[Passage], here: Passage | None, span: Span, step: int
) -> str | None:
    """The passage before or after; for what stands in no passage, the nearest on that side."""
    if here is not None:
        number = passages.index(here) + step
        found = passages[number] if 0 <= number < len(passages) else None
    elif step > 0:
        found = next((p for p in passages if p.spans[0] > span), None)
    else:
        found = next((p for p in reversed(passages) if p.spans[-1] < span), None)
    return evidence_address(found.document_id, found.spans) if found else None
