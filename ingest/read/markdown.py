"""Markdown to a reading: the text that a reader sees, each character mapped to the file.

markdown-it-py gives the lines of each block but no columns inside it, so each piece of shown
text is looked up in the block's source from where the last one ended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from handbook.domain import Span
from handbook.errors import ReadError
from ingest.marks import leading_mark
from ingest.read import chrome
from ingest.read.markup import VOID, Element, TooManyElements, parse
from ingest.read.plain import decode
from ingest.read.web_main import text_of
from ingest.reading import HEADER, Kind, Reading, ReadingBuilder


@dataclass(slots=True)
class _Context:
    """Where the walk over the tokens stands."""

    heading: int = 0
    lists: int = 0
    row: bool = False
    head: bool = False
    target: str | None = None
    first_in_item: bool = False
    hiding: list[tuple[str, str | None]] = field(default_factory=list)
    """The inline HTML elements that are open, each with why it is not seen."""


def read_markdown(path: Path) -> Reading:
    """Read a Markdown file: one unit for each section that a heading opens."""
    text, warning = decode(path)
    builder = ReadingBuilder()
    if warning:
        builder.warn(warning)
    try:
        _Walk(builder, text).run()
    except TooManyElements as error:
        raise ReadError(
            f"{path.name} holds more HTML than any honest text does; write it as Markdown."
        ) from error
    return builder.finish()


class _Walk:
    """One pass over the tokens of a file."""

    def __init__(self, builder: ReadingBuilder, text: str) -> None:
        self._builder = builder
        self._text = text
        self._starts = [0]
        for line in text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._cursor = 0
        self._context = _Context()
        self._row: list[Span] = []
        self._left_out: list[str] = []

    def run(self) -> None:
        self._builder.open_unit("section")
        parser = MarkdownIt("commonmark").enable("table")
        tokens = parser.parse(self._text)
        for position, token in enumerate(tokens):
            self._take(token, started=position > 0)
        if self._left_out:
            self._builder.warn(
                f"{len(self._left_out)} blocks written as HTML are left out, the first being "
                f"“{self._left_out[0][:60]}”; write them as Markdown."
            )

    def _take(self, token: Token, started: bool) -> None:
        context = self._context
        if token.map:
            self._cursor = max(self._cursor, self._starts[token.map[0]])
        if token.type == "heading_open":
            context.heading = int(token.tag[1])
            if started:
                self._builder.open_unit("section")
        elif token.type == "heading_close":
            context.heading = 0
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            context.lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            context.lists -= 1
        elif token.type == "list_item_open":
            context.first_in_item = True
        elif token.type in ("thead_open", "thead_close"):
            context.head = token.type == "thead_open"
        elif token.type == "table_open":
            self._builder.tables += 1
        elif token.type == "tr_open":
            context.row, self._row = True, []
        elif token.type == "tr_close":
            self._close_row()
        elif token.type == "inline":
            self._inline(token)
        elif token.type in ("fence", "code_block"):
            self._raw(token.content)
        elif token.type == "html_block":
            words = " ".join(text_of(parse(token.content)[0], token.content).split())
            self._left_out.extend([words] if words else [])

    def _inline(self, token: Token) -> None:
        if self._context.row and self._row:
            self._builder.gap("\t")
        self._context.hiding = []
        spans = [s for child in token.children or [] if (s := self._child(child))]
        if not spans:
            return
        whole = Span(spans[0].unit, spans[0].start, spans[-1].end)
        if self._context.row:
            self._row.append(whole)
            return
        self._builder.gap()
        self._mark(whole, self._shown(token))

    def _shown(self, token: Token) -> str:
        parts = (" " if c.type == "softbreak" else c.content for c in token.children or [])
        return "".join(parts)

    def _mark(self, whole: Span, shown: str) -> None:
        context = self._context
        mark = leading_mark(shown)
        if context.heading:
            self._builder.mark(Kind.HEADING, whole, level=context.heading)
            if context.heading == 1 and not self._builder.title:
                self._builder.title = shown.strip()
        elif context.lists and context.first_in_item:
            self._builder.mark(Kind.ITEM, whole, level=context.lists, mark="•")
            context.first_in_item = False
        elif mark and not mark.is_item:
            body = Span(whole.unit, whole.start + mark.body, whole.end)
            self._builder.mark(Kind.PARAGRAPH, body, mark=mark.label)
        else:
            self._builder.mark(Kind.PARAGRAPH, whole)

    def _child(self, child: Token) -> Span | None:
        if child.type in ("softbreak", "hardbreak"):
            self._builder.gap()
            return None
        if child.type in ("link_open", "link_close"):
            self._context.target = str(child.attrs["href"]) if child.attrs else None
            return None
        if child.type == "html_inline":
            self._html(child.content)
        if child.type not in ("text", "code_inline", "text_special") or not child.content:
            return None
        unseen = next((why for _, why in self._context.hiding if why), None)
        if unseen:
            self._builder.hide(child.content, unseen, f"source character {self._cursor}")
            return None
        span = self._raw_piece(child.markup or child.content, child.content)
        if self._context.target is not None:
            self._builder.link(span, self._context.target)
        return span

    def _html(self, tag: str) -> None:
        """Follow the HTML elements of a line; what one of them hides is no text."""
        hiding = self._context.hiding
        opened = [c for c in parse(tag)[0].children if isinstance(c, Element)]
        if opened and not tag.endswith("/>") and opened[0].tag not in VOID:
            hiding.append((opened[0].tag, chrome.why_hidden(opened[0], {}, on_background=False)))
        elif tag.startswith("</"):
            name = tag[2:-1].strip().lower()
            closed = [n for n, (open_tag, _) in enumerate(hiding) if open_tag == name]
            del hiding[closed[-1] if closed else len(hiding) :]

    def _raw_piece(self, written: str, shown: str) -> Span:
        for form in (shown, written):
            found = self._text.find(form, self._cursor)
            if found >= 0 and (form == shown or unescape(form) == shown or form[-1:] == shown):
                self._cursor = found + len(form)
                return self._builder.add(shown, "source", found)
        self._builder.warn(f"A piece of text could not be placed in the file: {shown[:40]!r}.")
        return self._builder.add(shown, "source", self._cursor)

    def _raw(self, content: str) -> None:
        span = self._raw_piece(content.strip(), content.strip())
        self._builder.gap()
        self._builder.mark(Kind.PARAGRAPH, span)

    def _close_row(self) -> None:
        if self._row:
            whole = Span(self._row[0].unit, self._row[0].start, self._row[-1].end)
            self._builder.gap()
            mark = HEADER if self._context.head else None
            self._builder.mark(Kind.ROW, whole, mark=mark)
        self._context.row = False
