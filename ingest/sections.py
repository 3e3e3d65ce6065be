"""Blocks to sections: a heading path, a role, and the blocks below it."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.domain import Edition, Role
from ingest.reading import Block, Kind, Reading

_ROLES = {
    "about this digest": Role.ABOUT,
    "amendments": Role.ABOUT,
    "amendment": Role.ABOUT,
    "contents": Role.ABOUT,
    "not held here": Role.NOT_HELD,
}


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that share a heading path. ``panel`` is the panel's number in a briefing."""

    headings: tuple[str, ...]
    role: Role
    blocks: tuple[Block, ...]
    panel: int | None = None


def find_sections(reading: Reading, edition: Edition) -> list[Section]:
    """The sections of a document in reading order; those without text are left out."""
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    held: list[Block] = []

    def close() -> None:
        if held:
            headings = tuple(text for _, text in path)
            sections.append(Section(headings, _role(headings, edition), tuple(held)))
            held.clear()

    for block in reading.blocks:
        if block.kind is Kind.HEADING:
            close()
            path = [(level, text) for level, text in path if level < block.level]
            path.append((block.level, heading_text(reading, block)))
        else:
            held.append(block)
    close()
    return sections


def heading_text(reading: Reading, block: Block) -> str:
    """A heading on one line."""
    return " ".join(reading.text(block.spans).split())


def _role(headings: tuple[str, ...], edition: Edition) -> Role:
    for heading in headings:
        role = _ROLES.get(heading.lower().rstrip("."))
        if role:
            return role
    return Role.LEARNING if edition.is_learning else Role.RULE
