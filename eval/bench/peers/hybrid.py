"""txtai as its guide has it for hybrid search: dense and BM25, texts kept in its database. The
encoder comes in by its hook for vectors made elsewhere, so that neither torch nor a hub is needed.
It knows of no files: whatever changes, the index is built anew."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from txtai.embeddings import Embeddings

from eval.bench.made import Vectors
from eval.bench.made_rows import read_rows
from eval.bench.peers.documents import rows
from eval.bench.spoken import MOST_HITS, Clock, serve
from handbook.encoder import LocalEncoder
from handbook.settings import BUILT_IN_ENCODER


class Hybrid:
    """See System."""

    def __init__(self) -> None:
        self._encoder = LocalEncoder.load(BUILT_IN_ENCODER)
        self._embeddings: Any = None
        self._clock = Clock()
        self._turn = threading.Lock()

    def build(self, folder: Path, store: Path) -> int:
        """See System."""
        return self._index(list(rows(folder)), store, self._encoder.encode)

    def write(self, rows: Path, vectors: Path, store: Path) -> int:
        """See System. The hook is asked for texts in their order, some at a time."""
        passages, given = read_rows(rows, vectors)
        done = 0

        def next_vectors(texts: Sequence[str]) -> Vectors:
            nonlocal done
            done += len(texts)
            return np.asarray(given[done - len(texts) : done])

        return self._index(passages, store, next_vectors)

    def _index(self, passages: Sequence[tuple[str, str]], store: Path, encode: Any) -> int:
        embeddings = _new(encode)
        embeddings.index(
            (n, {"text": text, "file": name}, None) for n, (name, text) in enumerate(passages)
        )
        embeddings.save(str(store / "txtai"))
        embeddings.close()
        return len(passages)

    def open(self, store: Path) -> None:
        """See System."""
        self._embeddings = _new(self._encode)
        self._embeddings.load(str(store / "txtai"), config=_settings(self._encode))

    def ask(self, question: str, clock: Clock) -> Sequence[tuple[str, str]]:
        """See System. Its search is one step; the encoding within it is timed by its hook. One
        question at a time: its database has one cursor, which fails where two threads use it."""
        self._clock = clock
        statement = "select text, file from txtai where similar(:q)"
        with self._turn:
            found = self._embeddings.search(statement, MOST_HITS, parameters={"q": question})
        return [(hit["file"], hit["text"]) for hit in found]

    def _encode(self, texts: Sequence[str]) -> Vectors:
        with self._clock.step("encode"):
            return self._encoder.encode(texts)


def _settings(encode: Any) -> dict[str, Any]:
    return {
        "method": "external",
        "transform": lambda texts: encode(texts),
        "content": True,
        "hybrid": True,
    }


def _new(encode: Any) -> Any:
    return Embeddings(_settings(encode))


if __name__ == "__main__":
    serve(Hybrid())
