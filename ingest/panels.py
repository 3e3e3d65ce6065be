"""Where the panels of a document begin: by number or, where none are printed, by heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handbook.cite import quote
from handbook.heading_roles import PanelRole, role_of
from ingest.reading import Block, Kind, Reading

_NUMBER = re.compile(r"\d{1,2}")
_NUMBERED_HEADING = re.compile(
    r"\s*(?:(?:panel|step|part)\s+)?(\d{1,2})\s*(?:[.):–-]\s*|\s)(?=\D)", re.IGNORECASE
)
_LONGEST_HEADING = 60
_TITLE = re.compile(r"\b(review|briefing|learning from)\b", re.IGNORECASE)
_FEWEST = 3


@dataclass(slots=True)
class Panel:
    """A panel: its heading and the blocks below it. ``number`` is the one that is printed or,
    where none is, the panel's place in reading order."""

    number: int
    heading: str
    role: PanelRole | None
    boxes: set[int | None]
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """The panels in the order of the file, and the blocks that are in none. ``how`` is "lone
    numbers", "numbered headings" or "headings"."""

    how: str
    panels: list[Panel]
    before: list[Block]
    beside: list[Block]


@dataclass(frozen=True, slots=True)
class _Start:
    """A panel begins: at which block, of what number, and how many blocks its heading takes."""

    number: int | None
    heading: str
    taken: int


def find_layout(reading: Reading) -> Layout | None:
    """The panels of a document, by the plainest sign that gives at least three of them; None
    where there are none. Notes are no part of a panel."""
    blocks = [b for b in reading.blocks if b.kind is not Kind.NOTE]
    for how, starts in (
        ("lone numbers", _lone_numbers(reading, blocks)),
        ("numbered headings", _numbered_headings(reading, blocks)),
    ):
        numbers = [s.number for s in starts.values()]
        if len(set(numbers)) >= _FEWEST and 1 in numbers and len(numbers) <= len(set(numbers)) + 1:
            return _filled(reading, how, blocks, starts)
    starts = _headings(reading, blocks)
    return _filled(reading, "headings", blocks, starts) if starts else None


def _lone_numbers(reading: Reading, blocks: list[Block]) -> dict[int, _Start]:
    """A number that stands alone before a short line."""
    starts: dict[int, _Start] = {}
    for position, block in enumerate(blocks[:-1]):
        text = quote(reading.units, block.spans)
        following = blocks[position + 1]
        if _NUMBER.fullmatch(text) and _could_head(reading, following):
            heading = quote(reading.units, following.spans)
            starts[position] = _Start(int(text), heading, 2)
    return starts


def _numbered_headings(reading: Reading, blocks: list[Block]) -> dict[int, _Start]:
    """Headings that begin with a number, typed or made by Word, and lines that look like one."""
    starts: dict[int, _Start] = {}
    for position, block in enumerate(blocks):
        text = quote(reading.units, block.spans)
        found = _NUMBERED_HEADING.match(text)
        if block.kind is Kind.HEADING:
            label = (block.mark or "").strip("(). ")
            if label.isdigit():
                starts[position] = _Start(int(label), text, 1)
            elif found:
                starts[position] = _Start(int(found[1]), text[found.end() :], 1)
        elif block.kind is Kind.PARAGRAPH and _could_head(reading, block) and role_of(text):
            label = block.mark or (found[1] if found else "")
            if label.isdigit():
                bare = text[found.end() :] if found and not block.mark else text
                starts[position] = _Start(int(label), bare, 1)
    return starts


def _headings(reading: Reading, blocks: list[Block]) -> dict[int, _Start]:
    """Headings of the uppermost level that has two, and any line whose words the table knows."""
    levels = [b.level for b in blocks if b.kind is Kind.HEADING]
    twice = [level for level in sorted(set(levels)) if levels.count(level) > 1]
    alone = len(levels) > 1 and levels.count(min(levels)) == 1
    titles = min(levels) if alone else None
    starts: dict[int, _Start] = {}
    for position, block in enumerate(blocks):
        text = quote(reading.units, block.spans)
        known = role_of(text) is not None
        if block.kind is Kind.HEADING:
            if block.level != titles and (known or (twice and block.level == twice[0])):
                starts[position] = _Start(None, text, 1)
        elif _could_head(reading, block) and (
            (known and position + 1 < len(blocks)) or _heads_its_box(blocks, position)
        ):
            starts[position] = _Start(None, text, 1)
    return starts


def _could_head(reading: Reading, block: Block) -> bool:
    text = quote(reading.units, block.spans)
    kinds = (Kind.HEADING, Kind.PARAGRAPH)
    return block.kind in kinds and len(text) <= _LONGEST_HEADING and text[-1] not in ".;"


def _heads_its_box(blocks: list[Block], position: int) -> bool:
    """Whether a line is the first of a box that holds more."""
    box = blocks[position].box
    if box is None or position + 1 >= len(blocks) or blocks[position + 1].box != box:
        return False
    return position == 0 or blocks[position - 1].box != box


def _filled(reading: Reading, how: str, blocks: list[Block], starts: dict[int, _Start]) -> Layout:
    """Every block in its panel, before the panels, or beside them."""
    layout = Layout(how, [], [], [])
    position = 0
    while position < len(blocks):
        start = starts.get(position)
        if start:
            boxes = {b.box for b in blocks[position : position + start.taken]}
            number = start.number if start.number is not None else len(layout.panels) + 1
            layout.panels.append(Panel(number, start.heading, role_of(start.heading), boxes))
            position += start.taken
            continue
        block = blocks[position]
        position += 1
        if not layout.panels:
            layout.before.append(block)
        elif _is_beside(reading, layout, block):
            layout.beside.append(block)
        else:
            layout.panels[-1].blocks.append(block)
            layout.panels[-1].boxes.add(block.box)
    return layout


def _is_beside(reading: Reading, layout: Layout, block: Block) -> bool:
    """Whether a block after a panel is not of it: in a box of its own, or a title that fell
    between two panels."""
    panel = layout.panels[-1]
    if block.box is not None:
        return block.box not in panel.boxes and (bool(panel.blocks) or is_title(reading, block))
    if block.kind is Kind.HEADING:
        return layout.how == "lone numbers"
    return panel.role is not PanelRole.RESOURCES and is_title(reading, block)


def is_title(reading: Reading, block: Block) -> bool:
    """Whether a line reads like the title of a briefing: short, unpunctuated, of a review."""
    text = quote(reading.units, block.spans)
    plain = block.kind in (Kind.PARAGRAPH, Kind.HEADING)
    short = len(text.split()) <= 12 and text[-1] not in ".;:?"
    return plain and short and bool(_TITLE.search(text))
