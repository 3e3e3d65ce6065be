"""Word to a reading: real headings, real lists, tables and text boxes, in the order of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from handbook.domain import Span
from handbook.errors import ReadError
from ingest.marks import leading_mark
from ingest.read.archive import check_archive
from ingest.reading import Kind, Reading, ReadingBuilder

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


def read_docx(path: Path) -> Reading:
    """Read a Word file: one unit for each section that a heading opens."""
    check_archive(path, "Word document")
    try:
        document = Document(str(path))
        builder = ReadingBuilder()
        builder.title = (document.core_properties.title or "").strip() or None
        _Walk(builder, document).run()
        _warn_of_comments(builder, document)
    except (OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        raise ReadError(
            f"{path.name} is not a readable Word document ({error}); save it again there."
        ) from error
    return builder.finish()


def _warn_of_comments(builder: ReadingBuilder, document: Any) -> None:
    count = len(list(document.comments))
    if count:
        builder.warn(f"{count} comments are left out.")


class _Walk:
    """One pass over the body."""

    def __init__(self, builder: ReadingBuilder, document: Any) -> None:
        self._builder = builder
        self._document = document
        self._number = 0
        self._started = False

    def run(self) -> None:
        self._builder.open_unit("section")
        self._children(self._document.element.body)

    def _children(self, parent: Any) -> None:
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
                self._children(child)

    def _paragraph(self, element: Any) -> None:
        paragraph = Paragraph(element, self._document)
        place = f"paragraph {self._number}"
        self._number += 1
        text = _text(element)
        level = _heading_level(paragraph)
        if level and text.strip() and self._started:
            self._builder.open_unit("section")
        if text.strip():
            self._started = True
            span = self._builder.add(text, place)
            self._builder.gap()
            self._mark(paragraph, span, text, level)
        for box in _text_boxes(element):
            self._children(box)

    def _mark(self, paragraph: Paragraph, span: Span, text: str, level: int) -> None:
        mark = leading_mark(text)
        if level:
            self._builder.mark(Kind.HEADING, span, level=level)
            if level == 1 and not self._builder.title:
                self._builder.title = " ".join(text.split())
        elif _in_list(paragraph):
            self._builder.mark(Kind.ITEM, span, mark="•")
        elif mark:
            kind = Kind.ITEM if mark.is_item else Kind.PARAGRAPH
            body = Span(span.unit, span.start + mark.body, span.end)
            self._builder.mark(kind, body, mark=mark.label)
        else:
            self._builder.mark(Kind.PARAGRAPH, span)

    def _table(self, table: Any) -> None:
        for row in table.iter(qn("w:tr")):
            spans: list[Span] = []
            for paragraph in row.iter(qn("w:p")):
                text = _text(paragraph)
                place = f"paragraph {self._number}"
                self._number += 1
                if text.strip():
                    if spans:
                        self._builder.gap("\t")
                    spans.append(self._builder.add(text, place))
            if spans:
                self._builder.gap()
                whole = Span(spans[0].unit, spans[0].start, spans[-1].end)
                self._builder.mark(Kind.ROW, whole)


def _text(element: Any) -> str:
    """The visible text of a paragraph, links included, deleted text and text boxes left out."""
    parts = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        owners = {a.tag for a in node.iterancestors() if a is not element}
        if qn("w:txbxContent") in {a.tag for a in _between(node, element)} or qn("w:pPr") in owners:
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        else:
            parts.append({qn("w:tab"): "\t", qn("w:br"): "\n"}.get(node.tag, "-"))
    return "".join(parts)


def _between(node: Any, element: Any) -> Iterator[Any]:
    for ancestor in node.iterancestors():
        if ancestor is element:
            return
        yield ancestor


def _text_boxes(element: Any) -> Iterator[Any]:
    """Text boxes of a paragraph; of alternatives for old readers only the first form counts."""
    for box in element.iter(qn("w:txbxContent")):
        tags = {a.tag.rpartition("}")[2] for a in _between(box, element)}
        if "Fallback" not in tags and "txbxContent" not in tags:
            yield box


def _heading_level(paragraph: Paragraph) -> int:
    name = (paragraph.style.name if paragraph.style else None) or ""
    found = _HEADING.match(name)
    if found:
        return int(found[1])
    return 1 if name == "Title" else 0


def _in_list(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    name = (paragraph.style.name if paragraph.style else None) or ""
    return numbered or name.startswith("List ")
