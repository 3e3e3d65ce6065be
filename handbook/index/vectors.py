"""The dense index: passages in Chroma through llama-index, which has its only door here."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from handbook.catalogue import Catalogue
from handbook.encoder import Encoder
from handbook.errors import StoreError, VectorsAway
from handbook.index import whole
from handbook.index.chroma import WRITING, Place, reading, writing
from handbook.index.encoded import vector_key
from handbook.kept_vectors import Vector
from handbook.pieces import Encoded, Pieces

if TYPE_CHECKING:
    from llama_index.vector_stores.chroma import ChromaVectorStore

_LOOKED_AT = 500
"""Nodes of the graph that a search looks at. With the usual 100 the last of 60 hits differed from
one start to the next, since Chroma draws its graph anew for what it has not written out yet."""
_MOST_NODES = 2000
"""Chroma refuses more than 5,461 rows at a time."""


class KeptEmbedding:
    """The encoder, with each vector kept under its text's hash.

    With ``mark``, the catalogue notes which vectors were asked for, so that the others can go.
    """

    def __init__(self, encoder: Encoder, catalogue: Catalogue, *, mark: bool = False) -> None:
        self._encoder = encoder
        self._kept = catalogue.kept
        self._mark = mark

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """A vector for each text; only texts never seen before are encoded."""
        keys = self._keys(texts)
        if self._mark:
            self._kept.mark(keys)
        kept = self._kept.vectors(set(keys))
        fresh = self._made({k: t for k, t in zip(keys, texts, strict=True) if k not in kept})
        kept |= {key: encoded.vector for key, encoded in fresh.items()}
        return [kept[key] for key in keys]

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """The word pieces of each text, in the same way."""
        keys = self._keys(texts)
        kept = self._kept.pieces(set(keys))
        fresh = self._made({k: t for k, t in zip(keys, texts, strict=True) if k not in kept})
        kept |= {key: encoded.pieces for key, encoded in fresh.items()}
        return [kept[key] for key in keys]

    def _keys(self, texts: Sequence[str]) -> list[str]:
        return [vector_key(self._encoder.fingerprint, text) for text in texts]

    def _made(self, fresh: Mapping[str, str]) -> dict[str, Encoded]:
        """Texts encoded and kept, by their keys."""
        if not fresh:
            return {}
        made = self._encoder.encode_whole(list(fresh.values()))
        by_key = dict(zip(fresh, made, strict=True))
        try:
            self._kept.keep(by_key)
        except StoreError:
            if self._mark:
                raise
            # To a reader they are as good unkept: the next question makes them again.
        return by_key


def import_writer() -> None:
    """Import what ``build`` needs and no question does: llama-index takes more than a second."""
    import llama_index.vector_stores.chroma  # noqa: F401


def build(place: Place, rows: Iterable[tuple[str, str]], embedding: KeptEmbedding) -> None:
    """Write a new index of (passage id, text to encode) into an empty place; StoreError or
    VectorsAway where that cannot be done.

    The texts themselves are not given to Chroma: passages are read from the catalogue, and Chroma
    would index every three letters of them for a search that nobody makes.
    """
    with writing(place):
        _write(place, rows, embedding)
        if place.server is None:
            whole.note(place.folder)


def _write(place: Place, rows: Iterable[tuple[str, str]], embedding: KeptEmbedding) -> None:
    from llama_index.core.schema import TextNode

    with closing(place.client(WRITING)) as client:
        store = _new_store(client, place.collection)
        waiting = iter(rows)
        while part := list(islice(waiting, _MOST_NODES)):
            made = embedding.encode([text for _, text in part])
            store.add(
                [
                    TextNode(id_=key, embedding=vector.tolist())
                    for (key, _), vector in zip(part, made, strict=True)
                ]
            )


def _new_store(client: Any, name: str) -> ChromaVectorStore:
    from llama_index.vector_stores.chroma import ChromaVectorStore

    collection = client.create_collection(
        name,
        configuration={"hnsw": {"space": "cosine", "ef_search": _LOOKED_AT}},
        embedding_function=None,
    )
    return ChromaVectorStore(chroma_collection=collection)


def _look_at_files(place: Place) -> None:
    if name := whole.damaged(place.folder):
        raise VectorsAway(
            f"The dense index in {place} is damaged: {name} is not what was built. Restore a "
            "backup, or run `handbook ingest --rebuild`."
        )


class VectorIndex:
    """A built index, opened for reading. VectorsAway where its server does not answer, or it is
    broken or has gone while it was read."""

    def __init__(self, place: Place) -> None:
        self._place = place
        with reading(place), ExitStack() as opening:
            if place.server is None:
                _look_at_files(place)
            self._client = place.client()
            opening.callback(self._client.close)
            self._passages = self._client.get_collection(place.collection, embedding_function=None)
            opening.pop_all()
        # Chroma keeps a client for good unless it is closed, also one that nobody uses any more.
        self._closing = weakref.finalize(self, self._client.close)
        self._closing.atexit = False

    def search(self, vector: Vector, count: int) -> list[tuple[str, float]]:
        """The nearest passages with their cosine to the vector, best first.

        Asked of Chroma itself: llama-index's store fetches each passage's text and metadata too,
        which are read from the catalogue here, and takes four to twelve times as long.
        """
        with reading(self._place):
            found = self._passages.query(
                query_embeddings=[vector], n_results=count, include=["distances"]
            )
        [keys], [distances] = found["ids"], found["distances"]
        return [(key, 1.0 - distance) for key, distance in zip(keys, distances, strict=True)]

    @property
    def size(self) -> int:
        """How many passages there are."""
        with reading(self._place):
            return int(self._passages.count())

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, Vector]:
        """The stored vectors of some passages."""
        with reading(self._place):
            found = self._passages.get(ids=list(passage_ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def close(self) -> None:
        """Give back the memory; done by itself when nobody uses the index any more."""
        self._closing()


def cosines(vectors: Sequence[Vector], query: Vector) -> list[float]:
    """The cosine of each vector, all of unit length, to the query."""
    return [float(x) for x in np.stack(vectors) @ query] if vectors else []
