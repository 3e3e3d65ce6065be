"""One file to one document: read, sectioned, split. A pure function of the file's bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from handbook.domain import Authority, Document, Edition
from ingest.briefing import Briefing, find_panels, panel_sections, review_questions
from ingest.read import read_document
from ingest.reading import Kind, Reading
from ingest.sections import find_sections, heading_text
from ingest.split import split

READER_VERSION = 4
"""Raised whenever reading, sectioning or splitting changes, so that files are read again."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document with what its receipt needs."""

    document: Document
    warnings: tuple[str, ...]
    panels: int


def document_id(sha256: str, source_id: str) -> str:
    """What identifies an edition as read: the file's bytes, the source, and the reader."""
    return hashlib.sha256(f"{READER_VERSION}:{source_id}:{sha256}".encode()).hexdigest()[:16]


def make_document(path: Path, sha256: str, declared: Edition | None) -> Read:
    """Read a file; ReadError says why it cannot be read. ``declared`` is the manifest's word."""
    reading = read_document(path)
    briefing = find_panels(reading)
    edition = declared or _undeclared(path, reading, briefing)
    key = document_id(sha256, edition.source_id)
    sections = panel_sections(briefing) if briefing else find_sections(reading, edition)
    warnings = reading.warnings + (briefing.warnings if briefing else ())
    asked = review_questions(reading, briefing, key) if briefing else []
    if briefing and not asked:
        warnings += ("No review questions were found in this briefing.",)
    passages = tuple(split(reading, sections, key))
    if not passages:
        warnings += ("It holds no passages: nothing but headings could be read.",)
    document = Document(
        document_id=key,
        sha256=sha256,
        file_name=path.name,
        edition=edition,
        units=reading.units,
        passages=passages,
        review_questions=tuple(asked),
    )
    return Read(document, warnings, len(briefing.panels) if briefing else 0)


def _undeclared(path: Path, reading: Reading, briefing: Briefing | None) -> Edition:
    """What a file without a manifest tells about itself; the rest is "not stated"."""
    if briefing:
        title = briefing.title or path.stem
        plain = Edition(source_id=path.stem, title=title)
        return replace(plain, kind="briefing", authority=Authority.LEARNING)
    first = next((b for b in reading.blocks if b.kind is Kind.HEADING and b.level == 1), None)
    title = reading.title or (heading_text(reading, first) if first else path.stem)
    return Edition(source_id=path.stem, title=title)
