"""Blocks to sections: a heading path, a role, and the blocks below it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.domain import Edition, Role
from ingest.boxes import Box, box_of
from ingest.marks import leading_mark
from ingest.reading import Block, Kind, Reading

_ROLES = {"about this digest": Role.ABOUT, "not held here": Role.NOT_HELD}
_ABOUT = (Box.AMENDMENTS, Box.RELATED, Box.CONTENTS)
_BOX_LEVEL = 6
_NUMBERED = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that share a heading path. ``panel`` is the panel's number in a briefing; ``box``
    says which of a chapter's boxes it is; ``label`` is the block that heads it."""

    headings: tuple[str, ...]
    role: Role
    blocks: tuple[Block, ...]
    panel: int | None = None
    box: Box | None = None
    label: Block | None = None
    opening: bool = False
    """Whether it stands before the first section proper: a box, or text under the title."""


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    box: Box | None
    block: Block


def find_sections(reading: Reading, edition: Edition) -> list[Section]:
    """The sections of a document in reading order; those without text are left out."""
    sections: list[Section] = []
    path: list[_Heading] = []
    held: list[Block] = []
    opening = True
    slide: int | None = None

    def close() -> None:
        if held:
            sections.append(_section(path, held, edition, opening))
            held.clear()

    for block in reading.blocks:
        here = reading.units[block.spans[0].unit].slide
        if here != slide:
            close()
            path, slide = [], here
        heading = _heading(reading, block)
        if heading is None:
            if path and path[-1].box and _left_behind(reading, path[-1].block, block):
                close()
                path = path[:-1]
            held.append(block)
            continue
        close()
        path = _under(path, heading)
        opening = opening and (_opens(heading) or (not sections and len(path) == 1))
    close()
    return sections


def heading_text(reading: Reading, block: Block) -> str:
    """A heading on one line, with the number that Word made for it, if it did."""
    text = " ".join(reading.text(block.spans).split())
    return f"{block.mark} {text}" if block.mark else text


def number_of(heading: str) -> str | None:
    """The number that a heading begins with ("3.2"), if it does."""
    mark = leading_mark(heading + " .")
    if mark and not mark.is_item:
        return mark.label
    lone = re.match(r"\s*(?:section|chapter|part)?\s*(\d{1,3}(?:\.\d{1,2})*)\b", heading, re.I)
    return lone[1] if lone else None


def _opens(heading: _Heading) -> bool:
    """Whether a heading still belongs to a chapter's opening."""
    return heading.box is not None or _role_of(heading.text) is not None


def _role_of(heading: str) -> Role | None:
    return _ROLES.get(heading.lower().rstrip("."))


def _left_behind(reading: Reading, label: Block, block: Block) -> bool:
    """Whether a block stands in a later section of the file than the box's label."""
    at, here = label.spans[0].unit, block.spans[0].unit
    return here != at and reading.units[here].kind == "section"


def _heading(reading: Reading, block: Block) -> _Heading | None:
    """The block as a heading, if it is one or is a line that labels a box."""
    if block.kind not in (Kind.HEADING, Kind.PARAGRAPH):
        return None
    text = heading_text(reading, block)
    if block.kind is Kind.HEADING:
        return _Heading(block.level, text, box_of(text), block)
    box = box_of(text) if block.mark is None else None
    return _Heading(_BOX_LEVEL, text, box, block) if box else None


def _under(path: list[_Heading], heading: _Heading) -> list[_Heading]:
    """The heading path with a further heading. A box holds no numbered section and no box."""
    kept = [h for h in path if h.level < heading.level]
    if heading.box or _NUMBERED.match(heading.text):
        boxed = next((i for i, h in enumerate(kept) if h.box), len(kept))
        kept = kept[:boxed]
    return [*kept, heading]


def _section(path: list[_Heading], held: list[Block], edition: Edition, opening: bool) -> Section:
    headings = tuple(h.text for h in path)
    box = next((h.box for h in path if h.box), None)
    role = next((r for h in headings if (r := _role_of(h))), None)
    if role is None and box in _ABOUT:
        role = Role.ABOUT
    role = role or (Role.LEARNING if edition.is_learning else Role.RULE)
    label = path[-1].block if path else None
    return Section(headings, role, tuple(held), None, box, label, opening)
