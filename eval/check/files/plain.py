"""Statements as Markdown: headings, lists and tables; notes as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.check.cases import Case
from eval.check.files.sheets import ITEM, ROW, Stands, below_headings, cells, sheets

_MARKS = re.compile(r"([\\`*_\[\]<>#|~$&])|^(?=[-+=])")
_NUMBER = re.compile(r"^(\d+)([.)])(?=\s)")


def write_markdown(cases: Sequence[Case], path: Path) -> list[Stands]:
    """Write the file; gives where each statement stands, in reading order."""
    parts, stands, section = [], [], 1
    for place, (sheet, heading) in enumerate(below_headings(sheets(cases))):
        if sheet.title:
            parts.append(f"# {_text(sheet.title)}\n")
            section += place > 0
        where = f"section {section}"
        stands += [Stands(case, where, "") for case in sheet.headed]
        for kind, some in [*sheet.groups, ("note", sheet.noted)]:
            parts += _lines(kind, some)
            stands += [Stands(case, where, heading) for case in some]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return stands


def _lines(kind: str, some: Sequence[Case]) -> Iterator[str]:
    for place, case in enumerate(some):
        if kind == ROW:
            yield "| {} | {} |".format(*map(_text, cells(case)))
            if place == 0:
                yield "| --- | --- |"
        else:
            yield f"- {_text(case.line.text)}" if kind == ITEM else f"{_text(case.line.text)}\n"
    yield ""


def _text(text: str) -> str:
    """The text with what would be read as marks escaped."""
    return _NUMBER.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))
