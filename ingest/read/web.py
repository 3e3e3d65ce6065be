"""HTML to a reading: the main text without menus, each character mapped to the page's source.

The standard library's parser is used because it alone tells where in the source each piece of
text stands (docs/decisions/0004-html-parser.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from handbook.domain import Span
from handbook.errors import ReadError
from ingest.marks import leading_mark
from ingest.reading import Kind, Reading, ReadingBuilder

_LEFT_OUT = frozenset("script style noscript nav header footer aside form template svg".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset(
    "p div section article main li ul ol dl dt dd table tr td th blockquote pre figure body"
    " h1 h2 h3 h4 h5 h6 figcaption caption address".split()
)
_LISTS = ("ul", "ol")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(slots=True)
class _Piece:
    text: str
    offset: int


@dataclass(slots=True)
class _Block:
    """A block of the page before it is added: its pieces of text and what encloses it."""

    tag: str
    depth: int
    in_main: bool
    list_id: int | None
    pieces: list[_Piece] = field(default_factory=list)
    linked: int = 0
    bold: int = 0

    @property
    def text(self) -> str:
        return "".join(p.text for p in self.pieces)


def read_html(path: Path) -> Reading:
    """Read a page: one unit for each section that a heading opens."""
    text, warning = _decode(path)
    parser = _Collector(text)
    parser.feed(text)
    parser.close()
    parser.end_block()
    builder = ReadingBuilder()
    if warning:
        builder.warn(warning)
    builder.title = " ".join(parser.title.split()) or None
    blocks = [b for b in parser.blocks if b.text.strip()]
    if any(b.in_main for b in blocks):
        blocks = [b for b in blocks if b.in_main]
    _add_blocks(builder, [b for b in blocks if b.list_id not in _contents_lists(blocks)])
    return builder.finish()


def _decode(path: Path) -> tuple[str, str | None]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened ({error.strerror}).") from error
    if b"\0" in raw[:4000] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError(f"{path.name} is not a web page; save the page again as HTML.")
    declared = _CHARSET.search(raw[:4000])
    names = ["utf-8-sig", "cp1252"]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
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


class _Collector(HTMLParser):
    """Cuts the page into blocks and keeps where each piece of text stands in the source."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[_Block] = []
        self.title = ""
        self._starts = [0]
        for line in source.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._open: list[tuple[str, bool, bool]] = []
        self._lists: list[int] = []
        self._list_count = 0
        self._block: _Block | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "br":
            self._write(_Piece("\n", self._offset()))
        if tag in _VOID:
            return
        hidden = tag in _LEFT_OUT or "hidden" in facts or facts.get("aria-hidden") == "true"
        main = tag in ("main", "article") or facts.get("id") == "content"
        if tag in _BLOCKS:
            self.end_block()
            self._close_implied(tag)
        self._open.append((tag, hidden, main))
        if tag in _LISTS:
            self._list_count += 1
            self._lists.append(self._list_count)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        names = [name for name, _, _ in self._open]
        if tag not in names:
            return
        last = len(names) - 1 - names[::-1].index(tag)
        for name, _, _ in self._open[last:]:
            if name in _LISTS and self._lists:
                self._lists.pop()
        del self._open[last:]

    def handle_data(self, data: str) -> None:
        if any(name == "title" for name, _, _ in self._open):
            self.title += data
            return
        self._write(_Piece(data, self._offset()))

    def handle_entityref(self, name: str) -> None:
        self._write(_Piece(unescape(f"&{name};"), self._offset()))

    def handle_charref(self, name: str) -> None:
        self._write(_Piece(unescape(f"&#{name};"), self._offset()))

    def end_block(self) -> None:
        """Close the block that is being written."""
        if self._block and self._block.text.strip():
            self.blocks.append(self._block)
        self._block = None

    def _close_implied(self, tag: str) -> None:
        """An open paragraph or item is ended by the next block of its kind."""
        if self._open and self._open[-1][0] == "p":
            self._open.pop()
        if tag == "li" and self._open and self._open[-1][0] == "li":
            self._open.pop()

    def _write(self, piece: _Piece) -> None:
        if any(hidden for _, hidden, _ in self._open):
            return
        if self._block is None:
            if not piece.text.strip():
                return
            names = [n for n, _, _ in self._open if n in _BLOCKS]
            inner = next((n for n in reversed(names) if n not in ("div", "section")), "p")
            row = "tr" if "tr" in names else inner
            item = "li" if inner == "p" and "li" in names[-3:] else row
            list_id = self._lists[-1] if self._lists else None
            main = any(m for _, _, m in self._open)
            self._block = _Block(item, len(self._lists), main, list_id)
        inline = {n for n, _, _ in self._open}
        size = len(piece.text.strip())
        self._block.linked += size if "a" in inline else 0
        self._block.bold += size if inline & {"strong", "b"} else 0
        self._block.pieces.append(piece)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column


def _contents_lists(blocks: list[_Block]) -> set[int | None]:
    """Lists of nothing but links: the page's own table of contents, or a menu."""
    found: set[int | None] = set()
    for list_id in {b.list_id for b in blocks if b.list_id}:
        items = [b for b in blocks if b.list_id == list_id]
        whole = sum(len("".join(b.text.split())) for b in items)
        linked = sum(len("".join(p.text.split())) for b in items for p in b.pieces if b.linked)
        if len(items) >= 3 and all(b.linked * 10 >= len(b.text.strip()) * 9 for b in items):
            found.add(list_id if linked == whole else None)
    return found - {None}


def _add_blocks(builder: ReadingBuilder, blocks: list[_Block]) -> None:
    builder.open_unit("section")
    started = False
    for block in blocks:
        level = _heading_level(block)
        if level and started:
            builder.open_unit("section")
        started = True
        span = _add_pieces(builder, block.pieces)
        builder.gap()
        text = " ".join(block.text.split())
        mark = leading_mark(text)
        if level:
            builder.mark(Kind.HEADING, span, level=level)
            builder.title = text if level == 1 else builder.title
        elif block.tag == "li":
            builder.mark(Kind.ITEM, span, level=max(block.depth, 1), mark="•")
        elif block.tag in ("tr", "td", "th"):
            builder.mark(Kind.ROW, span)
        elif mark:
            kind = Kind.ITEM if mark.is_item else Kind.PARAGRAPH
            body = Span(span.unit, span.start + mark.body, span.end)
            builder.mark(kind, body, mark=mark.label)
        else:
            builder.mark(Kind.PARAGRAPH, span)


def _heading_level(block: _Block) -> int:
    if re.fullmatch("h[1-6]", block.tag):
        return int(block.tag[1])
    text = block.text.strip()
    lone = block.tag in ("p", "dt") and block.bold >= len(text) and text[-1:] not in ".:;"
    return 6 if lone and len(text) <= 80 else 0


def _add_pieces(builder: ReadingBuilder, pieces: list[_Piece]) -> Span:
    """Add words as they stand; runs of white space in the source become one space of ours."""
    first = last = None
    pending = False
    for piece in pieces:
        for word in re.finditer(r"\S+|\s+", piece.text):
            if word[0].isspace():
                pending = True
                continue
            if pending and first:
                builder.gap(" ")
            pending = False
            last = builder.add(word[0], "source", piece.offset + word.start())
            first = first or last
    if first is None or last is None:
        return builder.add("", "source")
    return Span(first.unit, first.start, last.end)
