"""Which index edition is current, what it holds, and how the next one takes its place."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from handbook.domain import Edition
from handbook.errors import IndexMissing, IndexStale

_POINTER = "current"
_RECORD = "edition.json"


@dataclass(frozen=True, slots=True)
class Held:
    """A document that an index edition holds, with what is known about its source."""

    document_id: str
    file_name: str
    sha256: str
    origin: str
    edition: Edition


@dataclass(frozen=True, slots=True)
class IndexEdition:
    """The record of one index edition."""

    edition_id: str
    made: str
    encoder: str
    documents: tuple[Held, ...]

    def in_force(self, as_of: date | None) -> dict[str, Held]:
        """The documents that may answer as at a date, by id: of each source the latest edition
        that is not later than the date, and every edition without a date."""
        latest: dict[str, date] = {}
        for held in self.documents:
            day = held.edition.effective
            if day and (as_of is None or day <= as_of):
                source = held.edition.source_id
                latest[source] = max(day, latest.get(source, day))
        return {
            h.document_id: h
            for h in self.documents
            if h.edition.effective is None or latest.get(h.edition.source_id) == h.edition.effective
        }


_ADAPTER = TypeAdapter(IndexEdition)


def directory(data: Path, edition_id: str) -> Path:
    """Where an index edition lives."""
    return data / "index" / edition_id


def write_record(data: Path, edition: IndexEdition) -> None:
    """Write the record into the edition's directory."""
    folder = directory(data, edition.edition_id)
    (folder / _RECORD).write_bytes(_ADAPTER.dump_json(edition, indent=1, exclude_none=True))


def current(data: Path) -> IndexEdition:
    """The edition that the pointer names; IndexMissing where there is none."""
    pointer = data / _POINTER
    if not pointer.is_file():
        raise IndexMissing(f"Nothing is indexed in {data} yet; run `handbook ingest` first.")
    record = directory(data, pointer.read_text().strip()) / _RECORD
    try:
        return _ADAPTER.validate_json(record.read_bytes())
    except (OSError, ValidationError, json.JSONDecodeError) as error:
        raise IndexStale(
            f"The index that {pointer} names cannot be read; run `handbook ingest --rebuild`."
        ) from error


def flip(data: Path, edition_id: str) -> None:
    """Make an edition the current one, in one step that a crash cannot halve."""
    fresh = data / f"{_POINTER}.new"
    with fresh.open("w") as file:
        file.write(edition_id)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, data / _POINTER)


def sweep(data: Path, keep: str) -> None:
    """Remove every index directory but one: what older and dead builds left."""
    for folder in (data / "index").iterdir():
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)
