"""Word's tables: those that hold data, row by row, and those that only lay out the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.marks import is_head_row
from ingest.read.word_styles import Styles, W, value

_MOST_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells. ``is_head`` where the file repeats it on each page as the head;
    ``may_be_head`` where the table's look gives the first row another print."""

    cells: tuple[Any, ...]
    is_head: bool
    may_be_head: bool


def rows(table: Any) -> Iterator[Row]:
    """The rows of a table, deleted ones and those of tables inside it left out."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    marked = look is not None and (
        look.get(W + "firstRow") == "1" or bool(_hex(look.get(W + "val")) & 0x20)
    )
    for row in _below(table, "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells = tuple(_below(row, "tc"))
        head = row.find(f"{W}trPr/{W}tblHeader") is not None
        yield Row(cells, head, marked and is_head_row([_words(c) for c in cells]))


def is_layout(found: list[Row], styles: Styles) -> bool:
    """Whether a table only places text: one column, or cells that hold more than words."""
    if max((len(r.cells) for r in found), default=0) < 2:
        return True
    return any(_is_rich(cell, styles) for row in found for cell in row.cells)


def _is_rich(cell: Any, styles: Styles) -> bool:
    if cell.find(W + "tbl") is not None:
        return True
    paragraphs = [p for p in cell.findall(W + "p") if _words(p).strip()]
    if len(paragraphs) <= 1:
        return False
    return len(paragraphs) > _MOST_PARAGRAPHS or any(
        styles.heading_level(p) or value(p, "pPr", "numPr", "numId") or _is_list(p, styles)
        for p in paragraphs
    )


def _is_list(paragraph: Any, styles: Styles) -> bool:
    return styles.name(paragraph).startswith("List ")


def _below(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, through the wrappers that may hold them."""
    for child in element.iterchildren():
        if child.tag == W + name:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _below(child, name)


def _words(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


def _hex(text: str | None) -> int:
    try:
        return int(text or "0", 16)
    except ValueError:
        return 0
