"""The main element of a page to its lines: headings, paragraphs, items and rows, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.read import chrome
from ingest.read.markup import BLOCKS, Element, Text, shown
from ingest.read.web_main import elements, is_frame, text_of

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BOLD = frozenset(("b", "strong"))
_RICH = _HEADINGS | frozenset(("ul", "ol", "table", "dl"))
_PARTS = frozenset(("div", "section", "article", "td", "details"))
_MOST_PARAGRAPHS_IN_A_CELL = 2
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,2})+\.?|\d{1,3}[.)]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters as shown, where they stand in the source, and how they are set."""

    text: str
    offset: int
    bold: bool = False
    link: Element | None = None


@dataclass(slots=True)
class Line:
    """A block of the page. ``tag`` is "h1" … "h6", "p", "li" or "tr"; ``group`` names the list or
    table that it belongs to, ``home`` the part of the page; ``cells`` are where the cells of a row
    begin in ``pieces``."""

    tag: str
    group: int | None = None
    depth: int = 1
    mark: str | None = None
    header: bool = False
    note: bool = False
    home: int = 0
    pieces: list[Piece] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(p.text for p in self.pieces)

    @property
    def linked(self) -> str:
        return "".join(p.text for p in self.pieces if p.link)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text that no reader of the page sees, and why."""

    text: str
    why: str
    offset: int


@dataclass(frozen=True, slots=True)
class _Around:
    """What encloses the place where the walk stands."""

    main: bool
    tag: str = "p"
    depth: int = 0
    group: int | None = None
    ordered: list[int] | None = None
    mark: str | None = None
    bold: bool = False
    link: Element | None = None
    coloured: bool = False
    note: bool = False
    home: int = 0


class Lines:
    """One walk over a page. ``found``, ``unseen`` and ``tables`` are what came of it."""

    def __init__(self, source: str, styles: chrome.Styles) -> None:
        self.found: list[Line] = []
        self.unseen: list[Unseen] = []
        self.tables = 0
        self._source = source
        self._styles = styles
        self._line: Line | None = None
        self._number: list[Piece] = []
        self._groups = 0
        self._homes = 0
        self._in_row = False

    def read(self, element: Element, inside_main: bool) -> None:
        """Take in everything below an element."""
        self._children(element, _Around(main=inside_main))
        self._end()

    def _children(self, element: Element, around: _Around) -> None:
        for child in element.children:
            if isinstance(child, Text):
                self._write(child, around)
            elif child.tag == "br":
                self._break(around)
            elif not is_frame(child, around.main) and not self._hide(child, around):
                self._element(child, around)

    def _hide(self, element: Element, around: _Around) -> bool:
        why = chrome.why_hidden(element, self._styles, around.coloured)
        if why:
            text = " ".join(text_of(element, self._source).split())
            first = next((c.start for c in element.children if isinstance(c, Text)), 0)
            self.unseen.append(Unseen(text, why, first))
        return bool(why)

    def _element(self, element: Element, around: _Around) -> None:
        tag = element.tag
        if chrome.has_background(element, self._styles):
            around = replace(around, coloured=True)
        if tag == "table" and not self._in_row and self._data_table(element, around):
            return
        if chrome.holds_notes(element):
            around = replace(around, note=True)
        if tag in _PARTS:
            self._homes += 1
            around = replace(around, home=self._homes)
        if tag == "a":
            around = replace(around, link=element)
        elif tag in _BOLD:
            around = replace(around, bold=True)
        opens = chrome.opens_section(element) and around.tag not in _HEADINGS
        if self._in_row:
            if tag in BLOCKS:
                self._break(around)
            self._children(element, around)
        elif tag in BLOCKS or opens:
            self._end()
            self._block(element, self._inside(element, around))
            self._end()
        else:
            self._children(element, around)

    def _block(self, element: Element, around: _Around) -> None:
        """Take in a block; a row that begins with a paragraph's number lends it to the next."""
        number = _number_of(element, self._source) if element.tag == "tr" else None
        if number is None:
            self._children(element, around)
            return
        self._number = [Piece(w, o) for t in _own_text(number) for w, o in shown(self._source, t)]
        for cell in element.children:
            if isinstance(cell, Element) and cell is not number and not self._hide(cell, around):
                self._children(cell, around)

    def _inside(self, element: Element, around: _Around) -> _Around:
        """What encloses the children of a block."""
        tag = element.tag
        if tag in _HEADINGS or tag in ("summary", "button"):
            return replace(around, tag=tag if tag in _HEADINGS else "h6")
        if tag in ("ul", "ol"):
            self._groups += around.group is None
            start = element.attributes.get("start", "1")
            first = int(start) if start.isdigit() and len(start) < 6 else 1
            return replace(
                around,
                depth=around.depth + 1,
                group=around.group if around.group is not None else self._groups,
                ordered=[first] if tag == "ol" else None,
            )
        if tag == "li":
            mark = "•"
            if around.ordered is not None:
                mark = str(around.ordered[0])
                around.ordered[0] += 1
            return replace(around, tag="li", mark=mark)
        return around

    def _data_table(self, table: Element, around: _Around) -> bool:
        """Take in a table as rows, unless it only lays out the page or numbers paragraphs."""
        rows = list(_rows(table))
        numbered = sum(_number_of(row, self._source) is not None for row, _ in rows)
        if _is_layout(table, rows) or numbered * 2 > len(rows):
            return False
        self._end()
        self._groups += 1
        self.tables += 1
        self._in_row = True
        for child in table.children:
            if isinstance(child, Element) and child.tag == "caption":
                self._children(child, replace(around, tag="p", group=None))
                self._end()
        for row, in_head in rows:
            if self._hide(row, around):
                continue
            self._row(row, in_head, replace(around, tag="tr", group=self._groups))
        self._in_row = False
        return True

    def _row(self, row: Element, in_head: bool, around: _Around) -> None:
        cells = [c for c in row.children if isinstance(c, Element) and c.tag in ("td", "th")]
        self._line = Line("tr", around.group)
        self._line.header = in_head or (len(cells) > 1 and all(c.tag == "th" for c in cells))
        for cell in cells:
            self._line.cells.append(len(self._line.pieces))
            if not self._hide(cell, around):
                self._children(cell, around)
        self._end()

    def _write(self, text: Text, around: _Around) -> None:
        if self._line is None:
            if not self._source[text.start : text.end].strip():
                return
            self._line = Line(around.tag, around.group, max(around.depth, 1), around.mark)
            self._line.note, self._line.home = around.note, around.home
            if self._number:
                self._line.pieces.extend((*self._number, Piece("\n", 0)))
                self._number = []
        for words, offset in shown(self._source, text):
            self._line.pieces.append(Piece(words, offset, around.bold, around.link))

    def _break(self, around: _Around) -> None:
        if self._line is not None:
            self._line.pieces.append(Piece("\n", 0, around.bold, around.link))

    def _end(self) -> None:
        if self._line is not None and self._line.text.strip():
            self.found.append(self._line)
        self._line = None


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, those of tables inside it left out, and whether they are its head."""
    for child in table.children:
        if not isinstance(child, Element):
            continue
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child.children:
                if isinstance(row, Element) and row.tag == "tr":
                    yield row, child.tag == "thead"


def _is_layout(table: Element, rows: list[tuple[Element, bool]]) -> bool:
    """Whether a table only places text: a single column, or cells that hold more than words."""
    if table.attributes.get("role", "").lower() in ("presentation", "none"):
        return True
    widest = 0
    for row, _ in rows:
        cells = [c for c in row.children if isinstance(c, Element)]
        widest = max(widest, len(cells))
        if any(_is_rich(cell) for cell in cells):
            return True
    return widest < 2


def _is_rich(cell: Element) -> bool:
    """Whether a cell holds headings, lists, tables or several paragraphs."""
    paragraphs = 0
    for inside in elements(cell):
        paragraphs += inside.tag == "p"
        if inside.tag in _RICH or paragraphs > _MOST_PARAGRAPHS_IN_A_CELL:
            return True
    return False


def _number_of(row: Element, source: str) -> Element | None:
    """The first cell of a row of two, if it holds nothing but a paragraph's number."""
    cells = [c for c in row.children if isinstance(c, Element) and c.tag in ("td", "th")]
    if len(cells) != 2 or not _NUMBER.fullmatch(text_of(cells[0], source).strip()):
        return None
    return cells[0]


def _own_text(cell: Element) -> Iterator[Text]:
    for inside in elements(cell):
        yield from (c for c in inside.children if isinstance(c, Text))
