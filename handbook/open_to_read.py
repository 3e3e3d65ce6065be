"""A catalogue opened for reading, also where its folder cannot be written or its disk is full.

SQLite in its journal mode makes two files beside the catalogue even to read it. Where it cannot,
the catalogue is read as a file that does not change. That holds only while nobody else writes it:
so its state is noted at the start, and looked at again with whatever is read.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import StoreError
from handbook.schema import WAITS, connect_to_write, faults, look_at_version

_CANNOT_WRITE = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
_PRIMARY = 0xFF
"""SQLite's codes have the kind of fault in these bits, and its details above them."""

State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ToRead:
    """A connection, and what the file was like if it is taken not to change."""

    connection: sqlite3.Connection
    path: Path
    state: State | None = None
    """None where SQLite itself heeds what others write."""

    @property
    def changed(self) -> bool:
        """Whether a file that was taken not to change has: open it again."""
        return self.state is not None and _state(self.path) != self.state

    def look(self) -> None:
        """StoreError where what was just read may be a mixture of before and after."""
        if self.changed:
            raise StoreError(
                f"{self.path} was written by another while it was read. Do once more what you did."
            )


def open_to_read(path: Path) -> ToRead:
    """A connection that reads a catalogue, made or upgraded if it can be; StoreError where it
    cannot be read, IndexStale if a newer version wrote it."""
    with faults(path):
        try:
            return ToRead(connect_to_write(path), path)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY not in _CANNOT_WRITE:
                raise
        try:
            # Where a writer's journal lies beside it, SQLite reads both.
            return ToRead(_connect(path, "mode=ro"), path)
        except sqlite3.OperationalError:
            if _journal(path):
                raise  # it holds what the file lacks
        state = _state(path)
        return ToRead(_connect(path, "mode=ro&immutable=1"), path, state)


def _connect(path: Path, how: str) -> sqlite3.Connection:
    with ExitStack() as opening:
        uri = f"{path.resolve().as_uri()}?{how}"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=WAITS)
        opening.callback(connection.close)
        look_at_version(connection, path)
        opening.pop_all()
    return connection


def _state(path: Path) -> State:
    """What shows that a catalogue was written: the file, and what waits in its journal."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, _journal(path)


def _journal(path: Path) -> int:
    """How many bytes wait in the journal of a catalogue."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size
    except FileNotFoundError:
        return 0
