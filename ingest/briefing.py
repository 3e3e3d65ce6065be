"""Briefings: panels in any order in the file, put in the order of their numbers; and the questions
that a review asks of its readers, verbatim.

A manifest's kind "briefing" is decisive. A file that nobody has declared is one only where its
layout or its title says so plainly: a procedure is never to be read as mere learning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.cite import quote
from handbook.domain import Role
from handbook.heading_roles import CONTINUED, PanelRole
from ingest.panels import Layout, Panel, find_layout, is_title
from ingest.reading import Block, Kind, Reading
from ingest.sections import Section, heading_text

DECLARED = ("briefing", "series")
"""The kinds of a manifest that are read in panels: a briefing, or the page of a whole series."""

_SAYS_BRIEFING = re.compile(
    r"\bbriefings?\b|\b(\d|seven|five|six)[- ]?(mb|min(ute)?s?)\b"
    r"|\breview\b.*(“\w+”|\"\w+\"|\b[A-Z]{3,}\b|\b(child|baby|infant|family) [A-Z]\b)",
    re.IGNORECASE,
)
_SPEAKS_OF_REVIEW = re.compile(r"learning from|\b(case|practice) review\b|lessons", re.IGNORECASE)
_MOST_WORDS = 3_000
_FEWEST_PANELS = 3
_LONGEST_TITLE = 25


@dataclass(frozen=True, slots=True)
class Briefing:
    """A document laid out in panels, in their order, with its title apart."""

    title: str | None
    panels: tuple[Panel, ...]
    before: tuple[Block, ...]
    beside: tuple[Block, ...]
    notes: tuple[Block, ...]
    warnings: tuple[str, ...]


def find_briefing(reading: Reading, kind: str | None) -> Briefing | None:
    """The panels of a briefing, or None where the document is none. ``kind`` is the manifest's
    word, None where there is none."""
    declared = kind in DECLARED
    if not declared and kind not in (None, "not stated"):
        return None
    layout = find_layout(reading)
    if layout is None or not (declared or _is_plainly_one(reading, layout)):
        return None
    title, before, beside = _title_apart(reading, layout)
    printed = layout.how != "headings"
    panels = sorted(layout.panels, key=lambda p: p.number) if printed else layout.panels
    warnings = (*(_number_warnings(panels) if printed else ()), *_unclassified(panels))
    notes = tuple(b for b in reading.blocks if b.kind is Kind.NOTE)
    return Briefing(title, tuple(panels), before, beside, notes, warnings)


def panel_sections(reading: Reading, briefing: Briefing, asked: set[Block]) -> list[Section]:
    """A section for each panel and for each heading in it, in order; what stands beside the panels
    comes last. A continued panel is read under the heading that it continues. ``asked`` are the
    blocks that hold nothing but review questions: they are kept as such, not as passages."""
    sections: list[Section] = []
    if briefing.before:
        sections.append(Section((), Role.LEARNING, briefing.before))
    heading = ""
    for panel in briefing.panels:
        if not CONTINUED.search(panel.heading) or not heading:
            heading = panel.heading
        role = Role.ABOUT if panel.role is PanelRole.RESOURCES else Role.LEARNING
        for headings, blocks in _parts(reading, heading, panel):
            kept = tuple(b for b in blocks if b not in asked)
            if kept:
                sections.append(Section(headings, role, kept, panel.number))
    for apart, role in ((briefing.beside, Role.ABOUT), (briefing.notes, Role.LEARNING)):
        if apart:
            sections.append(Section((), role, apart))
    return sections


def _parts(
    reading: Reading, heading: str, panel: Panel
) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """A panel cut at the headings that stand inside it."""
    headings: tuple[str, ...] = (heading,)
    held: list[Block] = []
    for block in panel.blocks:
        if block.kind is Kind.HEADING:
            yield headings, held
            headings, held = (heading, heading_text(reading, block)), []
        else:
            held.append(block)
    yield headings, held


def _is_plainly_one(reading: Reading, layout: Layout) -> bool:
    """Whether a file that nobody has declared is a briefing beyond doubt."""
    roles = [p.role for p in layout.panels if p.role]
    words = sum(len(unit.text.split()) for unit in reading.units)
    if len(layout.panels) < _FEWEST_PANELS or words > _MOST_WORDS:
        return False
    most_known = len(roles) * 2 >= len(layout.panels)
    said = " ".join((reading.title or "", *_lines(reading, layout)))
    if layout.how == "lone numbers":
        return most_known or bool(_SAYS_BRIEFING.search(said))
    asks = PanelRole.QUESTIONS in roles and bool(_SPEAKS_OF_REVIEW.search(said))
    return (
        most_known
        and len(set(roles)) >= _FEWEST_PANELS
        and (asks or bool(_SAYS_BRIEFING.search(said)))
    )


def _lines(reading: Reading, layout: Layout) -> Iterator[str]:
    """The lines that may be a title: the first ones before the panels, and those beside them."""
    for block in (*layout.before[:3], *layout.beside):
        text = quote(reading.units, block.spans)
        if len(text.split()) <= _LONGEST_TITLE:
            yield text


def _title_apart(
    reading: Reading, layout: Layout
) -> tuple[str | None, tuple[Block, ...], tuple[Block, ...]]:
    """The title, and the blocks before and beside the panels without it."""
    title = reading.title
    beside = [b for b in layout.beside if not is_title(reading, b)]
    titles = [b for b in layout.beside if is_title(reading, b)]
    before = [b for b in layout.before if b.kind is not Kind.HEADING]
    headings = [b for b in layout.before if b.kind is Kind.HEADING]
    for block in (*headings, *titles):
        title = title or quote(reading.units, block.spans)
    if before and _reads_as_title(reading, before[0], title):
        title = title or quote(reading.units, before[0].spans)
        before = before[1:]
    if title is None and layout.beside:
        title = quote(reading.units, layout.beside[0].spans)
        beside = [b for b in beside if b is not layout.beside[0]]
    return title, tuple(before), tuple(beside)


def _reads_as_title(reading: Reading, block: Block, title: str | None) -> bool:
    text = quote(reading.units, block.spans)
    short = len(text.split()) <= _LONGEST_TITLE and text[-1] not in ".;:?"
    return text == title or (short and (title is None or is_title(reading, block)))


def _number_warnings(panels: list[Panel]) -> tuple[str, ...]:
    numbers = [p.number for p in panels]
    if numbers == list(range(1, len(numbers) + 1)):
        return ()
    return (f"The panels are numbered {', '.join(map(str, numbers))}: some repeat or are missing.",)


def _unclassified(panels: list[Panel]) -> tuple[str, ...]:
    return tuple(
        f"The panel {p.heading!r} is of no kind that is known here; its text is kept."
        for p in panels
        if p.role is None
    )
