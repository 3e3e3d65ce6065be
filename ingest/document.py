"""One file to one document: read, sectioned, split. A pure function of the file's bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from handbook.domain import Authority, Document, Edition
from ingest.alarms import paragraph_gaps, unanswered_references
from ingest.briefing import DECLARED, Briefing, find_briefing, panel_sections
from ingest.exceptions import with_exceptions
from ingest.links import LinkedWords, links_of
from ingest.read import read_document
from ingest.reading import Hidden, Kind, Reading
from ingest.review_questions import review_questions
from ingest.sections import find_sections, heading_text
from ingest.split import split

_MOST_NAMED = 8

READER_VERSION = 4
"""Raised whenever reading, sectioning or splitting changes, so that files are read again."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document with what its receipt needs. ``links`` are its linked words, to be resolved
    against the whole corpus; ``hidden`` is text that was found and kept out."""

    document: Document
    warnings: tuple[str, ...]
    panels: int
    links: tuple[LinkedWords, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    tables: int = 0
    comments: int = 0


def document_id(sha256: str, source_id: str) -> str:
    """What identifies an edition as read: the file's bytes, the source, and the reader."""
    return hashlib.sha256(f"{READER_VERSION}:{source_id}:{sha256}".encode()).hexdigest()[:16]


def make_document(path: Path, sha256: str, declared: Edition | None) -> Read:
    """Read a file; ReadError says why it cannot be read. ``declared`` is the manifest's word."""
    reading = read_document(path)
    briefing = find_briefing(reading, declared.kind if declared else None)
    edition = declared or _undeclared(path, reading, briefing)
    key = document_id(sha256, edition.source_id)
    panels = briefing.panels if briefing else ()
    asked, held = review_questions(reading, panels, key)
    if briefing:
        sections = panel_sections(reading, briefing, held)
    else:
        sections = find_sections(reading, edition)
    passages = with_exceptions(reading, sections, split(reading, sections, key))
    document = Document(
        document_id=key,
        sha256=sha256,
        file_name=path.name,
        edition=edition,
        units=reading.units,
        passages=passages,
        review_questions=tuple(asked),
    )
    return Read(
        document,
        tuple(_warnings(reading, edition, briefing, document)),
        len(panels),
        links_of(reading),
        reading.hidden,
        reading.tables,
        reading.comments,
    )


def _warnings(
    reading: Reading, edition: Edition, briefing: Briefing | None, document: Document
) -> Iterator[str]:
    """Everything that a person should know about how the document was read."""
    yield from reading.warnings
    if reading.hidden:
        reasons = ", ".join(dict.fromkeys(h.why for h in reading.hidden))
        count = len(reading.hidden)
        yield f"Text that a reader would not see was left out in {count} places ({reasons})."
    if briefing:
        yield from briefing.warnings
    elif edition.kind in DECLARED:
        yield "It is declared to be a briefing, and no panels were found."
    if (briefing or edition.kind in DECLARED) and not document.review_questions:
        yield "No review questions were found in this briefing."
    lost = unanswered_references(reading)
    if lost:
        yield f"The text refers to {_listed(lost)}: no heading or paragraph here has that number."
    gaps = paragraph_gaps(reading)
    if gaps:
        yield f"Between numbered paragraphs these are missing: {_listed(gaps)}."
    if not document.passages:
        yield "It holds no passages: nothing but headings could be read."


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else shown


def _undeclared(path: Path, reading: Reading, briefing: Briefing | None) -> Edition:
    """What a file without a manifest tells about itself; the rest is "not stated"."""
    if briefing:
        title = briefing.title or path.stem
        plain = Edition(source_id=path.stem, title=title)
        return replace(plain, kind="briefing", authority=Authority.LEARNING)
    first = next((b for b in reading.blocks if b.kind is Kind.HEADING and b.level == 1), None)
    title = reading.title or (heading_text(reading, first) if first else path.stem)
    return Edition(source_id=path.stem, title=title)
