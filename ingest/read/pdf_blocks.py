"""Lines in reading order to blocks: marks and gaps begin one, a page break may continue one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.domain import Span
from ingest.marks import Mark, leading_mark
from ingest.read.pdf_lines import Line
from ingest.reading import Kind, ReadingBuilder

_CONTENTS_LINE = re.compile(r"(\.\s?){4,}\s*\w{0,5}\s*$")
_LONGEST_HEADING = 120
_LONGEST_HEADINGS = 200
"""Of one line, and of several: more than that in bold print is text."""
_ANOTHER_COLUMN = 100.0
_ENDS = '.?!:;”"'


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
    right: float
    pitch: float | None = None
    lines: int = 1


class Composer:
    """Joins lines to blocks. ``heading_sizes`` are the sizes above the text's, largest first."""

    def __init__(self, builder: ReadingBuilder, heading_sizes: list[float], body: float) -> None:
        self._builder = builder
        self._heading_sizes = heading_sizes
        self._body = body
        self._open: _Open | None = None
        self._turned = False
        self._new_page = False
        self._numbered = 0

    def turn(self, new_page: bool) -> None:
        """Say that the next line stands on another page, or elsewhere on this one."""
        self._turned = True
        self._new_page = self._new_page or new_page

    def take(self, line: Line, span: Span) -> None:
        """Give the next line; ``span`` includes its line break."""
        if _CONTENTS_LINE.search(line.text):
            self.flush()
            return
        mark = self._mark(line)
        in_turn = mark is not None and mark.label == str(self._numbered + 1)
        is_text = mark is not None and (mark.is_item or (in_turn and self._numbered > 0))
        level = self._heading_level(line, only_large=is_text)
        mark = None if level else mark
        if self._continues(line, level, mark):
            self._extend(line, span)
        else:
            pitch = self._pitch_of_items(line, mark)
            self.flush()
            self._begin(line, span, level, mark)
            if pitch and self._open:
                self._open.pitch = pitch
        self._turned = self._new_page = False

    def flush(self) -> None:
        """End the open block."""
        block, self._open = self._open, None
        if block:
            if block.kind is Kind.HEADING and len(block.text) > _LONGEST_HEADINGS:
                block.kind = Kind.PARAGRAPH
            spans = [*block.spans[:-1], _without_tail(block.spans[-1], block.last)]
            self._builder.mark(block.kind, *spans, level=block.level, mark=block.mark)

    def _mark(self, line: Line) -> Mark | None:
        """The mark that the line begins with, unless a sentence just goes on with a number: one
        out of turn after "see paragraph", or one that closes a bracket."""
        mark = leading_mark(line.text)
        block = self._open
        if mark is None or block is None or not mark.label.isdigit():
            return mark
        closes = block.text.count("(") > block.text.count(")")
        if closes and line.text.lstrip()[len(mark.label) :].startswith(")"):
            return None
        in_turn = int(mark.label) == self._numbered + 1
        if in_turn or block.kind is Kind.HEADING or block.text.rstrip()[-1:] in _ENDS:
            return mark
        return mark if line.x > block.x + 3.0 or line.bold != block.last.bold else None

    def _heading_level(self, line: Line, only_large: bool) -> int:
        """1 for the largest print, one more than the sizes for bold body text, 0 for no heading.
        A list item, and a paragraph whose number is in turn, may be bold and is none."""
        text = line.text.strip()
        if line.angle or len(text) > _LONGEST_HEADING or not any(c.isalpha() for c in text):
            return 0
        larger = [size for size in self._heading_sizes if size > line.size]
        if line.size >= self._body * 1.1 and not (only_large and line.size < self._body * 1.25):
            return len(larger) + 1
        if only_large:
            return 0
        if line.bold and line.size >= self._body * 0.95 and text[-1] not in ".:;,":
            return len(self._heading_sizes) + 1
        return 0

    def _continues(self, line: Line, level: int, mark: Mark | None) -> bool:
        block = self._open
        if block is None or mark is not None:
            return False
        if level or block.kind is Kind.HEADING:
            return self._goes_on_heading(block, line, level)
        if _is_lead_in(line, block.last) or line.angle != block.last.angle:
            return False
        aside = block.x - line.x
        if aside > 3.0 and not (self._turned and aside > _ANOTHER_COLUMN):
            return False
        if block.kind is Kind.ITEM and not self._turned and _had_room(block, line):
            return False
        if self._turned:
            return _runs_on(block, line) and (self._new_page or _fills_column(block, line))
        return self._is_next_line(block, line, 1.35)

    def _goes_on_heading(self, block: _Open, line: Line, level: int) -> bool:
        if not level and line.text.rstrip().endswith(":"):
            return False
        same_print = (line.size, line.bold) == (block.last.size, block.last.bold)
        is_next = not self._turned and self._is_next_line(block, line, 1.9)
        return block.kind is Kind.HEADING and same_print and is_next

    def _pitch_of_items(self, line: Line, mark: Mark | None) -> float | None:
        """How far an item stands below the last line of the item before, where that is no more than
        the usual pitch: the lines of one item are no further apart than the items of its list."""
        block = self._open
        if block is None or block.kind is not Kind.ITEM or self._turned or not mark:
            return None
        step = line.base - block.last.base
        return step if mark.is_item and 2.0 < step < line.size * 1.4 else None

    @staticmethod
    def _is_next_line(block: _Open, line: Line, slack: float) -> bool:
        """Whether ``line`` follows at the block's own line pitch, or on the same line."""
        step = line.base - block.last.base
        usual = block.pitch or max(line.size, block.last.size) * 1.4
        return -2.0 <= step <= usual * slack

    def _extend(self, line: Line, span: Span) -> None:
        block = self._open
        assert block is not None
        step = line.base - block.last.base
        if not self._turned and step > 2.0 and block.pitch is None:
            block.pitch = step
        tail = block.spans[-1]
        if tail.unit == span.unit and tail.end == span.start:
            block.spans[-1] = Span(tail.unit, tail.start, span.end)
        else:
            block.spans.append(span)
        block.text += " " + line.text.strip()
        block.right = max(block.right, line.box[2])
        block.lines += 1
        block.last = line

    def _begin(self, line: Line, span: Span, level: int, mark: Mark | None) -> None:
        kind = Kind.HEADING if level else Kind.PARAGRAPH
        label = None
        if mark:
            kind = Kind.ITEM if mark.is_item else Kind.PARAGRAPH
            label = mark.label
            if label.isdigit():
                self._numbered = int(label)
            span = Span(span.unit, span.start + mark.body, span.end)
        self._open = _Open(
            kind, level or 1, label, [span], line.text.strip(), line, line.x, line.box[2]
        )


def _is_lead_in(line: Line, before: Line) -> bool:
    """Whether a change between bold and plain marks "Who should:" off from what is beside it."""
    if line.bold == before.bold:
        return False
    return (line if line.bold else before).text.rstrip().endswith(":")


def _had_room(block: _Open, line: Line) -> bool:
    """Whether a line as far left as an item's mark is a text of its own: its first word would have
    stood on the item's last line, had it gone on from there."""
    words = line.text.strip()
    if line.x > block.x + 3.0 or not words:
        return False
    share = (len(words.split(maxsplit=1)[0]) + 1) / len(words)
    width = line.box[2] - line.box[0]
    return block.last.box[2] + share * width + line.size < line.box[2]


def _runs_on(block: _Open, line: Line) -> bool:
    """Whether the first line of a page goes on with the last block of the page before."""
    ended = block.text.rstrip()[-1:] in _ENDS
    first = line.text.strip()[:1]
    return not ended and (first.islower() or block.kind is Kind.PARAGRAPH)


def _fills_column(block: _Open, line: Line) -> bool:
    """Whether the block's last line was broken off where its column ends, in mid-sentence."""
    same_print = (line.size, line.bold) == (block.last.size, block.last.bold)
    full = block.lines > 1 and block.last.box[2] >= block.x + 0.9 * (block.right - block.x)
    return same_print and (full or line.text[:1].islower())


def _without_tail(span: Span, last: Line) -> Span:
    """Leave out the line break and the spaces after the last visible character."""
    return Span(span.unit, span.start, span.end - 1 - (len(last.text) - len(last.text.rstrip())))
