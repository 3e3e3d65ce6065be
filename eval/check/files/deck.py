"""Statements as PowerPoint slides: lists, every third of them drawn as a diagram, tables, text
boxes and speaker notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from eval.check.cases import Case
from eval.check.files.diagram import add_diagram
from eval.check.files.sheets import ITEM, ROW, Sheet, Stands, cells, sheets

_TITLE_ONLY, _BLANK = 5, 6
_LEFT, _TOP, _WIDTH, _HEIGHT = (Inches(n) for n in (0.5, 1.5, 9, 5.8))
_DRAWN = 3


def write_deck(cases: Sequence[Case], path: Path) -> list[Stands]:
    """Write the file; gives where each statement stands, in reading order."""
    return write_slides(sheets(cases), path)


def write_slides(found: Sequence[Sheet], path: Path) -> list[Stands]:
    """The same of sheets, a slide each."""
    deck = Presentation()
    stands = [s for n, sheet in enumerate(found, start=1) for s in _slide(deck, sheet, n)]
    deck.save(str(path))
    return stands


def _slide(deck: Any, sheet: Sheet, number: int) -> Iterator[Stands]:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY if sheet.title else _BLANK])
    if sheet.title:
        slide.shapes.title.text = sheet.title
    yield from (Stands(case, f"slide {number}", "") for case in sheet.headed)
    for place, (kind, some) in enumerate(sheet.groups):
        high = int(_HEIGHT) // len(sheet.groups)
        area = (int(_LEFT), int(_TOP) + place * high, int(_WIDTH), high)
        _put(slide, kind, some, area, drawn=kind == ITEM and number % _DRAWN == 0)
        yield from (Stands(case, f"slide {number}", sheet.title) for case in some)
    if sheet.noted:
        said = "\n".join(case.line.text for case in sheet.noted)
        slide.notes_slide.notes_text_frame.text = said
        where = f"slide {number}, notes"
        yield from (Stands(case, where, sheet.title) for case in sheet.noted)


def _put(
    slide: Any, kind: str, some: Sequence[Case], area: tuple[int, int, int, int], *, drawn: bool
) -> None:
    texts = [case.line.text for case in some]
    if drawn:
        add_diagram(slide, texts, area)
    elif kind == ROW:
        table = slide.shapes.add_table(len(some), 2, *area).table
        for row, case in enumerate(some):
            table.cell(row, 0).text, table.cell(row, 1).text = cells(case)
    else:
        frame = slide.shapes.add_textbox(*area).text_frame
        frame.text = "\n".join(texts)
        for paragraph in frame.paragraphs if kind == ITEM else ():
            properties = paragraph._p.get_or_add_pPr()
            etree.SubElement(properties, f"{{{properties.nsmap['a']}}}buChar", char="•")
