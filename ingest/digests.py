"""What every digest must have: two sections, and a row in its record for each statement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.document import reading_of
from ingest.reading import Block, Kind, Reading

SECTIONS = ("About this digest", "Not held here")


def missing_sections(digest: Path) -> list[str]:
    """The headings that a digest must have and this one has not; ReadError if it is unreadable."""
    reading = reading_of(digest)
    held = {_plain(reading, block) for block in reading.blocks if block.kind is Kind.HEADING}
    return [section for section in SECTIONS if section not in held]


def untraced(digest: Path, record: Path) -> list[str]:
    """The numbered statements of a digest that no row of its record begins with; ReadError if
    either is unreadable."""
    reading = reading_of(record)
    rows = (reading.text(block.spans) for block in reading.blocks if block.kind is Kind.ROW)
    traced = {_without_stop(row.split("\t")[0]) for row in rows}
    return [said for said in _statements(reading_of(digest)) if _without_stop(said) not in traced]


def _statements(reading: Reading) -> Iterator[str]:
    """Each numbered paragraph with its number, then its list as "first item; second item"."""
    lead, items = "", list[str]()
    for block in reading.blocks:
        text = _plain(reading, block)
        if lead and _is_item(block, lead, items):
            items.append(text.rstrip(";"))
            continue
        if lead:
            yield f"{lead} {'; '.join(items)}".rstrip()
        numbered = block.kind is Kind.PARAGRAPH and block.mark
        lead, items = (f"{block.mark} {text}" if numbered else ""), []
    if lead:
        yield f"{lead} {'; '.join(items)}".rstrip()


def _is_item(block: Block, lead: str, items: list[str]) -> bool:
    """A printed list can lose its marks: then it is one paragraph after the words that lead in."""
    unmarked = block.kind is Kind.PARAGRAPH and not block.mark
    return block.kind is Kind.ITEM or (unmarked and not items and lead.endswith(":"))


def _plain(reading: Reading, block: Block) -> str:
    return " ".join(reading.text(block.spans).split())


def _without_stop(statement: str) -> str:
    return " ".join(statement.split()).rstrip(".")
