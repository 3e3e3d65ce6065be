"""What every reader produces: units of text with a map to the raw file, and the blocks they hold.

A reader calls ``open_unit`` for each page, slide or section, ``add`` for each piece of raw text
and ``mark`` for each block it recognises. Nothing else may write a unit's text, so every visible
character has a place in the raw file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from handbook.domain import Run, Span, Unit

HEADER = "header"
"""The mark of the row that heads a table's columns."""
NOTES = "notes"
"""The kind of a unit that holds what is said beside a slide."""


class Kind(StrEnum):
    """What a block is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    NOTE = "note"
    """A footnote or a speaker's note: kept apart from the text that it stands beside."""


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row.

    ``spans`` leave out the list mark or paragraph number, which stands in ``mark``
    ("•", "a)", "173", "2.1"). ``level`` is 1 for the highest heading or the outermost list.
    ``box`` is the text box or shape that holds the block, where a format has them. The row that
    heads a table's columns has the mark ``HEADER``.
    """

    kind: Kind
    spans: tuple[Span, ...]
    level: int = 1
    mark: str | None = None
    box: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Linked words and the address they lead to, as the file gives it (often only "#")."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that a reader of the printed page would not see. ``why`` is "white", "tiny",
    "off the page", "hidden by the file" or the like; ``place`` is as in Run."""

    text: str
    why: str
    place: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read. ``warnings`` are sentences about what could not be read; hidden text is
    in no unit. ``print_maps`` are those of a PDF's units; see Document."""

    units: tuple[Unit, ...]
    blocks: tuple[Block, ...]
    title: str | None = None
    warnings: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    tables: int = 0
    comments: int = 0
    print_maps: tuple[bytes, ...] = ()

    def text(self, spans: tuple[Span, ...]) -> str:
        """The characters of some spans, joined, exactly as stored."""
        return "".join(self.units[s.unit].text[s.start : s.end] for s in spans)


@dataclass(slots=True)
class _OpenUnit:
    kind: str
    page_index: int | None
    page_label: str | None
    slide: int | None
    head: str
    foot: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    runs: list[Run] = field(default_factory=list)


class ReadingBuilder:
    """Collects units and blocks in reading order."""

    def __init__(self) -> None:
        self._units: list[_OpenUnit] = []
        self._blocks: list[Block] = []
        self._warnings: list[str] = []
        self._links: list[Link] = []
        self._hidden: list[Hidden] = []
        self.title: str | None = None
        self.tables = 0
        self.comments = 0

    def open_unit(
        self,
        kind: str,
        *,
        page_index: int | None = None,
        page_label: str | None = None,
        slide: int | None = None,
        head: str = "",
        foot: str = "",
    ) -> int:
        """Begin a page, slide or section; returns its ordinal."""
        self._units.append(_OpenUnit(kind, page_index, page_label, slide, head, foot))
        return len(self._units) - 1

    def add(self, text: str, place: str, offset: int = 0) -> Span:
        """Append raw characters that stand at ``offset`` of ``place``; returns where they went."""
        unit = self._units[-1]
        start = unit.length
        if text:
            unit.parts.append(text)
            unit.length += len(text)
            unit.runs.append(Run(start, len(text), place, offset))
        return Span(len(self._units) - 1, start, unit.length)

    def gap(self, white: str = "\n") -> None:
        """Append white space of our own, which has no place in the raw file."""
        if white.strip():
            raise ValueError(f"only white space may be added to a unit, not {white!r}")
        unit = self._units[-1]
        unit.parts.append(white)
        unit.length += len(white)

    def mark(
        self,
        kind: Kind,
        *spans: Span,
        level: int = 1,
        mark: str | None = None,
        box: int | None = None,
    ) -> None:
        """Say what some text is. Blocks without visible characters are left out."""
        kept = tuple(s for s in spans if s.end > s.start)
        if kept:
            self._blocks.append(Block(kind, kept, level, mark, box))

    def link(self, span: Span, target: str) -> None:
        """Say where some linked words lead."""
        if span.end > span.start:
            self._links.append(Link(span, target))

    def hide(self, text: str, why: str, place: str) -> None:
        """Report text that is in the file and not to be seen; it goes into no unit."""
        if text.strip():
            self._hidden.append(Hidden(text, why, place))

    def warn(self, sentence: str) -> None:
        """Say what could not be read."""
        self._warnings.append(sentence)

    def finish(self) -> Reading:
        """The reading, each unit ending in a line break so that joined spans never run together."""
        units = tuple(
            Unit(
                ordinal=ordinal,
                kind=u.kind,
                text="".join(u.parts) + "\n",
                runs=tuple(u.runs),
                page_index=u.page_index,
                page_label=u.page_label,
                slide=u.slide,
                head=u.head,
                foot=u.foot,
            )
            for ordinal, u in enumerate(self._units)
        )
        return Reading(
            units,
            tuple(self._blocks),
            self.title,
            tuple(self._warnings),
            tuple(self._links),
            tuple(self._hidden),
            self.tables,
            self.comments,
        )
