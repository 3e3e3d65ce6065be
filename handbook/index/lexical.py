"""The lexical index: stemmed words of title, headings and text. The only door to tantivy."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from handbook.errors import IndexStale, not_written
from handbook.text import searchable, stem, words

Same = Mapping[str, frozenset[str]]
"""For a stem, other stems that count as it."""
LESSER = 0.5
"""What a word that an earlier turn said counts for, against one of the question's own."""
_VOCABULARY = "vocabulary.txt"
_LOCK = ".lock"

_BOOSTS = {"title": 0.6, "headings": 1.2, "body": 1.0}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw")
    for field in _BOOSTS:
        builder.add_text_field(field, stored=False, tokenizer_name="en_stem")
    return builder.build()


def build(folder: Path, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Write a new index of (passage id, title, headings, text) into an empty folder; StoreError
    where that cannot be done."""
    try:
        _write(folder, rows)
    except (ValueError, OSError) as error:  # tantivy reports every fault as ValueError
        raise not_written(folder, error) from error


def _write(folder: Path, rows: Iterable[tuple[str, str, str, str]]) -> None:
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    counts: Counter[str] = Counter()
    for passage_id, title, headings, body in rows:
        counts.update(words(f"{title} {headings} {body}"))
        writer.add_document(
            tantivy.Document(
                passage_id=passage_id,
                title=searchable(title),
                headings=searchable(headings),
                body=searchable(body),
            )
        )
    writer.commit()
    writer.wait_merging_threads()
    lines = "".join(f"{word} {count}\n" for word, count in sorted(counts.items()))
    (folder / _VOCABULARY).write_text(lines, encoding="utf-8")


class LexicalIndex:
    """A built index, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._reading():
            self._index = self._opened()
            lines = (folder / _VOCABULARY).read_text(encoding="utf-8").splitlines()
            pairs = (line.partition(" ") for line in lines)
            self.vocabulary = {word: int(number) for word, _, number in pairs}
            """Every word of the passages, their headings and titles, with how often it stands."""
        self._searcher = self._index.searcher()

    def _opened(self) -> tantivy.Index:
        """Tantivy makes a lock even to read. Where the folder cannot be written it lies in one of
        our own, which leads to the files of the index."""
        try:
            return tantivy.Index.open(str(self._folder))
        except ValueError:
            if os.access(self._folder, os.W_OK):
                raise
        own = Path(tempfile.mkdtemp(prefix="handbook-"))
        weakref.finalize(self, shutil.rmtree, own, ignore_errors=True)
        for path in self._folder.iterdir():
            if path.suffix != _LOCK:
                (own / path.name).symlink_to(path.resolve())
        return tantivy.Index.open(str(own))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:  # tantivy reports every fault as ValueError
            raise IndexStale(
                f"The lexical index in {self._folder} cannot be read ({error}); "
                "run `handbook ingest --rebuild`."
            ) from error

    def search(
        self,
        words: Sequence[str],
        count: int,
        same: Same | None = None,
        lesser: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """The best passages for some words with their BM25 scores; a score is never zero.
        ``lesser`` words count half."""
        weights = {stem(word): LESSER for word in lesser} | {stem(word): 1.0 for word in words}
        if not weights:
            return []
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, self._weighted(field, term, weights[term], same or {}))
                for term in sorted(weights)
                for field in _BOOSTS
            ]
        )
        with self._reading():
            hits = self._searcher.search(query, count).hits
            found = [(self._searcher.doc(address), score) for score, address in hits if score > 0]
        return [(str(document["passage_id"][0]), float(score)) for document, score in found]

    def _weighted(self, field: str, term: str, weight: float, same: Same) -> tantivy.Query:
        query = self._any_of(field, {term} | same.get(term, frozenset()))
        return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)

    def _any_of(self, field: str, terms: Iterable[str]) -> tantivy.Query:
        """Of words that count as one, the one that scores best."""
        schema = self._index.schema
        queries = [tantivy.Query.term_query(schema, field, term) for term in sorted(terms)]
        query = queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries)
        return tantivy.Query.boost_query(query, _BOOSTS[field])

    def document_frequency(self, stem: str) -> int:
        """How many passages hold a word of that stem in their text."""
        with self._reading():
            return int(self._searcher.doc_freq("body", stem))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)
