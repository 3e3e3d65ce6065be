"""Briefings: numbered panels in any order in the file, put in the order of their numbers.

The heading roles follow what published seven-minute briefings print. Only list items and
sentences that end in a question mark, in a panel whose role is questions, are review questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handbook.cite import quote
from handbook.domain import ReviewQuestion, Role
from ingest.reading import Block, Kind, Reading
from ingest.sections import Section
from ingest.sentences import sentence_spans

_NUMBER = re.compile(r"\d{1,2}")
_LONGEST_HEADING = 60
_CONTINUED = re.compile(r"\s*[(\[]?\bcont(in|inued|['’]?d|inuation)?\.?[)\]]?\s*$", re.IGNORECASE)
_QUESTIONS = re.compile(
    r"(reflective )?questions\b|discussion points|points to consider|further discussion"
    r"|questions? (for|to)\b",
    re.IGNORECASE,
)
_RESOURCES = re.compile(r"resources|further (information|reading)|links|contacts", re.IGNORECASE)
_TITLE = re.compile(r"\b(review|briefing|learning from)\b", re.IGNORECASE)
_FEWEST_PANELS = 3


@dataclass(slots=True)
class Panel:
    """A numbered panel: its heading and the blocks below it."""

    number: int
    heading: str
    box: int | None
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Briefing:
    """A document laid out in numbered panels, in their order, with its title apart."""

    title: str | None
    panels: tuple[Panel, ...]
    warnings: tuple[str, ...]


def find_panels(reading: Reading) -> Briefing | None:
    """The panels of a briefing, or None where the document is not laid out in panels."""
    panels, loose = _walk(reading)
    numbers = {p.number for p in panels}
    if len(numbers) < _FEWEST_PANELS or 1 not in numbers or len(panels) > len(numbers) + 1:
        return None
    title = reading.title
    for block in loose:
        title = title or quote(reading.units, block.spans)
    for panel in panels:
        kept = [b for b in panel.blocks if not _is_title(reading, panel, b)]
        if len(kept) < len(panel.blocks):
            taken = next(b for b in panel.blocks if b not in kept)
            title = title or quote(reading.units, taken.spans)
            panel.blocks = kept
    ordered = tuple(sorted(panels, key=lambda p: p.number))
    return Briefing(title, ordered, _number_warnings(ordered))


def panel_sections(briefing: Briefing) -> list[Section]:
    """A section for each panel that is not one of questions; a continued panel is read under the
    heading that it continues."""
    sections: list[Section] = []
    heading = ""
    for panel in briefing.panels:
        if not _CONTINUED.search(panel.heading) or not heading:
            heading = panel.heading
        if panel.blocks and not _QUESTIONS.match(panel.heading):
            headings = (heading,)
            blocks = tuple(panel.blocks)
            role = Role.ABOUT if _RESOURCES.match(panel.heading) else Role.LEARNING
            sections.append(Section(headings, role, blocks, panel.number))
    return sections


def review_questions(
    reading: Reading, briefing: Briefing, document_id: str
) -> list[ReviewQuestion]:
    """The questions that the review asks, verbatim, in the order of panels and lines."""
    asked: list[ReviewQuestion] = []
    for panel in briefing.panels:
        if not _QUESTIONS.match(panel.heading):
            continue
        for block in panel.blocks:
            for spans in sentence_spans(reading, block.spans):
                text = quote(reading.units, spans)
                if text.endswith("?"):
                    ordinal = len(asked) + 1
                    asked.append(ReviewQuestion(document_id, panel.number, ordinal, text, spans))
    return asked


def _walk(reading: Reading) -> tuple[list[Panel], list[Block]]:
    """Panels in file order, and the blocks that stand before the first of them."""
    panels: list[Panel] = []
    loose: list[Block] = []
    blocks = list(reading.blocks)
    position = 0
    while position < len(blocks):
        block = blocks[position]
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        text = quote(reading.units, block.spans)
        if _NUMBER.fullmatch(text) and following and _could_head(reading, following):
            heading = quote(reading.units, following.spans)
            panels.append(Panel(int(text), heading, block.box))
            position += 2
            continue
        (panels[-1].blocks if panels else loose).append(block)
        position += 1
    return panels, loose


def _could_head(reading: Reading, block: Block) -> bool:
    text = quote(reading.units, block.spans)
    return block.kind is not Kind.ITEM and len(text) <= _LONGEST_HEADING and text[-1] not in ".;:"


def _is_title(reading: Reading, panel: Panel, block: Block) -> bool:
    """A line that fell between two panels: in a box of its own, printed as a heading, or short,
    unpunctuated and speaking of a review."""
    if block.box is not None:
        return block.box != panel.box
    if block.kind is Kind.HEADING:
        return True
    text = quote(reading.units, block.spans)
    short = block.kind is Kind.PARAGRAPH and len(text.split()) <= 12 and text[-1] not in ".;:?"
    return short and bool(_TITLE.search(text)) and not _RESOURCES.match(panel.heading)


def _number_warnings(panels: tuple[Panel, ...]) -> tuple[str, ...]:
    numbers = [p.number for p in panels]
    if numbers == list(range(1, len(numbers) + 1)):
        return ()
    return (f"The panels are numbered {', '.join(map(str, numbers))}: some repeat or are missing.",)
