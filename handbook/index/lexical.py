"""The lexical index: stemmed words of title, headings and text. The only door to tantivy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from handbook.text import searchable, stem

_BOOSTS = {"title": 0.6, "headings": 1.2, "body": 1.0}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw")
    for field in _BOOSTS:
        builder.add_text_field(field, stored=False, tokenizer_name="en_stem")
    return builder.build()


def build(folder: Path, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Write a new index of (passage id, title, headings, text) into an empty folder."""
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    for passage_id, title, headings, body in rows:
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


class LexicalIndex:
    """A built index, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(self, words: Sequence[str], count: int) -> list[tuple[str, float]]:
        """The best passages for some words with their BM25 scores; a score is never zero."""
        terms = {stem(word) for word in words}
        if not terms:
            return []
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, self._weighted(field, term))
                for term in sorted(terms)
                for field in _BOOSTS
            ]
        )
        hits = self._searcher.search(query, count).hits
        found = [(self._searcher.doc(address), score) for score, address in hits if score > 0]
        return [(str(document["passage_id"][0]), float(score)) for document, score in found]

    def _weighted(self, field: str, term: str) -> tantivy.Query:
        query = tantivy.Query.term_query(self._index.schema, field, term)
        return tantivy.Query.boost_query(query, _BOOSTS[field])

    def document_frequency(self, stem: str) -> int:
        """How many passages hold a word of that stem in their text."""
        return int(self._searcher.doc_freq("body", stem))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)
