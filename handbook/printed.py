"""A citation as it is printed: pictures of pages, and where on them its characters stand.

Which printed characters a quotation is was found when its file was read. Here they are looked up
by their numbers and compared once more; what cannot be confirmed has no box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handbook import page_store
from handbook.cite import stands_in
from handbook.errors import QuoteError, ReadError, SettingsError
from handbook.line_boxes import line_boxes
from handbook.pdf_frame import Box
from handbook.pdfium import PrintedFile, open_printed
from handbook.png import png

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.domain import Span, Unit
    from handbook.print_map import PrintMap

WIDTHS = (900, 1400)
"""How many dots wide a page is drawn: for a phone or half a screen, and for a closer look."""


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """Where a quotation stands on one page. ``width`` and ``height`` are those of the page as its
    picture is drawn; ``boxes`` are (left, top, right, bottom), one a line of the quotation. All
    are in points from the upper left. No boxes: the place on the page is not known."""

    page_index: int
    page_label: str | None
    width: float
    height: float
    boxes: tuple[Box, ...]


def page_boxes(book: Handbook, document_id: str, spans: Sequence[Span]) -> tuple[PageBoxes, ...]:
    """The pages that some spans of a PDF stand on, in their order, with the boxes of their
    characters. ReadError where the document has no pages or they cannot be drawn, QuoteError
    where a span lies outside its text."""
    path, name = _pdf(book, document_id)
    units = book.units(document_id)
    by_unit: dict[int, list[Span]] = {}
    for span in spans:
        if not stands_in(units, span):
            raise QuoteError(f"{span} lies outside the text of {name}; it is not shown.")
        by_unit.setdefault(span.unit, []).append(span)
    with open_printed(path, name) as file:
        return tuple(
            _on_page(file, units[n], book.catalogue.print_map(document_id, n), some)
            for n, some in by_unit.items()
        )


def _on_page(
    file: PrintedFile, unit: Unit, print_map: PrintMap, spans: Sequence[Span]
) -> PageBoxes:
    if unit.page_index is None:
        raise ReadError("This document has no printed pages; open it at its section.")
    with file.page(unit.page_index) as page:
        codes = page.contents.codes
        found = [print_map.printed(unit.text, codes, s.start, s.end) for s in spans]
        known = [number for some in found if some for number in some]
        certain = known and None not in found
        boxes = line_boxes(known, codes, page.boxes()) if certain else ()
        width, height = page.contents.frame.size
        return PageBoxes(unit.page_index, unit.page_label, width, height, boxes)


def page_image(book: Handbook, document_id: str, page_index: int, width: int) -> bytes:
    """The picture of a page of a PDF as a PNG file, ``width`` dots wide (fewer where the page is
    very long), in the frame of ``page_boxes``. ReadError where there is no such page or it cannot
    be drawn, SettingsError for a width that is not one of ``WIDTHS``."""
    if width not in WIDTHS:
        raise SettingsError(f"A page is drawn {' or '.join(map(str, WIDTHS))} dots wide.")
    path, name = _pdf(book, document_id)
    picture = page_store.kept(book.settings.data, path.stem, page_index, width)
    if picture is None:
        with open_printed(path, name) as file, file.page(page_index) as page:
            picture = png(page.picture(width))
        page_store.keep(book.settings.data, path, page_index, width, picture)
    return picture


def _pdf(book: Handbook, document_id: str) -> tuple[Path, str]:
    """The kept file, which its hash names, of a document that is a PDF, and its name for people."""
    held, path = book.held(document_id), book.raw_file(document_id)
    if held is None:
        raise ReadError("This document is not held here; search for it in the library.")
    if Path(held.file_name).suffix.lower() != ".pdf":
        raise ReadError(f"{held.file_name} has no printed pages; open it at its section.")
    if path is None:
        raise ReadError(f"The file of {held.file_name} is not kept here; ingest it again.")
    return path, held.file_name
