"""Statements as a Word document: headings, lists and tables; notes as paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document

from eval.check.cases import Case
from eval.check.files.sheets import ITEM, ROW, Stands, below_headings, cells, sheets


def write_document(cases: Sequence[Case], path: Path) -> list[Stands]:
    """Write the file; gives where each statement stands, in reading order."""
    document, stands, section = Document(), [], 1
    for place, (sheet, heading) in enumerate(below_headings(sheets(cases))):
        if sheet.title:
            document.add_heading(sheet.title, 1)
            section += place > 0
        where = f"section {section}"
        stands += [Stands(case, where, "") for case in sheet.headed]
        for kind, some in [*sheet.groups, ("note", sheet.noted)]:
            _put(document, kind, some)
            stands += [Stands(case, where, heading) for case in some]
    document.save(str(path))
    return stands


def _put(document: Any, kind: str, some: Sequence[Case]) -> None:
    if kind == ROW:
        table = document.add_table(len(some), 2)
        for row, case in zip(table.rows, some, strict=True):
            row.cells[0].text, row.cells[1].text = cells(case)
        return
    for case in some:
        document.add_paragraph(case.line.text, style="List Bullet" if kind == ITEM else None)
