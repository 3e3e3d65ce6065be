"""A laid-out page into a unit: text in reading order, tables as rows, notes at the end, links."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.domain import Span
from handbook.pdf_frame import Box
from ingest.read.pdf_blocks import Composer
from ingest.read.pdf_lines import Line
from ingest.read.pdf_notes import Note
from ingest.read.pdf_order import Item
from ingest.read.pdf_tables import Table
from ingest.reading import HEADER, Kind, ReadingBuilder


class PageWriter:
    """Writes one page into the open unit of a builder."""

    def __init__(self, builder: ReadingBuilder, composer: Composer, index: int) -> None:
        self._builder = builder
        self._composer = composer
        self._place = f"page {index}"
        self._written: list[tuple[Line, Span]] = []

    def write(self, blocks: Sequence[Sequence[Item]]) -> None:
        """The text of the page, block after block."""
        self._composer.turn(new_page=True)
        last: Line | None = None
        for block in blocks:
            if last and _jumps(last, block[0]):
                self._composer.turn(new_page=False)
            for item in block:
                if isinstance(item, Table):
                    self._table(item)
                else:
                    self._composer.take(item, self._line(item, "\n"))
                    last = item

    def write_notes(self, notes: Sequence[Note]) -> None:
        """The notes of the page, each a block of its own."""
        for note in notes:
            spans = [self._line(line, "\n") for line in note.lines]
            start, end = spans[0].start + note.body, spans[-1].end
            self._builder.mark(Kind.NOTE, Span(spans[0].unit, start, end), mark=note.mark)

    def link(self, target: str, box: Box) -> None:
        """Say of the words inside ``box`` where they lead; nothing where there are none."""
        for line, span in self._written:
            if line.box[1] < (box[1] + box[3]) / 2 < line.box[3]:
                words = _words_between(line, span, box[0], box[2])
                if words:
                    self._builder.link(words, target)

    def _table(self, table: Table) -> None:
        self._composer.flush()
        self._builder.tables += 1
        for number, row in enumerate(table.rows):
            spans: list[Span] = []
            for position, cell in enumerate(row):
                for line in cell:
                    is_last = line is cell[-1]
                    ends_row = is_last and position == len(row) - 1
                    spans.append(self._line(line, "\n" if ends_row or not is_last else "\t"))
            is_head = number == 0 and table.has_head
            whole = Span(spans[0].unit, spans[0].start, spans[-1].end - 1)
            self._builder.mark(Kind.ROW, whole, mark=HEADER if is_head else None)

    def _line(self, line: Line, after: str) -> Span:
        """Write a line and white space of our own behind it; the span holds both."""
        spans = []
        for part in line.parts:
            if part.start is None:
                self._builder.gap(part.text)
            else:
                spans.append(self._builder.add(part.text, self._place, part.start))
        self._builder.gap(after)
        span = Span(spans[0].unit, spans[0].start, spans[-1].end + len(after))
        self._written.append((line, span))
        return span


def _jumps(last: Line, item: Item) -> bool:
    """Whether the eye goes up, or across, to read on."""
    return isinstance(item, Line) and item.base < last.base + 0.5 * last.size


def _words_between(line: Line, span: Span, left: float, right: float) -> Span | None:
    """The words of a line that stand between two places, taking its letters as equally wide."""
    text = line.text
    width = line.box[2] - line.box[0]
    low, high = max(left, line.box[0]), min(right, line.box[2])
    if high - low < 1.0 or width <= 0:
        return None
    start = round((low - line.box[0]) / width * len(text))
    end = round((high - line.box[0]) / width * len(text))
    begins = [0, *(i + 1 for i, c in enumerate(text) if c == " ")]
    start = min(begins, key=lambda at: abs(at - start))
    ends = [i for i, c in enumerate(text) if c == " " and i > start] + [len(text.rstrip())]
    end = min(ends, key=lambda at: abs(at - end))
    return Span(span.unit, span.start + start, span.start + end) if end > start else None
