"""HTML to a reading: the main text without menus, each character mapped to the page's source."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.domain import Span
from handbook.errors import ReadError
from ingest.boxes import box_of
from ingest.marks import heads_its_text, leading_mark
from ingest.read import chrome
from ingest.read.markup import Element, TooManyElements, parse
from ingest.read.plain import read_bytes
from ingest.read.web_contents import without_chrome
from ingest.read.web_lines import Line, Lines
from ingest.read.web_main import elements, main_element
from ingest.reading import HEADER, Kind, Reading, ReadingBuilder

_CHARSET = re.compile(rb"<meta[^>]{1,200}charset=[\"']?([\w-]+)", re.IGNORECASE)
_WORDS = re.compile(r"\S+(?: \S+)*")
_LOWEST = 6
_AMENDS = re.compile(r"\b(amended|updated|added|changed|revised|refreshed|reviewed|new)\b", re.I)


def read_html(path: Path) -> Reading:
    """Read a page: one unit for each section that a heading opens."""
    source, warning = _decode(path)
    try:
        root, broken = parse(source)
    except TooManyElements as error:
        raise ReadError(
            f"{path.name} holds more elements than any honest page does; it was not read."
        ) from error
    builder = ReadingBuilder()
    if warning:
        builder.warn(warning)
    if broken is not None:
        builder.warn(
            f"{path.name} breaks off inside a tag or comment at character {broken}; "
            "what follows there could not be read."
        )
    _Page(builder, root, source).read()
    return builder.finish()


def _decode(path: Path) -> tuple[str, str | None]:
    """The characters of a page in the encoding that it declares, and a warning if none fits."""
    raw = read_bytes(path)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in raw[:4000] and not wide:
        raise ReadError(f"{path.name} is not a web page; save the page again as HTML.")
    declared = _CHARSET.search(raw[:4000])
    names = ["utf-8-sig", "cp1252"]
    if wide:
        names.insert(0, "utf-16")
    elif declared:
        names.insert(0, declared[1].decode("ascii", "replace"))
    for name in names:
        try:
            text = raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        guessed = name == "cp1252" and not (declared and declared[1].lower() == b"cp1252")
        note = f"{path.name} declares no encoding that fits; it was read as Windows-1252."
        return text, note if guessed else None
    return raw.decode("cp1252", "replace"), f"{path.name} holds bytes that are no text."


class _Page:
    """One page on its way into a reading."""

    def __init__(self, builder: ReadingBuilder, root: Element, source: str) -> None:
        self._builder = builder
        self._root = root
        self._source = source

    def read(self) -> None:
        sheets = [e for e in elements(self._root) if e.tag == "style"]
        styles = chrome.read_styles("".join(_raw(e, self._source) for e in sheets))
        main = main_element(self._root)
        walk = Lines(self._source, styles)
        walk.read(main, inside_main=main is not self._root)
        for unseen in walk.unseen:
            self._builder.hide(unseen.text, unseen.why, f"source character {unseen.offset}")
        self._builder.tables = walk.tables
        self._builder.title = self._title()
        self._builder.open_unit("section")
        levels = [_level(line) for line in walk.found]
        kept = without_chrome(walk.found, [level > 0 for level in levels])
        started = False
        box = _OpenBox()
        for line in kept:
            level = _level(line)
            ends = box.ended_by(line, level)
            if (level or ends) and started:
                self._builder.open_unit("section")
            started = True
            self._add(line, level)

    def _title(self) -> str | None:
        """The page's first main heading, else its title."""
        for tag in ("h1", "title"):
            for element in elements(self._root):
                if element.tag == tag:
                    pieces = Lines(self._source, {})
                    pieces.read(element, inside_main=True)
                    text = " ".join(" ".join(n.text for n in pieces.found).split())
                    if text:
                        return text
        return None

    def _add(self, line: Line, level: int) -> None:
        span = _add_pieces(self._builder, line)
        self._builder.gap()
        text = " ".join(line.text.split())
        mark = leading_mark(text)
        if level:
            self._builder.mark(Kind.HEADING, span, level=level)
        elif line.note:
            self._builder.mark(Kind.NOTE, span, mark=line.mark)
        elif line.tag == "tr":
            self._builder.mark(Kind.ROW, span, mark=HEADER if _heads_table(line) else None)
        elif mark and (line.tag != "li" or "." in mark.label):
            kind = Kind.ITEM if mark.is_item else Kind.PARAGRAPH
            body = Span(span.unit, span.start + mark.body, span.end)
            self._builder.mark(kind, body, mark=mark.label)
        elif line.tag == "li":
            self._builder.mark(Kind.ITEM, span, level=line.depth, mark=line.mark)
        else:
            self._builder.mark(Kind.PARAGRAPH, span)


class _OpenBox:
    """Follows a box such as "Amendment" to its end: some pages have lost the heading of the text
    that follows it, which stands in another part of the page."""

    def __init__(self) -> None:
        self._open = False
        self._home: int | None = None

    def ended_by(self, line: Line, level: int) -> bool:
        """Whether the box that is open ends before this line."""
        text = " ".join(line.text.split())
        if level or (self._home is None and box_of(text)):
            self._open = box_of(text) is not None
            self._home = None
            return False
        if self._open and self._home is None:
            self._home = line.home
        if not self._open or line.home == self._home:
            return False
        self._open = text[-1:] != "." or bool(_AMENDS.search(text))
        return not self._open


def _raw(element: Element, source: str) -> str:
    return "".join(source[c.start : c.end] for c in element.children if not isinstance(c, Element))


def _heads_table(line: Line) -> bool:
    return line.header or all(p.bold for p in line.pieces if p.text.strip())


def _level(line: Line) -> int:
    """The level of a heading: a real one, or a line in bold that stands alone; else 0."""
    text = " ".join(line.text.split())
    if len(line.tag) == 2 and line.tag[0] == "h":
        level = int(line.tag[1])
        return _by_number(text, level) if level == _LOWEST else level
    lone = line.tag == "p" and all(p.bold for p in line.pieces if p.text.strip())
    return _by_number(text, _LOWEST) if lone and heads_its_text(text) else 0


def _by_number(text: str, level: int) -> int:
    """ "1. Introduction" is of level 2 and "1.1 Scope" of level 3, however they are printed."""
    mark = leading_mark(text)
    return level if not mark or mark.is_item else 2 + mark.label.count(".")


def _add_pieces(builder: ReadingBuilder, line: Line) -> Span:
    """Add words as they stand; runs of white space in the source become one space of ours."""
    first = last = None
    white = ""
    links: dict[int, tuple[str, int, int]] = {}
    cells = set(line.cells[1:])
    for position, piece in enumerate(line.pieces):
        white = "\t" if position in cells else white
        for words in _WORDS.finditer(piece.text):
            white = white or (" " if words.start() else "")
            if white and first:
                builder.gap(white)
            white = ""
            last = builder.add(words[0], "source", piece.offset + words.start())
            first = first or last
            if piece.link:
                target = piece.link.attributes.get("href", "")
                start = links.get(id(piece.link), ("", last.start, 0))[1]
                links[id(piece.link)] = (target, start, last.end)
        white = white or (" " if piece.text[-1:].isspace() else "")
    if first is None or last is None:
        return builder.add("", "source")
    for target, start, end in links.values():
        builder.link(Span(first.unit, start, end), target)
    return Span(first.unit, first.start, last.end)
