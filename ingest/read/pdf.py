"""PDF to a reading: running heads, feet and notes apart, headings by how they are printed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from handbook.domain import Span
from ingest.marks import Mark, leading_mark
from ingest.read.pdf_furniture import Furniture, find_furniture
from ingest.read.pdf_lines import Line, Page, read_pages
from ingest.reading import Kind, Reading, ReadingBuilder

_CONTENTS_LINE = re.compile(r"(\.\s?){4,}\s*\w{0,5}\s*$")
_LONGEST_HEADING = 120
_FEWEST_WITH_COVER = 4


def read_pdf(path: Path) -> Reading:
    """Read a PDF page by page: one unit a page, with both its index and its printed label."""
    pages, title, warnings = read_pages(path)
    builder = ReadingBuilder()
    builder.title = title.strip() if title and title.strip() else None
    for warning in warnings:
        builder.warn(warning)
    body_size = _body_size(pages)
    furniture = find_furniture(pages, body_size)
    composer = _Composer(builder, _heading_sizes(pages, furniture, body_size), body_size)
    for page in pages:
        _add_page(builder, composer, page, furniture)
    composer.flush()
    empty = [str(p.index + 1) for p in pages if all(line.blank for line in p.lines)]
    if empty:
        builder.warn(f"Nothing could be read on page {', '.join(empty)}: an image or blank.")
    return builder.finish()


def _add_page(
    builder: ReadingBuilder, composer: _Composer, page: Page, furniture: Furniture
) -> None:
    apart = furniture.of(page.index)
    builder.open_unit(
        "page",
        page_index=page.index,
        page_label=furniture.label(page),
        head="\n".join(line.text.strip() for line in apart.head),
        foot="\n".join(line.text.strip() for line in apart.foot),
    )
    composer.turn_page()
    for line in page.lines:
        if line in apart.head or line in apart.foot:
            continue
        span = builder.add(line.text, f"page {page.index}", line.start)
        builder.gap("\n")
        composer.take(line, Span(span.unit, span.start, span.end + 1))


def _body_size(pages: list[Page]) -> float:
    """The size that most characters are printed in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text.strip())
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _heading_sizes(pages: list[Page], furniture: Furniture, body: float) -> list[float]:
    """The sizes clearly above the body's, largest first; their order gives heading levels.

    A cover has sizes of its own, which would stand above every chapter: it does not count.
    """
    inside = pages[1:] if len(pages) > _FEWEST_WITH_COVER else pages
    sizes = {
        line.size
        for page in inside
        for line in page.lines
        if line.size >= body * 1.1 and not line.blank and line not in furniture.of(page.index).foot
    }
    return sorted(sizes, reverse=True)


@dataclass(slots=True)
class _Open:
    """A block that may still grow."""

    kind: Kind
    level: int
    mark: str | None
    spans: list[Span]
    text: str
    last: Line
    x: float
    pitch: float | None = None


class _Composer:
    """Joins lines to blocks: marks and gaps begin one, a page break may continue one."""

    def __init__(self, builder: ReadingBuilder, heading_sizes: list[float], body: float) -> None:
        self._builder = builder
        self._heading_sizes = heading_sizes
        self._body = body
        self._open: _Open | None = None
        self._new_page = False

    def turn_page(self) -> None:
        self._new_page = True

    def take(self, line: Line, span: Span) -> None:
        """Give the next line of the page; ``span`` includes its line break."""
        if line.blank or _CONTENTS_LINE.search(line.text):
            if not line.blank:
                self.flush()
            return
        mark = leading_mark(line.text)
        level = 0 if mark and mark.is_item else self._heading_level(line)
        mark = None if level else mark
        if self._continues(line, level, mark):
            self._extend(line, span)
        else:
            self.flush()
            self._begin(line, span, level, mark)
        self._new_page = False

    def flush(self) -> None:
        """End the open block."""
        block, self._open = self._open, None
        if block:
            spans = [*block.spans[:-1], _without_tail(block.spans[-1], block.last)]
            self._builder.mark(block.kind, *spans, level=block.level, mark=block.mark)

    def _heading_level(self, line: Line) -> int:
        """1 for the largest print, one more than the sizes for bold body text, 0 for no heading."""
        text = line.text.strip()
        if len(text) > _LONGEST_HEADING or not any(c.isalpha() for c in text):
            return 0
        larger = [size for size in self._heading_sizes if size > line.size]
        if line.size >= self._body * 1.1:
            return len(larger) + 1
        if line.bold and line.size >= self._body * 0.95 and text[-1] not in ".:;,":
            return len(self._heading_sizes) + 1
        return 0

    def _continues(self, line: Line, level: int, mark: Mark | None) -> bool:
        block = self._open
        if block is None or mark is not None:
            return False
        if level or block.kind is Kind.HEADING:
            return self._goes_on_heading(block, line)
        if _is_lead_in(line, block.last) or line.x < block.x - 3.0:
            return False
        if self._new_page:
            return _runs_on(block, line)
        return self._is_next_line(block, line, 1.35)

    def _goes_on_heading(self, block: _Open, line: Line) -> bool:
        same_print = (line.size, line.bold) == (block.last.size, block.last.bold)
        is_next = not self._new_page and self._is_next_line(block, line, 1.9)
        return block.kind is Kind.HEADING and same_print and is_next

    @staticmethod
    def _is_next_line(block: _Open, line: Line, slack: float) -> bool:
        """Whether ``line`` follows at the block's own line pitch, or on the same line."""
        step = block.last.y - line.y
        usual = block.pitch or max(line.size, block.last.size) * 1.4
        return -2.0 <= step <= usual * slack

    def _extend(self, line: Line, span: Span) -> None:
        block = self._open
        assert block is not None
        step = block.last.y - line.y
        if not self._new_page and step > 2.0 and block.pitch is None:
            block.pitch = step
        tail = block.spans[-1]
        if tail.unit == span.unit:
            block.spans[-1] = Span(tail.unit, tail.start, span.end)
        else:
            block.spans.append(_from_first_letter(span, line))
        block.text += " " + line.text.strip()
        block.last = line

    def _begin(self, line: Line, span: Span, level: int, mark: Mark | None) -> None:
        kind = Kind.HEADING if level else Kind.PARAGRAPH
        label = None
        start = _from_first_letter(span, line)
        if mark:
            kind = Kind.ITEM if mark.is_item else Kind.PARAGRAPH
            label = mark.label
            start = Span(span.unit, span.start + mark.body, span.end)
        self._open = _Open(kind, level or 1, label, [start], line.text.strip(), line, line.x)


def _is_lead_in(line: Line, before: Line) -> bool:
    """Whether a change between bold and plain marks "Who should:" off from what is beside it."""
    if line.bold == before.bold:
        return False
    return (line if line.bold else before).text.rstrip().endswith(":")


def _runs_on(block: _Open, line: Line) -> bool:
    """Whether the first line of a page goes on with the last block of the page before."""
    ended = block.text.rstrip()[-1:] in '.?!:;”"'
    first = line.text.strip()[:1]
    return not ended and (first.islower() or block.kind is Kind.PARAGRAPH)


def _from_first_letter(span: Span, line: Line) -> Span:
    return Span(span.unit, span.start + len(line.text) - len(line.text.lstrip()), span.end)


def _without_tail(span: Span, last: Line) -> Span:
    """Leave out the line break and the spaces after the last visible character."""
    return Span(span.unit, span.start, span.end - 1 - (len(last.text) - len(last.text.rstrip())))
