"""Documents as read, kept for good: units, passages, review questions, and vectors by text hash.

One SQLite file. Documents are keyed by what they were made from, so adding one twice changes
nothing, and a build that dies leaves rows that nobody points to.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from handbook.domain import Document, Edition, Passage, ReviewQuestion, Unit
from handbook.errors import IndexStale

SCHEMA_VERSION = 1
Vector = NDArray[np.float32]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    document_id TEXT PRIMARY KEY, edition TEXT NOT NULL, warnings TEXT NOT NULL,
    panels INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS unit (
    document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (document_id, ordinal)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passage (
    passage_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, ordinal INTEGER NOT NULL,
    record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passage_of_document ON passage (document_id, ordinal);
CREATE TABLE IF NOT EXISTS review_question (
    document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (document_id, ordinal)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vector (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
"""


_EDITION = TypeAdapter(Edition)
_UNIT = TypeAdapter(Unit)
_PASSAGE = TypeAdapter(Passage)
_QUESTION = TypeAdapter(ReviewQuestion)


class Catalogue:
    """The store of documents. Safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._units: dict[str, tuple[Unit, ...]] = {}

    @classmethod
    def open(cls, data: Path) -> Catalogue:
        """Open or begin the catalogue of a data folder; IndexStale if a newer version wrote it."""
        data.mkdir(parents=True, exist_ok=True)
        path = data / "catalogue.sqlite"
        connection = sqlite3.connect(path, check_same_thread=False, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, SCHEMA_VERSION):
            raise IndexStale(
                f"{path} has schema {version} and this version reads {SCHEMA_VERSION}; "
                "move the folder away and run `handbook ingest`."
            )
        connection.executescript(_SCHEMA)
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        return cls(connection)

    def close(self) -> None:
        """Give back the file."""
        self._connection.close()

    def add(self, document: Document, warnings: Sequence[str], panels: int) -> None:
        """Keep a document; one that is held already stays as it is."""
        key = document.document_id
        with self._lock, self._connection as c:
            c.execute(
                "INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?)",
                (key, _EDITION.dump_json(document.edition).decode(), "\n".join(warnings), panels),
            )
            c.executemany(
                "INSERT OR IGNORE INTO unit VALUES (?, ?, ?)",
                [(key, u.ordinal, _UNIT.dump_json(u).decode()) for u in document.units],
            )
            c.executemany(
                "INSERT OR IGNORE INTO passage VALUES (?, ?, ?, ?)",
                [
                    (p.passage_id, key, p.ordinal, _PASSAGE.dump_json(p).decode())
                    for p in document.passages
                ],
            )
            c.executemany(
                "INSERT OR IGNORE INTO review_question VALUES (?, ?, ?)",
                [
                    (key, q.ordinal, _QUESTION.dump_json(q).decode())
                    for q in document.review_questions
                ],
            )

    def holds(self, document_id: str) -> bool:
        """Whether the document has been read and kept."""
        return bool(self._rows("SELECT 1 FROM document WHERE document_id = ?", (document_id,)))

    def edition(self, document_id: str) -> Edition:
        """What was known of the edition when its file was read."""
        rows = self._rows("SELECT edition FROM document WHERE document_id = ?", (document_id,))
        return _EDITION.validate_json(rows[0][0])

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

    def panels(self, document_id: str) -> int:
        """How many panels the document is laid out in; 0 if it is no briefing."""
        rows = self._rows("SELECT panels FROM document WHERE document_id = ?", (document_id,))
        return int(rows[0][0])

    def units(self, document_id: str) -> tuple[Unit, ...]:
        """The units of a document in reading order."""
        if document_id not in self._units:
            rows = self._rows(
                "SELECT record FROM unit WHERE document_id = ? ORDER BY ordinal", (document_id,)
            )
            self._units[document_id] = tuple(_UNIT.validate_json(r[0]) for r in rows)
        return self._units[document_id]

    def passages(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of those ids."""
        marks = ",".join("?" * len(passage_ids))
        rows = self._rows(
            f"SELECT record FROM passage WHERE passage_id IN ({marks})", tuple(passage_ids)
        )
        found = (_PASSAGE.validate_json(r[0]) for r in rows)
        return {p.passage_id: p for p in found}

    def passages_of(self, document_id: str) -> list[Passage]:
        """All passages of a document in reading order."""
        rows = self._rows(
            "SELECT record FROM passage WHERE document_id = ? ORDER BY ordinal", (document_id,)
        )
        return [_PASSAGE.validate_json(r[0]) for r in rows]

    def review_questions(self, document_id: str) -> list[ReviewQuestion]:
        """The review questions of a document in their order."""
        rows = self._rows(
            "SELECT record FROM review_question WHERE document_id = ? ORDER BY ordinal",
            (document_id,),
        )
        return [_QUESTION.validate_json(r[0]) for r in rows]

    def vectors(self, keys: Iterable[str]) -> dict[str, Vector]:
        """Those of the asked-for vectors that are kept."""
        found: dict[str, Vector] = {}
        wanted = list(keys)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._rows(f"SELECT key, vector FROM vector WHERE key IN ({marks})", tuple(part))
            found.update({key: np.frombuffer(blob, np.float32) for key, blob in rows})
        return found

    def keep_vectors(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors under the hash of their text and encoder."""
        with self._lock, self._connection as c:
            c.executemany(
                "INSERT OR IGNORE INTO vector VALUES (?, ?)",
                [(key, v.astype(np.float32).tobytes()) for key, v in vectors.items()],
            )

    def _rows(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()
