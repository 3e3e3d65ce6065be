"""PowerPoint to a reading: a unit for each slide, a block for each paragraph of each shape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.exc import PythonPptxError

from handbook.domain import Span
from handbook.errors import ReadError
from ingest.marks import leading_mark
from ingest.read.archive import check_archive
from ingest.reading import Kind, Reading, ReadingBuilder


def read_pptx(path: Path) -> Reading:
    """Read slides in order and shapes in the order of the file; speaker notes are left out."""
    check_archive(path, "PowerPoint file")
    try:
        deck = Presentation(str(path))
        builder = ReadingBuilder()
        builder.title = (deck.core_properties.title or "").strip() or None
        notes = sum(_add_slide(builder, n, s) for n, s in enumerate(deck.slides, start=1))
    except (
        PythonPptxError,
        XMLSyntaxError,
        ParseError,
        KeyError,
        ValueError,
        AttributeError,
    ) as error:
        raise ReadError(
            f"{path.name} is not a readable PowerPoint file ({error}); save it again there."
        ) from error
    if notes:
        builder.warn(f"The speaker notes of {notes} slides are left out.")
    return builder.finish()


def _add_slide(builder: ReadingBuilder, number: int, slide: Any) -> bool:
    """Add one slide; returns whether it has speaker notes."""
    builder.open_unit("slide", slide=number)
    title = slide.shapes.title
    for position, shape in enumerate(_shapes(slide.shapes), start=1):
        place = f"slide {number} shape {position}"
        box = number * 1000 + position
        if shape.has_text_frame:
            is_title = title is not None and shape.shape_id == title.shape_id
            _add_paragraphs(builder, shape.text_frame, place, box, is_title)
        elif getattr(shape, "has_table", False) and shape.has_table:
            _add_table(builder, shape.table, place, box)
    return bool(slide.has_notes_slide and slide.notes_slide.notes_text_frame.text.strip())


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _add_paragraphs(
    builder: ReadingBuilder, frame: Any, place: str, box: int, is_title: bool
) -> None:
    for number, paragraph in enumerate(frame.paragraphs):
        text = paragraph.text.replace("\v", "\n")
        if not text.strip():
            continue
        span = builder.add(text, f"{place} paragraph {number}")
        builder.gap()
        mark = leading_mark(text)
        if is_title:
            builder.mark(Kind.HEADING, span, box=box)
        elif mark:
            kind = Kind.ITEM if mark.is_item else Kind.PARAGRAPH
            body = Span(span.unit, span.start + mark.body, span.end)
            builder.mark(kind, body, mark=mark.label, box=box)
        elif paragraph.level > 0 or _has_bullet(paragraph):
            builder.mark(Kind.ITEM, span, level=paragraph.level + 1, mark="•", box=box)
        else:
            builder.mark(Kind.PARAGRAPH, span, box=box)


def _has_bullet(paragraph: Any) -> bool:
    properties = paragraph._p.pPr
    if properties is None:
        return False
    return any(child.tag.endswith(("}buChar", "}buAutoNum")) for child in properties)


def _add_table(builder: ReadingBuilder, table: Any, place: str, box: int) -> None:
    for number, row in enumerate(table.rows):
        first = last = None
        for column, cell in enumerate(row.cells):
            if not cell.text.strip():
                continue
            if first is not None:
                builder.gap("\t")
            last = builder.add(cell.text, f"{place} row {number} cell {column}")
            first = first or last
        if first and last:
            builder.mark(Kind.ROW, Span(first.unit, first.start, last.end), box=box)
            builder.gap()
