"""The file of accounts and sessions: ``accounts.sqlite`` of the data folder, its owner's alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from handbook.errors import SettingsError

FILE = "accounts.sqlite"
_VERSION = 1
_TABLES = """
CREATE TABLE account (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, since TEXT NOT NULL,
    token TEXT UNIQUE
);
CREATE TABLE session (
    key TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES account ON DELETE CASCADE,
    begun REAL NOT NULL, seen REAL NOT NULL
);
"""


def is_there(data: Path) -> bool:
    """Whether anybody has ever made an account."""
    return (data / FILE).exists()


@contextmanager
def opened(data: Path) -> Iterator[sqlite3.Connection]:
    """The file, made where there is none; what is done to it is kept as a whole or not at all.
    SettingsError where it cannot be used."""
    path = data / FILE
    try:
        if not path.exists():
            _make(path)
        with closing(sqlite3.connect(path, timeout=10)) as store, store:
            store.execute("PRAGMA foreign_keys = ON")
            _look_at_version(path, store)
            yield store
    except (sqlite3.DatabaseError, OSError) as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        raise SettingsError(
            f"{path} cannot be used ({error}); make room or give the folder back its rights. Where "
            "the file is damaged, remove it and add the accounts again."
        ) from error


def _make(path: Path) -> None:
    """Before anything is in it, nobody else may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _look_at_version(path: Path, store: sqlite3.Connection) -> None:
    if not _version(store):
        store.execute("BEGIN IMMEDIATE")  # another process may be about to make the tables too
        if not _version(store):
            _make_tables(store)
    if _version(store) != _VERSION:
        raise SettingsError(
            f"{path} was written by another version of the handbook; use that one, or remove the "
            "file and add the accounts again."
        )


def _make_tables(store: sqlite3.Connection) -> None:
    for table in filter(str.strip, _TABLES.split(";")):
        store.execute(table)
    store.execute(f"PRAGMA user_version = {_VERSION}")


def _version(store: sqlite3.Connection) -> int:
    found: int = store.execute("PRAGMA user_version").fetchone()[0]
    return found
