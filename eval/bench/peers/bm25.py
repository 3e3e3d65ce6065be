"""Plain BM25 with bm25s as its README has it, English stemming and stop words, and no vectors.
It knows of no files: whatever changes, the index is built anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import Stemmer

from eval.bench.made_rows import read_rows
from eval.bench.peers.documents import rows
from eval.bench.spoken import MOST_HITS, Clock, serve


class Bm25:
    """See System."""

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._index: bm25s.BM25 | None = None

    def build(self, folder: Path, store: Path) -> int:
        """See System."""
        return self._write(list(rows(folder)), store)

    def write(self, rows: Path, vectors: Path, store: Path) -> int:
        """See System; without the vectors."""
        return self._write(read_rows(rows, vectors)[0], store)

    def _write(self, passages: Sequence[tuple[str, str]], store: Path) -> int:
        index = bm25s.BM25()
        index.index(self._tokens([text for _, text in passages]), show_progress=False)
        index.save(str(store / "bm25s"), corpus=[{"file": f, "text": t} for f, t in passages])
        return len(passages)

    def open(self, store: Path) -> None:
        """See System: mapped from the disk."""
        self._index = bm25s.BM25.load(str(store / "bm25s"), mmap=True, load_corpus=True)

    def ask(self, question: str, clock: Clock) -> Sequence[tuple[str, str]]:
        """See System."""
        assert self._index is not None
        with clock.step("word query"):
            found = self._index.retrieve(self._tokens([question]), k=MOST_HITS, show_progress=False)
        return [(hit["file"], hit["text"]) for hit in found.documents[0]]

    def _tokens(self, texts: list[str]) -> object:
        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)


if __name__ == "__main__":
    serve(Bm25())
