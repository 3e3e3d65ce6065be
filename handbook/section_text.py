"""The stored text of a section, from where it begins to where the next one does.

Every character that is given out is one of the stored text: the passages, and what stands between
them, which is headings, list marks and numbers. White space is shown as in a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handbook.domain import Passage, Span, Unit
from handbook.sections import Item, Section

_ENDS_SENTENCE = re.compile(r"[.?!:;][’”\"')\]]*$")
_NUMBER_ALONE = re.compile(r"[\s\d.]*")


@dataclass(slots=True)
class Block:
    """Lines of one unit that belong together: a heading, part of a passage, a review question, or
    what stands loose between them."""

    unit: int
    lines: list[str]
    is_heading: bool = False
    item: Item | None = None
    """The passage or review question that the lines are of."""
    begin: list[Item] = field(default_factory=list)
    """What begins here: the item itself, or one whose words stand in another."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters between two places of the stored text, with the section and item they are of."""

    start: Span
    end: Span
    section: int
    item: Item | None = None


def read_section(
    units: Sequence[Unit], sections: Sequence[Section], number: int
) -> tuple[Block, ...]:
    """The text of a section in the order in which it is stored."""
    section = sections[number - 1]
    before = sections[number - 2].headings if number > 1 else ()
    text = _Text(units, [h for h in section.headings if h not in before] or section.headings[-1:])
    for stretch in _stretches(units, sections, number - 1):
        text.add(stretch)
    return tuple(text.finish(section))


class _Text:
    """Makes blocks of stretches that come in stored order."""

    def __init__(self, units: Sequence[Unit], headings: Sequence[str]) -> None:
        self._units = units
        self._headings = list(headings)
        self._blocks: list[Block] = []
        self._mark = ""
        """A list mark or number that stands before what comes next."""
        self._white = ""
        """The white space before what comes next; without any, it is joined on."""

    def add(self, stretch: _Stretch) -> None:
        """Put the next stretch behind what there is."""
        if stretch.item is None:
            for unit, start, end in _by_unit(self._units, stretch.start, stretch.end):
                self._between(unit, self._units[unit].text[start:end])
            return
        unit = stretch.start.unit
        text = " ".join(self._units[unit].text[stretch.start.start : stretch.end.start].split())
        if text:
            self._of_item(unit, stretch.item, text)

    def finish(self, section: Section) -> list[Block]:
        """All blocks. An item whose words all stand in another begins with the last block."""
        self._loose_mark(self._blocks[-1].unit if self._blocks else 0)
        begun = {id(item) for block in self._blocks for item in block.begin}
        if self._blocks:
            self._blocks[-1].begin += [i for i in section.items if id(i) not in begun]
        return self._blocks

    def _between(self, unit: int, text: str) -> None:
        """Headings, loose lines, and at the end the mark of what comes next."""
        if self._blocks and self._blocks[-1].unit != unit:
            self._loose_mark(self._blocks[-1].unit)
        while found := self._next_heading(text):
            self._loose(unit, text[: found.start()])
            self._blocks.append(Block(unit, [" ".join(found[0].split())], is_heading=True))
            text = text[found.end() :]
        *lines, last = text.split("\n")
        self._loose(unit, "\n".join(lines))
        self._mark += last.strip()
        self._white += text

    def _next_heading(self, text: str) -> re.Match[str] | None:
        found = [m for h in self._headings if (m := find_heading(h, text))]
        return min(found, key=lambda m: m.start(), default=None)

    def _loose(self, unit: int, text: str) -> None:
        lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
        if lines:
            self._blocks.append(Block(unit, lines))

    def _loose_mark(self, unit: int) -> None:
        self._loose(unit, self._mark)
        self._mark = self._white = ""

    def _of_item(self, unit: int, item: Item, text: str) -> None:
        block = self._blocks[-1] if self._blocks else None
        marked = f"{self._mark} {text}" if self._mark else text
        if block is None or block.item is not item or block.unit != unit:
            begins = [] if self._has_begun(item) else [item]
            self._blocks.append(Block(unit, [marked], item=item, begin=begins))
        elif self._mark or self._breaks(block):
            block.lines.append(marked)
        else:
            block.lines[-1] += (" " if self._white else "") + text
        self._mark = self._white = ""

    def _has_begun(self, item: Item) -> bool:
        return any(begun is item for block in self._blocks for begun in block.begin)

    def _breaks(self, block: Block) -> bool:
        """Whether what comes next is a line of its own. On a printed page a sentence may begin on
        a new line only because the one before was full."""
        is_page = self._units[block.unit].page_index is not None
        full = is_page and _ENDS_SENTENCE.search(block.lines[-1])
        return "\n" in self._white and not full


def find_heading(heading: str, text: str) -> re.Match[str] | None:
    """Where a heading stands on lines of its own; without its first word where that is a number
    which the file leaves to the program that opens it."""
    words = heading.split()
    for wanted in (words, words[1:]):
        if wanted and (
            found := re.search(
                r"(?<![^\n])[^\S\n]*" + r"\s+".join(map(re.escape, wanted)) + r"[^\S\n]*(?![^\n])",
                text,
            )
        ):
            return found
    return None


def _stretches(
    units: Sequence[Unit], sections: Sequence[Section], wanted: int
) -> Iterator[_Stretch]:
    """The stretches of one section in stored order. Of the whole text, each character is in the
    stretches of one section and once."""
    at, last = Span(0, 0, 0), 0
    for stretch in _item_stretches(sections):
        if stretch.end <= at:
            continue
        start = max(stretch.start, at)
        if wanted in (last, stretch.section) and at < start:
            gap = _Stretch(at, start, last)
            yield from (g for g in _parted(units, sections, gap, stretch) if g.section == wanted)
        if stretch.section == wanted:
            yield _Stretch(start, stretch.end, wanted, stretch.item)
        at, last = stretch.end, stretch.section
    if last == wanted:
        end = len(units[-1].text)
        yield _Stretch(at, Span(len(units) - 1, end, end), last)


def _item_stretches(sections: Sequence[Section]) -> list[_Stretch]:
    """Sentences, or what has none whole, by their place; of two at one place the earlier read."""
    found = []
    for index, section in enumerate(sections):
        for item in section.items:
            sentences = item.sentences if isinstance(item, Passage) else ()
            spans = [s for sentence in sentences for s in sentence.spans] or item.spans
            found += [_Stretch(_point(s, s.start), _point(s, s.end), index, item) for s in spans]
    return sorted(found, key=lambda s: s.start)


def _point(span: Span, offset: int) -> Span:
    return Span(span.unit, offset, offset)


def _parted(
    units: Sequence[Unit], sections: Sequence[Section], gap: _Stretch, after: _Stretch
) -> list[_Stretch]:
    """What stands between two items. Between two sections it is parted where the headings of the
    second begin; where they are not found, all of it leads into the second."""
    if gap.section == after.section:
        return [gap]
    cut = _cut(units, gap, sections[gap.section].headings, sections[after.section].headings)
    return [
        _Stretch(gap.start, cut, gap.section),
        _Stretch(cut, gap.end, after.section),
    ]


def _cut(units: Sequence[Unit], gap: _Stretch, before: Sequence[str], after: Sequence[str]) -> Span:
    """Where the headings of the later section begin, with a panel's number above them."""
    fresh = [h for h in after if h not in before] or list(after[-1:])
    seen = ""
    for unit, start, end in _by_unit(units, gap.start, gap.end):
        text = units[unit].text[start:end]
        found = [m.start() for h in fresh if (m := find_heading(h, text))]
        if found:
            if _NUMBER_ALONE.fullmatch(seen + text[: min(found)]):
                return gap.start
            return Span(unit, start + min(found), start + min(found))
        seen += text
    return gap.start


def _by_unit(units: Sequence[Unit], start: Span, end: Span) -> Iterator[tuple[int, int, int]]:
    """The parts of a stretch that lie in each unit."""
    for unit in range(start.unit, end.unit + 1):
        first = start.start if unit == start.unit else 0
        last = end.start if unit == end.unit else len(units[unit].text)
        if first < last:
            yield unit, first, last
