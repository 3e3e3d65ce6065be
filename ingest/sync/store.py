"""The fetched files: ``<data>/fetched/<publication>/``, a record beside the versions it names.

A version's file is written beside and renamed before the record that names it is; a file that no
record names is nothing, and is swept at the next run. So a crash at any moment leaves every
document at its last good version. Versions are kept, so that an old edition stays openable.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from handbook.errors import ManifestError

FOLDER = "fetched"
_RECORD = ".json"
_PART = ".part"
_FILE_NAME = r"^[^/\\\x00.][^/\\\x00]{0,199}$"
"""Of a file beside its record, and no path."""


Header = Annotated[str, AfterValidator(lambda text: text.encode("latin-1").decode("latin-1"))]
"""What a server sent in a header, and is sent again; with any other sign the record is damaged."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document as it was fetched. ``effective`` is the date that the page
    states, or else the one that the server gives; ``edition`` is what readers are shown."""

    file: Annotated[str, Field(pattern=_FILE_NAME)]
    sha256: str
    content_type: str
    fetched_on: date
    title: str
    edition: str = "not stated"
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one document: where it comes from, and its versions, oldest first, of which
    a record that is kept has at least one."""

    slug: str
    url: str
    final_url: str
    checked_on: date
    etag: Header | None
    last_modified: Header | None
    versions: Annotated[tuple[Version, ...], Field(min_length=1)]

    @property
    def current(self) -> Version:
        """The version that was fetched last."""
        return self.versions[-1]


_ADAPTER = TypeAdapter(Record)


class Store:
    """The files of one publication."""

    def __init__(self, data: Path, publication: str) -> None:
        self.folder = data / FOLDER / publication

    def records(self) -> Iterator[Record]:
        """Every document that is held, in the order of its names."""
        for path in sorted(self.folder.glob("*" + _RECORD)):
            record = self._read(path)
            if record:
                yield record

    def record(self, slug: str) -> Record | None:
        """What is held of one document."""
        path = self.folder / (slug + _RECORD)
        return self._read(path) if path.is_file() else None

    def path(self, version: Version) -> Path:
        """Where a version's file lies."""
        return self.folder / version.file

    def is_whole(self, record: Record) -> bool:
        """Whether the current file is there and is what the record says."""
        path = self.path(record.current)
        return path.is_file() and _hash(path.read_bytes()) == record.current.sha256

    def stage(self, slug: str, suffix: str, content: bytes) -> Path:
        """Write a file beside the others, for a look at it before it is kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{slug}{_PART}{suffix}"
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return path

    def keep(self, staged: Path, version: Version, record: Record) -> None:
        """Give a staged file its name, then write the record that names it."""
        os.replace(staged, self.path(version))
        self.save(replace(record, versions=(*record.versions, version)))

    def save(self, record: Record) -> None:
        """Write a record in one step."""
        path = self.folder / (record.slug + _RECORD)
        fresh = path.with_name(path.name + _PART)
        with fresh.open("wb") as file:
            file.write(_ADAPTER.dump_json(record, indent=1))
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)

    def sweep(self) -> None:
        """Remove what a run that was cut off has left: files that no record names."""
        if not self.folder.is_dir():
            return
        paths = [p for p in self.folder.iterdir() if p.is_file()]
        named = {v.file for record in self.records() for v in record.versions}
        for path in paths:
            if _PART in path.suffixes or (path.name not in named and path.suffix != _RECORD):
                path.unlink()

    def _read(self, path: Path) -> Record | None:
        try:
            return _ADAPTER.validate_json(path.read_bytes())
        except (OSError, ValidationError, json.JSONDecodeError) as error:
            raise ManifestError(
                f"{path} cannot be read; remove {self.folder} and run `handbook sync` again."
            ) from error


def source_id_of(publication: str, slug: str) -> str:
    """The id of a document as a source: the publication's own, or that and the chapter's name."""
    return publication if slug == publication else f"{publication}/{slug}"


def version_name(slug: str, day: date, sha256: str, suffix: str) -> str:
    """A file name that tells a person what it is and never names two versions."""
    return f"{slug}.{day.isoformat()}.{sha256[:8]}{suffix}"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
