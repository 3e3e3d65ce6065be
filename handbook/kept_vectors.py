"""The vectors of texts in a catalogue's file, by the hash of the text and of its encoder."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.pieces import Encoded, Pieces

Vector = NDArray[np.float32]
_ASKED_AT_ONCE = 500


class KeptVectors:
    """What ``rows`` reads and ``change`` writes; within ``damaged`` a row that is not what was
    written is a StoreError. See Catalogue, which shares them."""

    def __init__(
        self,
        rows: Callable[[str, tuple[Any, ...]], list[Any]],
        change: Callable[[], AbstractContextManager[sqlite3.Connection]],
        damaged: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._rows = rows
        self._change = change
        self._damaged = damaged

    def vectors(self, keys: Iterable[str]) -> dict[str, Vector]:
        """Those of the asked-for vectors that are kept."""
        rows = self._found("SELECT key, vector FROM vector WHERE key IN", keys)
        with self._damaged():
            return {key: np.frombuffer(blob, np.float32) for key, blob in rows}

    def pieces(self, keys: Iterable[str]) -> dict[str, Pieces]:
        """The word pieces of those texts whose vectors are kept."""
        rows = self._found("SELECT key, pieces, width FROM vector WHERE key IN", keys)
        with self._damaged():
            return {k: np.frombuffer(b, np.int8).reshape(-1, width or 1) for k, b, width in rows}

    def keep(self, made: Mapping[str, Encoded]) -> None:
        """Keep what an encoder gave."""
        rows = [
            (key, e.vector.astype(np.float32).tobytes(), e.pieces.tobytes(), e.pieces.shape[1])
            for key, e in made.items()
        ]
        with self._change() as c:
            c.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?, ?, ?)", rows)

    def mark(self, keys: Iterable[str]) -> None:
        """Note on this connection that some vectors are in use."""
        with self._change() as c:
            c.execute("CREATE TEMP TABLE IF NOT EXISTS used (key TEXT PRIMARY KEY) WITHOUT ROWID")
            c.executemany("INSERT OR IGNORE INTO used VALUES (?)", ((key,) for key in keys))

    def sweep(self) -> None:
        """Remove the vectors that nobody marked on this connection."""
        self.mark(())
        with self._change() as c:
            c.execute("DELETE FROM vector WHERE key NOT IN (SELECT key FROM used)")

    def _found(self, query: str, keys: Iterable[str]) -> Iterator[Any]:
        """The rows of a query that ends in IN, for any number of keys."""
        wanted = list(keys)
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            part = tuple(wanted[start : start + _ASKED_AT_ONCE])
            yield from self._rows(f"{query} ({','.join('?' * len(part))})", part)
