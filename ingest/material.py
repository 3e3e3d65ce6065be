"""A deck or a text to be checked, read into its lines: sentences, items, rows and headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.check.apart import is_one_statement
from handbook.check.records import Line
from handbook.cite import quote
from handbook.domain import Span, Unit
from ingest.document import reading_of
from ingest.reading import NOTES, Block, Kind, Reading
from ingest.sentences import sentence_spans

_LISTED = (Kind.ITEM, Kind.ROW)
_INTRODUCES = (":", "-", "–", "—")


@dataclass(frozen=True, slots=True)
class Material:
    """A file's lines in reading order, with the units in which they stand."""

    lines: tuple[Line, ...]
    units: tuple[Unit, ...]
    warnings: tuple[str, ...]


def read_material(path: Path) -> Material:
    """Read a file; ReadError says why it cannot be read."""
    reading = reading_of(path)
    return Material(tuple(_lines(reading)), reading.units, reading.warnings)


def _lines(reading: Reading) -> Iterator[Line]:
    ordinal = 0
    heading = lead_in = ""
    before: Unit | None = None
    for block in reading.blocks:
        unit = reading.units[block.spans[0].unit]
        if unit is not before and unit.slide is not None:
            lead_in = ""
            heading = heading if before and _notes_of(unit, before) else ""
        before = unit
        sentences = _sentences(reading, block)
        for spans in sentences:
            introduced = (lead_in or heading) if block.kind in _LISTED else heading
            if block.kind is Kind.HEADING:
                introduced = ""
            yield _line(reading, block, spans, ordinal, introduced)
            ordinal += 1
        if block.kind is Kind.HEADING:
            heading, lead_in = quote(reading.units, block.spans), ""
        elif block.kind not in _LISTED and sentences:
            last = quote(reading.units, sentences[-1])
            lead_in = last if last.endswith(_INTRODUCES) else ""


def _notes_of(unit: Unit, slide: Unit) -> bool:
    """Whether a unit holds what is said beside a slide, and so below its title."""
    return unit.kind == NOTES and unit.slide == slide.slide


def _sentences(reading: Reading, block: Block) -> list[tuple[Span, ...]]:
    if block.kind in (Kind.HEADING, Kind.ROW):
        return [block.spans]
    found = sentence_spans(reading, block.spans)
    whole = _line(reading, block, block.spans, 0, "")
    texts = [quote(reading.units, spans) for spans in found]
    return [block.spans] if is_one_statement(whole, texts) else found


def _line(
    reading: Reading, block: Block, spans: tuple[Span, ...], ordinal: int, lead_in: str
) -> Line:
    unit = reading.units[spans[0].unit]
    return Line(
        ordinal=ordinal,
        text=quote(reading.units, spans),
        spans=spans,
        kind=block.kind.value,
        where=_where(unit),
        lead_in=lead_in,
        unit_kind=unit.kind,
        slide=unit.slide,
        page_index=unit.page_index,
        box=block.box,
        places=_places(reading, spans),
    )


def _where(unit: Unit) -> str:
    if unit.slide is not None:
        return f"slide {unit.slide}" + (", notes" if unit.kind == NOTES else "")
    if unit.page_index is not None:
        return f"page {unit.page_label or unit.page_index + 1}"
    return f"{unit.kind} {unit.ordinal + 1}"


def _places(reading: Reading, spans: tuple[Span, ...]) -> tuple[str, ...]:
    found = (
        run.place
        for span in spans
        for run in reading.units[span.unit].runs
        if run.start < span.end and span.start < run.start + run.length
    )
    return tuple(dict.fromkeys(found))
