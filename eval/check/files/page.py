"""Statements as a PDF, set by the typesetter of the exports: a page for each sheet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from eval.check.cases import Case
from eval.check.files.sheets import ROW, Stands, below_headings, cells, sheets

_TEMPLATE = b"""
#set page(paper: "a4", margin: 2cm)
#set text(size: 10pt, lang: "en", hyphenate: false)
#for (number, sheet) in json(bytes(sys.inputs.data)).enumerate() {
  if number > 0 { pagebreak() }
  if sheet.title != "" { heading(sheet.title) }
  for (kind, some) in sheet.groups {
    if kind == "row" { table(columns: (1fr, 1fr), ..some.flatten().map(text)) }
    else if kind == "item" { list(..some.map(text)) }
    else { for one in some { par(text(one)) } }
  }
}
"""


def write_pdf(cases: Sequence[Case], path: Path) -> list[Stands]:
    """Write the file; gives where each statement stands, in reading order."""
    pages, stands = [], []
    for number, (sheet, heading) in enumerate(below_headings(sheets(cases)), start=1):
        groups = [*sheet.groups, ("note", sheet.noted)]
        shown = [(kind, [_words(case) for case in some]) for kind, some in groups]
        pages.append({"title": sheet.title, "groups": shown})
        where = f"page {number}"
        stands += [Stands(case, where, "") for case in sheet.headed]
        stands += [Stands(case, where, heading) for _, some in groups for case in some]
    fonts = typst.Fonts(include_system_fonts=False)
    inputs = {"data": json.dumps(pages)}
    compiler = typst.Compiler(_TEMPLATE, font_paths=fonts, sys_inputs=inputs)
    compiler.compile(output=str(path), format="pdf")
    return stands


def _words(case: Case) -> str | tuple[str, str]:
    return cells(case) if case.line.kind == ROW else case.line.text
