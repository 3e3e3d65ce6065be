"""This project as one of the systems that are measured: hits alone, as the others give them, or
whole answers, by words or with the reader's second look."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.bench.process import BenchError
from eval.bench.spoken import Clock, serve
from handbook.answer_records import Answer, Hit, Question, Status
from handbook.catalogue import Catalogue
from handbook.index.editions import current
from handbook.settings import Settings
from ingest.build import ingest
from ingest.manifest import list_corpus

if TYPE_CHECKING:
    from handbook.book import Handbook

HITS, WORDS, READING = "hits", "words", "reading"


def settings_of(mode: str) -> Settings:
    """Those that are shipped, whatever the environment says: the peers have none to be set."""
    return Settings() if mode == READING else Settings(reader=None)


def answered(book: Handbook, question: str) -> Answer:
    """The answer to a question; BenchError for a fault, which would be timed as a quick answer."""
    answer = book.ask(Question(question))
    if answer.status is Status.FAILED:
        raise BenchError(f"“{question}” could not be answered: {answer.closing}")
    return answer


class Product:
    """See System."""

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self._settings = settings_of(mode)
        self._book: Handbook | None = None
        self._heard: Clock | None = None

    def build(self, folder: Path, store: Path) -> int:
        """See System."""
        settings = replace(self._settings, corpus=folder, data=store)
        result = ingest(settings, list_corpus(folder), whole=True)
        if result.failed:
            raise BenchError(f"A document of {folder} could not be read; run handbook ingest.")
        return passages_in(store)

    def write(self, rows: Path, vectors: Path, store: Path) -> int:
        """Nothing is to be done: eval/bench/growth.py writes the whole store with this project's
        own writer, since an answer needs units and sentences beside the rows."""
        raise NotImplementedError

    def open(self, store: Path) -> None:
        """See System. The read path is imported here: a build needs none of it."""
        from handbook.book import Handbook

        self._book = Handbook.open(replace(self._settings, data=store))

    def ask(self, question: str, clock: Clock) -> Sequence[tuple[str, str]]:
        """See System."""
        assert self._book is not None
        if self._heard is not clock:
            from eval.bench.steps import listen

            listen(clock.timed)
            self._heard = clock
        if self._mode == HITS:
            hits: Sequence[Hit] = self._book.search(question)
        else:
            hits = answered(self._book, question).hits
        return [(self._file(hit), hit.passage.text) for hit in hits]

    def _file(self, hit: Hit) -> str:
        assert self._book is not None
        held = self._book.held(hit.passage.document_id)
        return held.file_name if held else ""


def passages_in(store: Path) -> int:
    """How many passages a store holds."""
    documents = {held.document_id for held in current(store).documents}
    catalogue = Catalogue.open(store)
    return sum(catalogue.count("passage", key) for key in documents)


if __name__ == "__main__":
    serve(Product(sys.argv[1]))
