"""What the Word library has no word for: bars, links, page numbers, tables to write in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph

__all__ = [
    "SHORT",
    "Paragraph",
    "add_link",
    "add_notice",
    "blank_table",
    "new_document",
    "room",
    "rows_table",
]

_INK, _QUIET, _AMBER, _RED = "1D4E79", "444444", "8A4600", "7A0019"
_FONT = "Arial"
SHORT = Pt(6)
"""The gap below a quotation in brief."""
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def new_document(title: str, printed: str, day: date) -> Document:
    """An empty A4 document in British English, with its styles, title and foot."""
    document = docx.Document()
    properties = document.core_properties
    properties.title = f"{title}, {printed}"
    properties.author = properties.last_modified_by = "The Handbook"
    properties.language = "en-GB"
    properties.comments = ""
    properties.created = properties.modified = datetime.combine(day, time(), UTC)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _set_styles(document)
    _set_foot(section.footer.paragraphs[0], printed)
    return document


def _set_styles(document: Document) -> None:
    styles = document.styles
    language = styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "en-GB")
    for name, size in (("Normal", 11), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12)):
        _set_font(styles[name], size)
    for name in ("Title", "Heading 1", "Heading 2"):
        styles[name].font.color.rgb = RGBColor.from_string(_INK)
    _style(document, "Quiet", 9.5, _QUIET, after=4, keep=True)
    _style(document, "Outcome", 11, after=4, keep=True).font.bold = True
    urgent = _style(document, "Urgent", 13, "FFFFFF", keep=True)
    urgent.font.bold = True
    _shade(urgent, _RED)
    quotation = _style(document, "Quotation", 11, after=4, keep=True)
    _bar(quotation, _INK, 24)
    _shade(quotation, "F1F5F9")
    _bar(_style(document, "Set apart", 11, after=4, keep=True), _AMBER, 12, "dashed")
    _bar(_style(document, "Notice", 11), _AMBER, 24)
    _style(document, "Note", 11, keep=True).font.italic = True
    option = _style(document, "Option", 11, after=3)
    option.paragraph_format.left_indent = Cm(0.4)
    origin = _style(document, "Origin", 9.5, _QUIET, after=12)
    origin.paragraph_format.left_indent = Cm(0.4)
    origin.paragraph_format.keep_together = True
    _style(document, "Source", 9.5, _QUIET).paragraph_format.keep_together = True
    badge = styles.add_style("Badge", WD_STYLE_TYPE.CHARACTER)
    badge.font.bold = True
    badge.font.color.rgb = RGBColor.from_string(_AMBER)


def _style(
    document: Document,
    name: str,
    size: float,
    colour: str | None = None,
    *,
    after: float = 8,
    keep: bool = False,
) -> Any:
    """A paragraph style; ``keep`` keeps its paragraphs on one page with what follows."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _set_font(style, size)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.keep_with_next = keep
    return style


def _set_font(style: Any, size: float) -> None:
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), _FONT)


def _bar(style: Any, colour: str, eighths: int, kind: str = "single") -> None:
    """A line down the left side; its width is in eighths of a point."""
    borders = _element("w:pBdr")
    borders.append(_element("w:left", val=kind, sz=str(eighths), space="8", color=colour))
    _insert(style, borders)


def _shade(style: Any, colour: str) -> None:
    _insert(style, _element("w:shd", val="clear", color="auto", fill=colour))


def _insert(style: Any, element: Any) -> None:
    """Put a property of a paragraph where the schema wants it."""
    properties = style.element.get_or_add_pPr()
    after = {"w:pBdr": ("w:shd", "w:spacing", "w:ind"), "w:shd": ("w:spacing", "w:ind")}
    name = "w:pBdr" if element.tag == qn("w:pBdr") else "w:shd"
    later = [child for child in properties if child.tag in map(qn, after[name])]
    if later:
        later[0].addprevious(element)
    else:
        properties.append(element)


def _set_foot(foot: Paragraph, printed: str) -> None:
    foot.style = "Quiet"
    foot.paragraph_format.tab_stops.clear_all()
    foot.add_run(f"Printed on {printed} · page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word works out."""
    field = _element("w:fldSimple", instr=code)
    run = _element("w:r")
    number = _element("w:t")
    number.text = "1"
    run.append(number)
    field.append(run)
    paragraph._p.append(field)


def add_link(paragraph: Paragraph, address: str, words: str) -> None:
    """Words that open a web address."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, _LINK, is_external=True))
    run = paragraph.add_run(words)
    run.font.underline = True
    run.font.color.rgb = RGBColor.from_string(_INK)
    link.append(run._r)
    paragraph._p.append(link)


def add_notice(document: Document, words: str) -> None:
    """Something that a reader must know, with a bar beside it."""
    note = document.add_paragraph(style="Notice")
    note.add_run("Note: ").bold = True
    note.add_run(words)


def rows_table(document: Document, rows: Sequence[tuple[str, str]]) -> None:
    """Names on the left, what they stand for on the right."""
    table = document.add_table(len(rows), 2, "Table Grid")
    _set_widths(table, (Cm(4), Cm(12.4)))
    _look(table, firstRow="0", firstColumn="1")
    for row, (name, text) in zip(table.rows, rows, strict=True):
        _keep_whole(row)
        row.cells[0].paragraphs[0].add_run(name).bold = True
        row.cells[1].text = text
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    _gap(document)


def blank_table(
    document: Document, head: Sequence[str], widths: Sequence[Length], count: int
) -> None:
    """A table to write in: a head that is repeated on each page, and empty rows below it."""
    table = document.add_table(count + 1, len(head), "Table Grid")
    _set_widths(table, widths)
    _look(table, firstRow="1", firstColumn="0")
    for row in table.rows:
        _keep_whole(row)
    for row in table.rows[1:]:
        row.height = Cm(1.4)
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def room(document: Document, words: str, lines: int) -> None:
    """A box to write in, under a word that says what for."""
    table = document.add_table(1, 1, "Table Grid")
    _keep_whole(table.rows[0])
    cell = table.rows[0].cells[0]
    cell.text = f"{words}:"
    table.rows[0].height = Cm(0.9 * (lines + 1))
    _gap(document)


def _gap(document: Document) -> None:
    """A small paragraph: two tables in a row would grow together."""
    gap = document.add_paragraph(style="Quiet")
    gap.paragraph_format.space_after = Pt(0)


def _set_widths(table: Any, widths: Sequence[Length]) -> None:
    """Of the columns and of each cell: some programs read the one, some the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _look(table: Any, **kinds: str) -> None:
    """Tell readers aloud which row or column names the others."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for kind, value in kinds.items():
        look.set(qn(f"w:{kind}"), value)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
