"""Word to a reading: real headings and numbers, lists, tables, text boxes and notes, in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from lxml.etree import XMLSyntaxError

from handbook.domain import Span
from handbook.errors import ReadError
from ingest.marks import heads_its_text, leading_mark
from ingest.read.archive import check_archive, check_length
from ingest.read.drawing import chart_texts, diagram_texts, parse_part, related
from ingest.read.word_numbering import Label, Numbering
from ingest.read.word_styles import Styles, W
from ingest.read.word_tables import Row, is_layout, rows
from ingest.read.word_text import MC, Piece, Pieces
from ingest.reading import HEADER, Kind, Reading, ReadingBuilder

_PSEUDO_HEADING = 6
_HOLDERS = frozenset(W + n for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_Notes = dict[tuple[str, str], Any]


def read_docx(path: Path) -> Reading:
    """Read a Word file: one unit for each section that a heading opens."""
    check_archive(path, "Word document")
    try:
        document = Document(str(path))
        builder = ReadingBuilder()
        builder.title = (document.core_properties.title or "").strip() or None
        builder.comments = len(list(document.comments))
        check_length(path, document.element.body.iter(W + "p"))
        _Walk(builder, document).run()
    except RecursionError as error:
        raise ReadError(
            f"{path.name} leads from part to part without end; it is damaged."
        ) from error
    except (OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise ReadError(
            f"{path.name} is not a readable Word document ({error}); save it again there."
        ) from error
    if builder.comments:
        builder.warn(f"{builder.comments} comments are left out.")
    return builder.finish()


def paragraphs_by_place(document: Any) -> dict[str, Any]:
    """The paragraphs of a document that was opened, by the place that Run gives; a note's place
    leads to the paragraph that calls it."""
    walk = _Walk(ReadingBuilder(), document)
    walk.run()
    return walk.elements


def _notes(part: Any) -> _Notes:
    """The footnotes and endnotes of a document by kind and id."""
    found: _Notes = {}
    for kind in ("footnote", "endnote"):
        for notes in related(part, f"{kind}s"):
            for note in parse_part(notes.blob).iter(W + kind):
                if note.get(W + "type", "normal") == "normal":
                    found[kind, note.get(W + "id", "")] = note
    return found


class _Walk:
    """One pass over the body."""

    def __init__(self, builder: ReadingBuilder, document: Any) -> None:
        self._builder = builder
        self._part = document.part
        self._body = document.element.body
        roots = {k: next(related(self._part, k), None) for k in ("styles", "numbering")}
        parsed = {k: None if p is None else parse_part(p.blob) for k, p in roots.items()}
        self._styles = Styles(parsed["styles"])
        self._numbering = Numbering(parsed["numbering"], self._styles)
        self._pieces = Pieces(self._styles, self._part)
        self._notes = _notes(self._part)
        self._called: list[tuple[str, str]] = []
        self.elements: dict[str, Any] = {}
        self._number = 0
        self._boxes = 0
        self._changes = 0
        self._started = False
        self._introduced = False

    def run(self) -> None:
        self._builder.open_unit("section")
        self._children(self._body, None)
        self._add_notes()
        if self._changes:
            self._builder.warn(
                f"{self._changes} tracked changes were read as if they had been accepted."
            )

    def _children(self, parent: Any, box: int | None) -> None:
        for child in parent.iterchildren():
            if child.tag == W + "p":
                self._paragraph(child, box)
            elif child.tag == W + "tbl":
                self._table(child, box)
            elif child.tag in _HOLDERS and not _is_contents(child):
                self._children(child, box)

    def _paragraph(self, element: Any, box: int | None) -> None:
        label = self._numbering.label(element)
        level = self._styles.heading_level(element)
        pieces = self._read(element)
        text = "".join(p.text for p in pieces if not p.unread)
        if not text.strip() or self._styles.is_contents(element):
            self._number += 1
            self._inner(element)
            return
        if not level and label is None and _is_bold(pieces) and heads_its_text(text):
            level = _PSEUDO_HEADING
        if level and self._started:
            self._add_notes()
            self._builder.open_unit("section")
        self._started = True
        span = self._add(pieces)
        self._builder.gap()
        listed = self._styles.name(element).startswith(("List Bullet", "List Number"))
        self._mark(span, text, level, label, listed, box)
        self._introduced = text.rstrip()[-1] in ":–—-" or (self._introduced and label is not None)
        self._inner(element)

    def _read(self, element: Any) -> list[Piece]:
        pieces = self._pieces.of(element)
        places = (f"paragraph {self._number}", *(" ".join(p.note) for p in pieces if p.note))
        self.elements.update(dict.fromkeys(places, element))
        changed = (W + n for n in ("del", "ins", "moveFrom"))
        self._changes += sum(len(element.findall(tag)) for tag in changed)
        self._called.extend(p.note for p in pieces if p.note)
        self._hide(pieces, f"paragraph {self._number}")
        return pieces

    def _hide(self, pieces: list[Piece], place: str) -> None:
        for piece in pieces:
            if piece.unread:
                self._builder.hide(piece.text, piece.unread, place)

    def _add(self, pieces: list[Piece]) -> Span:
        """Add the text of a paragraph; its offsets count what is hidden too."""
        place = f"paragraph {self._number}"
        self._number += 1
        spans: list[Span] = []
        offset = 0
        linked: tuple[str, Span] | None = None
        for piece in pieces:
            if piece.text and not piece.unread:
                span = self._builder.add(piece.text, place, offset)
                spans.append(span)
                if linked and (linked[0] != piece.target):
                    self._builder.link(linked[1], linked[0])
                    linked = None
                if piece.target is not None:
                    start = linked[1].start if linked else span.start
                    linked = (piece.target, Span(span.unit, start, span.end))
            offset += len(piece.text)
        if linked:
            self._builder.link(linked[1], linked[0])
        return Span(spans[0].unit, spans[0].start, spans[-1].end)

    def _mark(
        self, span: Span, text: str, level: int, label: Label | None, listed: bool, box: int | None
    ) -> None:
        typed = leading_mark(text)
        if level:
            number = label.printed.strip() if label and label.printed != "•" else None
            self._builder.mark(Kind.HEADING, span, level=level, mark=number, box=box)
            if level == 1 and not self._builder.title:
                self._builder.title = " ".join(text.split())
        elif label:
            whole = text.rstrip()[-1] in '.?!”"' and not self._introduced
            numbered = label.is_number and ("." in label.cited or whole)
            kind = Kind.PARAGRAPH if numbered else Kind.ITEM
            self._builder.mark(kind, span, level=label.depth, mark=label.cited, box=box)
        elif typed:
            kind = Kind.ITEM if typed.is_item else Kind.PARAGRAPH
            body = Span(span.unit, span.start + typed.body, span.end)
            self._builder.mark(kind, body, mark=typed.label, box=box)
        elif listed:
            self._builder.mark(Kind.ITEM, span, mark="•", box=box)
        else:
            self._builder.mark(Kind.PARAGRAPH, span, box=box)

    def _inner(self, element: Any) -> None:
        """What is anchored in a paragraph: diagrams, charts, text boxes."""
        drawn = (*diagram_texts(self._part, element), *chart_texts(self._part, element))
        for position, text in enumerate(drawn):
            span = self._builder.add(text, f"paragraph {self._number - 1} drawing {position}")
            self._builder.gap()
            self._builder.mark(Kind.ITEM, span, mark="•")
        for box in _text_boxes(element):
            self._boxes += 1
            self._children(box, self._boxes)

    def _table(self, table: Any, box: int | None) -> None:
        found = list(rows(table))
        if is_layout(found, self._styles):
            for row in found:
                for cell in row.cells:
                    self._boxes += 1
                    self._children(cell, self._boxes if len(row.cells) > 1 else box)
            return
        self._builder.tables += 1
        for position, row in enumerate(found):
            self._row(row, row.is_head or (position == 0 and row.may_be_head), box)

    def _row(self, row: Row, is_head: bool, box: int | None) -> None:
        first = last = None
        for cell in row.cells:
            between = "\t"
            for paragraph in cell.iter(W + "p"):
                pieces = self._read(paragraph)
                if not "".join(p.text for p in pieces if not p.unread).strip():
                    self._number += 1
                    continue
                if first:
                    self._builder.gap(between)
                last = self._add(pieces)
                first, between = first or last, "\n"
        if first and last:
            self._builder.gap()
            whole = Span(first.unit, first.start, last.end)
            self._builder.mark(Kind.ROW, whole, mark=HEADER if is_head else None, box=box)

    def _add_notes(self) -> None:
        """The notes called in a section follow its text, each apart."""
        called, self._called = dict.fromkeys(self._called), []
        for kind, name in called:
            note = self._notes.get((kind, name))
            for paragraph in () if note is None else note.iter(W + "p"):
                pieces = self._pieces.of(paragraph)
                self._hide(pieces, f"{kind} {name}")
                text = "".join(p.text for p in pieces if not p.unread)
                if text.strip():
                    span = self._builder.add(text, f"{kind} {name}")
                    self._builder.gap()
                    self._builder.mark(Kind.NOTE, span, mark=name)


def _is_bold(pieces: list[Piece]) -> bool:
    return all(p.bold for p in pieces if p.text.strip() and not p.unread)


def _is_contents(holder: Any) -> bool:
    """Whether a content control is Word's own table of contents."""
    gallery = holder.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(W + "val") == "Table of Contents"


def _text_boxes(element: Any) -> Iterator[Any]:
    """Text boxes of a paragraph; of alternatives for old readers only the first form counts."""
    for box in element.iter(W + "txbxContent"):
        tags = []
        for ancestor in box.iterancestors():
            if ancestor is element:
                break
            tags.append(ancestor.tag)
        if MC + "Fallback" not in tags and W + "txbxContent" not in tags:
            yield box
