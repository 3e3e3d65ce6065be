"""The tables of the catalogue, and how one of an older version is brought up to date."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from handbook.errors import IndexStale, StoreError

SCHEMA_VERSION = 4
WAITS = 30.0
"""Seconds that one process waits for another that is writing."""
_ASKED_AGAIN = 0.05

TABLES = """
CREATE TABLE IF NOT EXISTS document (
    document_id TEXT PRIMARY KEY, edition TEXT NOT NULL, warnings TEXT NOT NULL,
    panels INTEGER NOT NULL, receipt TEXT NOT NULL DEFAULT '{}',
    text_hash TEXT NOT NULL DEFAULT '');
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
CREATE TABLE IF NOT EXISTS print_map (
    document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, packed BLOB NOT NULL,
    PRIMARY KEY (document_id, ordinal)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vector (
    key TEXT PRIMARY KEY, vector BLOB NOT NULL, pieces BLOB NOT NULL DEFAULT x'',
    width INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS receipt (origin TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
"""

OF_DOCUMENT = ("document", "unit", "passage", "review_question", "print_map")
"""The tables whose rows belong to a document."""


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make or upgrade the tables; IndexStale where a newer version wrote them.

    Erased rows are overwritten on the disk (``secure_delete``).
    """
    connection.execute("PRAGMA secure_delete=ON")
    if _version(connection) == SCHEMA_VERSION:
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")  # another process may be about to upgrade it too
        _upgrade(connection, path)


def _version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection)
    _look_for_newer(version, path)
    upgrade = (_FROM_1 if version == 1 else "") + (_FROM_3 if 0 < version <= 3 else "")
    for statement in filter(str.strip, f"{upgrade}{TABLES}".split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")


def look_at_version(connection: sqlite3.Connection, path: Path) -> None:
    """IndexStale where a newer version wrote the tables, StoreError where an older one did: for
    whoever cannot upgrade them."""
    version = _version(connection)
    _look_for_newer(version, path)
    if version < SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by an older version of the handbook and cannot be brought up to "
            "date, since it cannot be written. Make room, or give the folder back its rights."
        )


def _look_for_newer(version: int, path: Path) -> None:
    if version > SCHEMA_VERSION:
        raise IndexStale(
            f"{path} was written by a newer version of the handbook (schema {version}; this one "
            f"knows {SCHEMA_VERSION}). Use that version, or give HANDBOOK_DATA another folder."
        )


_FROM_1 = """
ALTER TABLE document ADD COLUMN receipt TEXT NOT NULL DEFAULT '{}';
ALTER TABLE document ADD COLUMN text_hash TEXT NOT NULL DEFAULT '';
"""
_FROM_3 = """
ALTER TABLE vector ADD COLUMN pieces BLOB NOT NULL DEFAULT x'';
ALTER TABLE vector ADD COLUMN width INTEGER NOT NULL DEFAULT 0;
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection to a catalogue, made or upgraded; IndexStale if a newer version wrote it,
    StoreError where it cannot be written. To read it alone: handbook/open_to_read.py."""
    with faults(path):
        return connect_to_write(path)


def connect_to_write(path: Path) -> sqlite3.Connection:
    """The same, with faults as SQLite tells them."""
    with ExitStack() as opening:
        connection = sqlite3.connect(path, check_same_thread=False, timeout=WAITS)
        opening.callback(connection.close)
        _keep_journal(connection)
        prepare(connection, path)
        opening.pop_all()
    return connection


def _keep_journal(connection: sqlite3.Connection) -> None:
    """Have readers go on beside a writer. SQLite does not wait for another that is about to do the
    same to a new file, as it waits for everything else; so it is asked again."""
    until = time.monotonic() + WAITS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(_ASKED_AGAIN)


def narrow(
    connection: sqlite3.Connection, document_ids: Collection[str], hidden: Collection[str]
) -> None:
    """Have a connection see some documents alone, whatever it is asked, and the receipts of no
    ``hidden`` source. Views of this connection's own stand before the tables, so that nothing can
    be added to those through it; vectors, which nobody can read, stay as they are."""
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("CREATE TEMP TABLE shown (id TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("CREATE TEMP TABLE hidden (id TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.executemany("INSERT INTO shown VALUES (?)", ((key,) for key in set(document_ids)))
    connection.executemany("INSERT INTO hidden VALUES (?)", ((key,) for key in set(hidden)))
    for table in OF_DOCUMENT:
        connection.execute(
            f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} "
            "WHERE document_id IN (SELECT id FROM temp.shown)"
        )
    connection.execute(
        "CREATE TEMP VIEW receipt AS SELECT * FROM main.receipt "
        "WHERE json_extract(record, '$.source_id') NOT IN (SELECT id FROM temp.hidden)"
    )
    connection.commit()


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """What SQLite says is wrong with a catalogue becomes a StoreError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{path} cannot be used ({error}). Make room, or give the folder back its rights; if "
            "the file is damaged, restore a backup, or move it away and run `handbook ingest`."
        ) from error


@contextmanager
def damaged_rows(path: Path) -> Iterator[None]:
    """A row of a catalogue that is not what was written there becomes a StoreError."""
    try:
        yield
    except (ValueError, TypeError, zlib.error) as error:
        raise StoreError(
            f"{path} is damaged: a row of it is not what was written there. Restore a backup, or "
            "move it away and run `handbook ingest`."
        ) from error
