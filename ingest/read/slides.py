"""PowerPoint to a reading: a unit for each slide, a block for each paragraph of each shape."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.exc import PythonPptxError

from handbook.domain import Span
from handbook.errors import ReadError
from ingest.marks import is_head_row, leading_mark
from ingest.read.archive import check_archive, check_length
from ingest.read.drawing import A, chart_texts, diagram_texts, parse_part, related
from ingest.read.slide_shapes import (
    Area,
    P,
    Placed,
    in_reading_order,
    lies_on_white,
    placed,
    why_unseen,
)
from ingest.read.slide_text import Marks, Piece, has_white_text, pieces
from ingest.reading import HEADER, NOTES, Kind, Reading, ReadingBuilder

_FURNITURE = ("dt", "ftr", "sldNum", "hdr")
_TITLES = ("title", "ctrTitle")
_COMMENT = ("cm", "reply")
_MOST_SHAPES = 1_000


def read_pptx(path: Path) -> Reading:
    """Read slides in order; speaker notes in units of their own, comments counted, not read."""
    check_archive(path, "PowerPoint file")
    try:
        deck = Presentation(str(path))
        builder = ReadingBuilder()
        builder.title = (deck.core_properties.title or "").strip() or None
        page = Area(0, 0, float(deck.slide_width or 1), float(deck.slide_height or 1))
        check_length(path, (p for s in deck.slides for p in s._element.iter(A + "p")))
        for number, slide in enumerate(deck.slides, start=1):
            _Slide(builder, slide, number, page).read()
    except RecursionError as error:
        raise ReadError(
            f"{path.name} leads from part to part without end; it is damaged."
        ) from error
    except (
        PythonPptxError,
        XMLSyntaxError,
        ParseError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
    ) as error:
        raise ReadError(
            f"{path.name} is not a readable PowerPoint file ({error}); save it again there."
        ) from error
    if builder.comments:
        builder.warn(f"{builder.comments} comments are left out.")
    return builder.finish()


class _Slide:
    """One slide on its way into a reading."""

    def __init__(self, builder: ReadingBuilder, slide: Any, number: int, page: Area) -> None:
        self._builder = builder
        self._slide = slide
        self._number = number
        self._page = page

    def read(self) -> None:
        slide, number = self._slide, self._number
        self._builder.comments += _count_comments(slide.part)
        shapes = placed(slide.shapes)
        if len(shapes) > _MOST_SHAPES:
            self._builder.warn(
                f"Slide {number} has {len(shapes)} shapes; {_MOST_SHAPES} were read."
            )
            shapes = shapes[:_MOST_SHAPES]
        if slide._element.get("show") in ("0", "false"):
            words = "\n".join(_words(p.element) for p in shapes)
            self._builder.hide(words, "on a hidden slide", f"slide {number}")
            return
        kinds = [_kind(p.element) for p in shapes]
        foot = [_words(p.element) for p, k in zip(shapes, kinds, strict=True) if k in _FURNITURE]
        self._builder.open_unit("slide", slide=number, foot=" ".join(filter(None, foot)))
        positions = {id(p.element): n for n, p in enumerate(shapes, start=1)}
        seen = [p for p, k in zip(shapes, kinds, strict=True) if k not in _FURNITURE]
        titles = [p for p in seen if _kind(p.element) in _TITLES]
        others = in_reading_order([p for p in seen if p not in titles])
        for item in (*titles, *others):
            self._shape(item, positions[id(item.element)], seen)
        self._notes()

    def _shape(self, item: Placed, position: int, others: Sequence[Placed]) -> None:
        place = f"slide {self._number} shape {position}"
        box = self._number * 1000 + position
        unseen = why_unseen(item, self._page)
        if unseen:
            self._builder.hide(_words(item.element), unseen, place)
            return
        body = item.element.find(P + "txBody")
        table = next(item.element.iter(A + "tbl"), None)
        if body is not None:
            on_white = has_white_text(body) and lies_on_white(item, others, self._slide)
            self._paragraphs(item, body, place, box, on_white)
        elif table is not None:
            self._table(table, place, box)
        part = self._slide.part
        drawn = (*diagram_texts(part, item.element), *chart_texts(part, item.element))
        for number, text in enumerate(drawn):
            span = self._builder.add(text, f"{place} drawing {number}")
            self._builder.gap()
            self._builder.mark(Kind.ITEM, span, mark="•", box=box)

    def _paragraphs(self, item: Placed, body: Any, place: str, box: int, on_white: bool) -> None:
        is_title = _kind(item.element) in _TITLES
        marks = Marks(item.element, item.shape, self._slide)
        for number, paragraph in enumerate(body.findall(A + "p")):
            found = list(pieces(paragraph, self._slide.part, on_white))
            text = "".join(p.text for p in found if not p.unread)
            depth, mark = marks.of(paragraph)
            span = self._add(found, f"{place} paragraph {number}")
            if span is None or not text.strip():
                continue
            self._builder.gap()
            typed = leading_mark(text)
            if is_title:
                self._builder.mark(Kind.HEADING, span, box=box)
            elif typed:
                kind = Kind.ITEM if typed.is_item else Kind.PARAGRAPH
                begin = Span(span.unit, span.start + typed.body, span.end)
                self._builder.mark(kind, begin, mark=typed.label, box=box)
            elif mark:
                self._builder.mark(Kind.ITEM, span, level=depth, mark=mark, box=box)
            else:
                self._builder.mark(Kind.PARAGRAPH, span, box=box)

    def _add(self, found: Sequence[Piece], place: str) -> Span | None:
        """Add what can be read of a paragraph; its offsets count what is hidden too."""
        spans: list[Span] = []
        offset = 0
        blank = not any(p.text.strip() for p in found if not p.unread)
        for piece in found:
            if piece.unread:
                self._builder.hide(piece.text, piece.unread, place)
            elif not blank:
                spans.append(self._builder.add(piece.text, place, offset))
                if piece.target is not None:
                    self._builder.link(spans[-1], piece.target)
            offset += len(piece.text)
        return Span(spans[0].unit, spans[0].start, spans[-1].end) if spans else None

    def _table(self, table: Any, place: str, box: int) -> None:
        self._builder.tables += 1
        properties = table.find(A + "tblPr")
        headed = properties is not None and properties.get("firstRow") in ("1", "true")
        for number, row in enumerate(table.findall(A + "tr")):
            cells = row.findall(A + "tc")
            first = last = None
            for column, cell in enumerate(cells):
                between = "\t"
                for line, paragraph in enumerate(cell.iter(A + "p")):
                    found = list(pieces(paragraph, self._slide.part, on_white=False))
                    where = f"{place} row {number} cell {column} paragraph {line}"
                    if not any(p.text.strip() for p in found if not p.unread):
                        self._add(found, where)
                        continue
                    if first:
                        self._builder.gap(between)
                    last = self._add(found, where)
                    first, between = first or last, "\n"
            if first and last:
                head = number == 0 and headed and is_head_row([_words(c) for c in cells])
                whole = Span(first.unit, first.start, last.end)
                self._builder.mark(Kind.ROW, whole, mark=HEADER if head else None, box=box)
                self._builder.gap()

    def _notes(self) -> None:
        """What the speaker is to say, in a unit of its own."""
        frame = self._slide.notes_slide.notes_text_frame if self._slide.has_notes_slide else None
        if frame is None or not frame.text.strip():
            return
        self._builder.open_unit(NOTES, slide=self._number)
        part = self._slide.notes_slide.part
        for number, paragraph in enumerate(frame._txBody.findall(A + "p")):
            place = f"slide {self._number} notes paragraph {number}"
            span = self._add(list(pieces(paragraph, part, on_white=False)), place)
            if span:
                self._builder.gap()
                self._builder.mark(Kind.NOTE, span)


def _kind(element: Any) -> str | None:
    """What a placeholder is for ("title", "ftr" …); None for any other shape."""
    place = element.find(f"*/{P}nvPr/{P}ph")
    return None if place is None else place.get("type", "obj")


def _words(element: Any) -> str:
    lines = ("".join(t.text or "" for t in p.iter(A + "t")) for p in element.iter(A + "p"))
    return "\n".join(line for line in lines if line.strip())


def _count_comments(part: Any) -> int:
    roots = (parse_part(p.blob) for p in related(part, "comments"))
    return sum(1 for r in roots for e in r.iter() if str(e.tag).rpartition("}")[2] in _COMMENT)
