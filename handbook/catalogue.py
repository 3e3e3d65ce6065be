"""Documents as read, kept for good: units, passages, review questions, receipts, and vectors by
the hash of their text.

One SQLite file. A document is keyed by all that it was made from, so adding one twice changes
nothing. Rows that a dead build left are pointed to by no index edition; the next one removes them.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from handbook.area_words import AreaWords
from handbook.domain import Document, Edition, Passage, ReviewQuestion, Unit
from handbook.errors import BuildError, no_longer_held
from handbook.kept_vectors import KeptVectors
from handbook.open_to_read import ToRead, open_to_read
from handbook.passage_areas import PassageAreas
from handbook.places import Places
from handbook.print_map import PrintMap
from handbook.receipt import Receipt
from handbook.schema import OF_DOCUMENT, connect, damaged_rows, faults, narrow
from handbook.stored_units import StoredUnits

FILE = "catalogue.sqlite"
DOCUMENTS_AT_HAND = 128
"""Of so many documents the text that was asked for last stays in memory."""

T = TypeVar("T")
_EDITION = TypeAdapter(Edition)
_UNIT = TypeAdapter(Unit)
_PASSAGE = TypeAdapter(Passage)
_QUESTION = TypeAdapter(ReviewQuestion)
_RECEIPT = TypeAdapter(Receipt)


class Catalogue:
    """The store of documents. Safe to use from several threads."""

    def __init__(self, opened: ToRead) -> None:
        self._opened = opened
        self._connection = opened.connection
        self._path = path = opened.path
        self._file = _identity(path)
        self._lock = threading.Lock()
        self._units = lru_cache(DOCUMENTS_AT_HAND)(self._read_units)
        self._passages = lru_cache(DOCUMENTS_AT_HAND)(self._read_passages)
        self.areas = PassageAreas(AreaWords(Places()), self.units)
        self.kept = KeptVectors(self._rows, self._change, lambda: damaged_rows(path))

    @classmethod
    def open(cls, data: Path) -> Catalogue:
        """Open or begin the catalogue of a data folder; IndexStale if a newer version wrote it."""
        data.mkdir(parents=True, exist_ok=True)
        return cls.open_file(data / FILE)

    @classmethod
    def open_to_read(cls, data: Path) -> Catalogue:
        """The same for whoever only reads, also where the folder cannot be written or is full."""
        with suppress(OSError):
            data.mkdir(parents=True, exist_ok=True)
        return cls(open_to_read(data / FILE))

    @classmethod
    def open_file(cls, path: Path) -> Catalogue:
        """Open or begin a catalogue in a file."""
        return cls(ToRead(connect(path), path))

    def part(self, document_ids: Collection[str], hidden: Collection[str]) -> Catalogue:
        """The same file as if it held some documents alone, and no receipt of a ``hidden`` source;
        to be read only."""
        opened = open_to_read(self._path)
        with faults(self._path):
            narrow(opened.connection, document_ids, hidden)
        return Catalogue(opened)

    def know(self, places: Places) -> None:
        """Tell the areas of passages by the places of a glossary too, not by the areas' names
        alone."""
        self.areas = PassageAreas(AreaWords(places), self.units)
        self._passages.cache_clear()

    @property
    def replaced(self) -> bool:
        """Whether another file has taken this one's place (`handbook forget`), or one that was
        taken not to change has: open it again."""
        return self._opened.changed or _identity(self._path) != self._file

    def close(self) -> None:
        """Give back the file."""
        self._connection.close()

    def add(self, document: Document, receipt: Receipt, text_hash: str) -> None:
        """Keep a document in one step; one that is held already stays as it is."""
        key = document.document_id
        edition = _EDITION.dump_json(document.edition).decode()
        seen = _RECEIPT.dump_json(receipt).decode()
        row = (key, edition, "\n".join(receipt.warnings), receipt.panels, seen, text_hash)
        units = [(key, u.ordinal, _UNIT.dump_json(u).decode()) for u in document.units]
        passages = [
            (p.passage_id, key, p.ordinal, _PASSAGE.dump_json(p).decode())
            for p in document.passages
        ]
        asked = [
            (key, q.ordinal, _QUESTION.dump_json(q).decode()) for q in document.review_questions
        ]
        maps = [(key, ordinal, packed) for ordinal, packed in enumerate(document.print_maps)]
        with self._change() as c:
            c.execute("INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?, ?, ?)", row)
            c.executemany("INSERT OR IGNORE INTO unit VALUES (?, ?, ?)", units)
            c.executemany("INSERT OR IGNORE INTO passage VALUES (?, ?, ?, ?)", passages)
            c.executemany("INSERT OR IGNORE INTO review_question VALUES (?, ?, ?)", asked)
            c.executemany("INSERT OR IGNORE INTO print_map VALUES (?, ?, ?)", maps)

    def keep_only(self, document_ids: Collection[str]) -> list[str]:
        """Remove every document but these; returns what went."""
        kept = set(document_ids)
        gone = [d for d in self.document_ids() if d not in kept]
        with self._change() as c:
            for table in OF_DOCUMENT:
                c.executemany(f"DELETE FROM {table} WHERE document_id = ?", [(d,) for d in gone])
        self._units.cache_clear()
        self._passages.cache_clear()
        return gone

    def document_ids(self) -> list[str]:
        """All documents that are kept."""
        return [row[0] for row in self._rows("SELECT document_id FROM document ORDER BY 1", ())]

    def text_hash(self, document_id: str) -> str:
        """The hash of what the document says; equal for two files with the same text."""
        rows = self._rows("SELECT text_hash FROM document WHERE document_id = ?", (document_id,))
        return str(rows[0][0]) if rows else ""

    def receipt(self, document_id: str) -> Receipt | None:
        """What ingestion saw when the document was read; None for one read before receipts."""
        rows = self._rows("SELECT receipt FROM document WHERE document_id = ?", (document_id,))
        return self._read(_RECEIPT, rows[:1])[0] if rows and rows[0][0] != "{}" else None

    def keep_receipts(self, receipts: Mapping[str, Receipt], *, whole: bool) -> None:
        """Keep the receipts of an ingest by the place of each file; with ``whole``, only these."""
        rows = [(origin, _RECEIPT.dump_json(r).decode()) for origin, r in receipts.items()]
        with self._change() as c:
            if whole:
                c.execute("DELETE FROM receipt")
            c.executemany("INSERT OR REPLACE INTO receipt VALUES (?, ?)", rows)

    def receipts(self) -> dict[str, Receipt]:
        """The receipt of the last ingest of each file, failures among them, by its place."""
        rows = self._rows("SELECT origin, record FROM receipt ORDER BY origin", ())
        found = self._read(_RECEIPT, [(record,) for _, record in rows])
        return dict(zip((origin for origin, _ in rows), found, strict=True))

    def holds(self, document_id: str) -> bool:
        """Whether the document has been read and kept."""
        return bool(self._rows("SELECT 1 FROM document WHERE document_id = ?", (document_id,)))

    def edition(self, document_id: str) -> Edition:
        """What was known of the edition when its file was read."""
        rows = self._rows("SELECT edition FROM document WHERE document_id = ?", (document_id,))
        return self._read(_EDITION, rows[:1])[0]

    def count(self, table: str, document_id: str) -> int:
        """How many units, passages or review questions a document has."""
        if table not in ("unit", "passage", "review_question"):
            raise ValueError(f"{table} is not counted by document")
        query = f"SELECT count(*) FROM {table} WHERE document_id = ?"
        return int(self._rows(query, (document_id,))[0][0])

    def warnings(self, document_id: str) -> list[str]:
        """What could not be read of a document, in sentences."""
        rows = self._rows("SELECT warnings FROM document WHERE document_id = ?", (document_id,))
        return [w for w in rows[0][0].split("\n") if w]

    def units(self, document_id: str) -> Sequence[Unit]:
        """The units of a document in reading order; none of one that is not kept. StoreError where
        it goes while they are read."""
        return self._units(document_id)

    def print_map(self, document_id: str, ordinal: int) -> PrintMap:
        """Which printed characters a unit's are; none where it is no page of a PDF, or was read
        before such maps were kept."""
        query = "SELECT packed FROM print_map WHERE document_id = ? AND ordinal = ?"
        rows = self._rows(query, (document_id, ordinal))
        with damaged_rows(self._path):
            return PrintMap.unpack(rows[0][0] if rows else b"")

    def passages(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of those ids, each with the areas that its own words tell."""
        marks = ",".join("?" * len(passage_ids))
        rows = self._rows(
            f"SELECT record FROM passage WHERE passage_id IN ({marks})", tuple(passage_ids)
        )
        return {p.passage_id: self.areas.told(p) for p in self._read(_PASSAGE, rows)}

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of a document in reading order."""
        return self._passages(document_id)

    def review_questions(self, document_id: str) -> list[ReviewQuestion]:
        """The review questions of a document in their order."""
        rows = self._rows(
            "SELECT record FROM review_question WHERE document_id = ? ORDER BY ordinal",
            (document_id,),
        )
        return self._read(_QUESTION, rows)

    def all_review_questions(self) -> dict[str, list[ReviewQuestion]]:
        """Those of every document that has some, in their order."""
        found: dict[str, list[ReviewQuestion]] = {}
        query = "SELECT document_id, record FROM review_question ORDER BY document_id, ordinal"
        for key, record in self._rows(query, ()):
            found.setdefault(key, []).extend(self._read(_QUESTION, [(record,)]))
        return found

    def copy_to(self, path: Path, document_ids: Collection[str], without: str) -> None:
        """Write some documents, all vectors, and the receipts of all sources but one into a new
        file.

        Row by row over a connection that clears a page before it is used: nothing that memory
        held before can end up between the rows.
        """
        kept = [
            (origin, _RECEIPT.dump_json(receipt).decode())
            for origin, receipt in self.receipts().items()
            if receipt.source_id != without
        ]
        with self._lock, faults(path), closing(connect(path)) as fresh, fresh:
            for table in OF_DOCUMENT:
                for key in document_ids:
                    query = f"SELECT * FROM {table} WHERE document_id = ?"
                    _insert(fresh, table, self._connection.execute(query, (key,)))
            _insert(fresh, "vector", self._connection.execute("SELECT * FROM vector"))
            _insert(fresh, "receipt", kept)

    def empty_journal(self) -> None:
        """Write the journal into the file; BuildError while a reader does not let go of it."""
        with self._lock, faults(self._path):
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise BuildError("The catalogue is being read without pause; stop its readers.")

    def _read_units(self, document_id: str) -> StoredUnits:
        query = (
            "SELECT record FROM unit WHERE document_id = ? AND ordinal >= ? AND ordinal < ? "
            "ORDER BY ordinal"
        )

        def read(start: int, end: int) -> list[Unit]:
            rows = self._rows(query, (document_id, start, end))
            if len(rows) < end - start:
                raise no_longer_held(document_id)
            return self._read(_UNIT, rows)

        return StoredUnits(self.count("unit", document_id), read)

    def _read_passages(self, document_id: str) -> tuple[Passage, ...]:
        query = "SELECT record FROM passage WHERE document_id = ? ORDER BY ordinal"
        rows = self._rows(query, (document_id,))
        return tuple(map(self.areas.told, self._read(_PASSAGE, rows)))

    def _read(self, form: TypeAdapter[T], rows: Iterable[Sequence[Any]]) -> list[T]:
        """The records in the first column of some rows."""
        with damaged_rows(self._path):
            return [form.validate_json(row[0]) for row in rows]

    def _rows(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        with self._lock, faults(self._path):
            rows = self._connection.execute(query, values).fetchall()
        self._opened.look()
        return rows

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """All that is done within is kept, or nothing of it."""
        with self._lock, faults(self._path), self._connection as connection:
            yield connection


def _insert(into: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    for row in rows:
        into.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino
