"""One file to one document: read, sectioned, split. A pure function of the file and of what the
manifest says of it."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from handbook.domain import Authority, Document, Edition, Passage, ReviewQuestion
from handbook.errors import ReadError
from handbook.pieces import Encoded
from handbook.receipt import Receipt
from ingest.briefing import Briefing, find_briefing, panel_sections
from ingest.exceptions import with_exceptions
from ingest.read import read_document
from ingest.reading import Kind, Reading
from ingest.receipt import make_receipt
from ingest.review_questions import review_questions
from ingest.sections import find_sections, heading_text
from ingest.split import split
from ingest.stated import stated_areas, stated_date
from ingest.told import Step, tell

READER_VERSION = 12
"""Raised whenever reading, sectioning or splitting changes, so that files are read again."""

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    UnicodeError,
)
"""What the libraries below the readers raise on damaged bytes, some of them only halfway."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document with its receipt. ``text_hash`` is equal for two files that say the same in the
    same places."""

    document: Document
    receipt: Receipt
    text_hash: str
    vectors: Mapping[str, Encoded] = field(default_factory=dict)
    """Of its texts, by the keys under which they are kept, where whoever read it encoded it too."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read, in sentences."""
        return self.receipt.warnings

    @property
    def panels(self) -> int:
        """How many panels the document is laid out in; 0 if it is no briefing."""
        return self.receipt.panels


def document_id(sha256: str, path: Path, source_id: str, declared: Edition | None) -> str:
    """What identifies an edition as read, which is all that reading depends on: the bytes, the
    kind of file, the source, what it is declared to be, and the reader itself."""
    word = [declared.kind, declared.authority, declared.areas] if declared else None
    made_from = [READER_VERSION, source_id, sha256, path.suffix.lower(), word]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()[:16]


def make_document(path: Path, sha256: str, declared: Edition | None) -> Read:
    """Read a file; ReadError says why it cannot be read, or that nothing in it can be used.

    ``declared`` is the manifest's word on what the file is.
    """
    reading = reading_of(path)
    tell(Step("sections"))
    briefing = find_briefing(reading, declared.kind if declared else None)
    edition = declared or _undeclared(path, reading, briefing)
    key = document_id(sha256, path, edition.source_id, declared)
    asked, held = review_questions(reading, briefing.panels if briefing else (), key)
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
        passages=tuple(passages),
        review_questions=tuple(asked),
        print_maps=reading.print_maps,
    )
    if not document.passages and not asked:
        raise ReadError(
            f"{path.name} holds nothing but headings that can be read; if its text is in pictures, "
            "put a copy through text recognition first."
        )
    receipt = make_receipt(path, reading, sections, document, briefing, declared is not None)
    return Read(document, receipt, text_hash(document.passages, document.review_questions))


def reading_of(path: Path) -> Reading:
    """Read a file's blocks; ReadError says why it cannot be read, damage included."""
    try:
        return read_document(path)
    except _DAMAGED as error:
        raise ReadError(f"{path.name} is damaged ({error}); save a fresh copy of it.") from error


def text_hash(passages: tuple[Passage, ...], asked: tuple[ReviewQuestion, ...]) -> str:
    """The hash of what a document says, on which of its units, as this reader reads it."""
    said = [(p.headings, p.paragraph, p.role, p.text, [s.unit for s in p.spans]) for p in passages]
    questions = [(q.panel, q.text) for q in asked]
    return hashlib.sha256(json.dumps([READER_VERSION, said, questions]).encode()).hexdigest()


def _undeclared(path: Path, reading: Reading, briefing: Briefing | None) -> Edition:
    """What a file without a manifest tells about itself; the rest is "not stated"."""
    first = next((b for b in reading.blocks if b.kind is Kind.HEADING and b.level == 1), None)
    title = briefing.title if briefing else reading.title
    title = title or (heading_text(reading, first) if first and not briefing else path.stem)
    plain = Edition(
        source_id=path.stem,
        title=title,
        edition=stated_date(reading),
        areas=stated_areas(title),
    )
    if briefing:
        return replace(plain, kind="briefing", authority=Authority.LEARNING)
    return plain
