"""What an index edition holds, which of it is in force, and which edition is the current one."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pydantic import TypeAdapter

from handbook.access.roles import Role
from handbook.dates import in_force_from
from handbook.domain import Edition
from handbook.errors import IndexMissing, IndexStale, StoreError

POINTER = "current"
_RECORD = "edition.json"


class Standing(StrEnum):
    """Where an edition stands in the chain of its source."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    """A later edition of the source is held here."""
    WITHDRAWN = "withdrawn"
    """The corpus no longer lists it, and nothing later has taken its place."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document that an index edition holds, with what is known about its source."""

    document_id: str
    file_name: str
    sha256: str
    """Of the raw file that the document was read from, which is kept."""
    origin: str
    """Where the corpus has the file."""
    edition: Edition
    key: str = ""
    """What the file at ``origin`` would be read as. Other than ``document_id`` where a file was
    renamed or saved again with the same text: the document read before goes on."""
    gone: date | None = None
    """The day on which the corpus no longer listed it; None while it does."""

    @property
    def starts(self) -> date | None:
        """The first day of the edition; None where it is not stated."""
        return in_force_from(self.edition)


@dataclass(frozen=True, slots=True, eq=False)
class IndexEdition:
    """The record of one index edition; each is equal to itself alone."""

    edition_id: str
    made: str
    encoder: str
    documents: tuple[Held, ...]
    """What is indexed and may answer, today or as at a date."""
    past: tuple[Held, ...] = ()
    """What no longer answers and can still be opened, until it is forgotten."""
    on_server: bool = False
    """Whether its vectors are kept by a Chroma server, and not in its directory."""
    readers: Mapping[str, Role] | None = None
    """The least role that may read a source, for those that not everybody may; see
    handbook/index/views.py."""

    def least(self, source_id: str) -> Role:
        """The least role that may read a source."""
        return (self.readers or {}).get(source_id, Role.READER)

    def in_force(self, as_of: date | None, today: date | None = None) -> Mapping[str, Held]:
        """The documents that may answer as at a date (None: today), by id.

        Of each source the latest dated edition that is not later than the date, and every listed
        edition without a date. Asked about today, a source that has only editions of the future
        gives the first of them.
        """
        return _in_force(self, as_of or today or date.today(), of_today=as_of is None)

    def find(self, document_id: str) -> Held | None:
        """What is known of a document, whether it still answers or can only be opened."""
        return next((h for h in self.all() if h.document_id == document_id), None)

    def look_for(self, kept: Collection[str], where: Path) -> None:
        """StoreError where the catalogue at ``where`` lacks documents of this edition: what they
        say would be passed over as if no source said it."""
        lacking = sum(held.document_id not in kept for held in self.all())
        if lacking:
            raise StoreError(
                f"{where} lacks {lacking} documents that the index names; restore a backup, or "
                "read the corpus again with `handbook ingest`."
            )

    def all(self) -> Iterator[Held]:
        """What answers, then what can only be opened."""
        yield from self.documents
        yield from self.past

    def standing(self, held: Held, today: date | None = None) -> Standing:
        """Whether an edition is current, superseded by a later one held here, or withdrawn."""
        if held.document_id in self.in_force(None, today):
            return Standing.CURRENT
        source = held.edition.source_id
        others = [h for h in self.documents if h.gone is None and h.edition.source_id == source]
        if any(other.sha256 == held.sha256 for other in others if other != held):
            return Standing.CURRENT  # the same file, read again by a newer reader
        if any(_follows(other, held) for other in others):
            return Standing.SUPERSEDED
        return Standing.CURRENT if held.gone is None else Standing.WITHDRAWN

    def chain(self, source_id: str) -> list[Held]:
        """All that is held of a source, oldest first; what has no date comes by when it left."""
        held = [h for h in self.all() if h.edition.source_id == source_id]
        return sorted(held, key=lambda h: (h.starts or date.min, h.gone or date.max, h.origin))


@lru_cache(maxsize=16)
def _in_force(edition: IndexEdition, day: date, *, of_today: bool) -> Mapping[str, Held]:
    """See IndexEdition.in_force; every question asks for it several times."""
    first = _first_days(edition.documents) if of_today else {}
    latest: dict[str, date] = {}
    for held in edition.documents:
        source = held.edition.source_id
        starts = held.starts
        if starts and starts <= max(day, first.get(source, day)):
            latest[source] = max(starts, latest.get(source, starts))
    return MappingProxyType(
        {
            h.document_id: h
            for h in edition.documents
            if (h.gone is None if h.starts is None else latest.get(h.edition.source_id) == h.starts)
        }
    )


def stepped_back(in_force: Mapping[str, Held]) -> frozenset[str]:
    """The documents that are digests of a source which is held beside them, whole or in parts."""
    held = {root for h in in_force.values() for root in _roots(h.edition.source_id)}
    return frozenset(
        key for key, h in in_force.items() if not held.isdisjoint(h.edition.retells_source)
    )


def _roots(source_id: str) -> Iterator[str]:
    """A source and those that it is a part of: ``a/b`` is a part of ``a``."""
    parts = source_id.split("/")
    return ("/".join(parts[:n]) for n in range(1, len(parts) + 1))


def _first_days(documents: tuple[Held, ...]) -> dict[str, date]:
    """The first day of the earliest dated edition of each source."""
    first: dict[str, date] = {}
    for held in documents:
        if held.starts:
            source = held.edition.source_id
            first[source] = min(held.starts, first.get(source, held.starts))
    return first


def _follows(other: Held, held: Held) -> bool:
    """Whether a listed document takes the place of another of its source: it is of a later date,
    or the other is no longer listed and is of no later date."""
    if other.starts and held.starts and other.starts > held.starts:
        return True
    later = other.starts is None or held.starts is None or other.starts == held.starts
    return held.gone is not None and later


_ADAPTER = TypeAdapter(IndexEdition)


def directory(data: Path, edition_id: str) -> Path:
    """Where an index edition lives."""
    return data / "index" / edition_id


def write_record(data: Path, edition: IndexEdition) -> None:
    """Write the record into the edition's directory."""
    folder = directory(data, edition.edition_id)
    (folder / _RECORD).write_bytes(_ADAPTER.dump_json(edition, indent=1, exclude_none=True))


def pointed(data: Path) -> str:
    """The edition that the pointer names; "" where there is no pointer."""
    try:
        return (data / POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""


def current(data: Path) -> IndexEdition:
    """The edition that the pointer names; IndexMissing where there is none, IndexStale where it
    cannot be read."""
    edition_id = pointed(data)
    if not edition_id and (data / POINTER).exists():
        raise _unreadable(data)
    if not edition_id:
        raise IndexMissing(f"Nothing is indexed in {data} yet; run `handbook ingest` first.")
    record = directory(data, edition_id) / _RECORD
    try:
        return _ADAPTER.validate_json(record.read_bytes())
    except FileNotFoundError:
        if pointed(data) != edition_id:  # it flipped between the two reads
            return current(data)
        raise _unreadable(data) from None
    except (OSError, ValueError) as error:  # a pointer that is no text is no path either
        raise _unreadable(data) from error


def _unreadable(data: Path) -> IndexStale:
    return IndexStale(
        f"The index that {data / POINTER} names cannot be read; restore a backup. Without one, "
        "`handbook ingest --rebuild` reads the whole corpus anew and gives up what is held of "
        "sources and editions that it lists no longer."
    )


def flip(data: Path, edition_id: str) -> None:
    """Make a complete edition the current one, in one step that a crash cannot halve."""
    _settle(directory(data, edition_id))
    sync_folder(data / "index")
    replace_text(data / POINTER, edition_id)


def replace_text(path: Path, text: str) -> None:
    """Have a text in a file and on the disk: the whole of it, or what was there before."""
    content = text.encode()  # what cannot be written is met before there is a file
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    sync_folder(path.parent)


def _settle(folder: Path) -> None:
    """Have every file below a folder on the disk before anything points to it."""
    for place, _, names in os.walk(folder):
        for name in names:
            with (Path(place) / name).open("rb+") as file:
                os.fsync(file.fileno())
        sync_folder(Path(place))


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
