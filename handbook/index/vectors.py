"""The dense index: passages in Chroma through llama-index, which has its only door here."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from handbook.catalogue import Catalogue, Vector
from handbook.encoder import Encoder
from handbook.index.chroma import WRITING, Place, reading, writing
from handbook.index.encoded import vector_key

_LOOKED_AT = 500
"""Nodes of the graph that a search looks at. With the usual 100 the last of 60 hits differed from
one start to the next, since Chroma draws its graph anew for what it has not written out yet."""
_MOST_NODES = 2000
"""Chroma refuses more than 5,461 rows at a time."""


class KeptEmbedding(BaseEmbedding):
    """The encoder as a llama-index embedding that keeps each vector under its text's hash.

    With ``mark``, the catalogue notes which vectors were asked for, so that the others can go.
    """

    _encoder: Encoder = PrivateAttr()
    _catalogue: Catalogue | None = PrivateAttr()
    _mark: bool = PrivateAttr()

    def __init__(
        self, encoder: Encoder, catalogue: Catalogue | None = None, *, mark: bool = False
    ) -> None:
        super().__init__(model_name=encoder.fingerprint, embed_batch_size=_MOST_NODES)
        self._encoder = encoder
        self._catalogue = catalogue
        self._mark = mark

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """A vector for each text; only texts never seen before are encoded."""
        if self._catalogue is None:
            return list(self._encoder.encode(texts))
        keys = [vector_key(self._encoder.fingerprint, text) for text in texts]
        if self._mark:
            self._catalogue.mark_vectors(keys)
        kept = self._catalogue.vectors(set(keys))
        fresh = {k: t for k, t in zip(keys, texts, strict=True) if k not in kept}
        if fresh:
            made = dict(zip(fresh, self._encoder.encode(list(fresh.values())), strict=True))
            self._catalogue.keep_vectors(made)
            kept.update(made)
        return [kept[key] for key in keys]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [v.tolist() for v in self.encode(texts)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self._encoder.encode([query])[0]]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def build(place: Place, rows: Iterable[tuple[str, str]], embedding: KeptEmbedding) -> None:
    """Write a new index of (passage id, text to encode) into an empty place; StoreError or
    VectorsAway where that cannot be done."""
    with writing(place), closing(place.client(WRITING)) as client:
        pipeline = IngestionPipeline(
            transformations=[embedding],
            vector_store=_new_store(client, place.collection),
            disable_cache=True,
        )
        waiting = iter(rows)
        while part := list(islice(waiting, _MOST_NODES)):
            pipeline.run(nodes=[TextNode(id_=key, text=text) for key, text in part])


def _new_store(client: Any, name: str) -> ChromaVectorStore:
    collection = client.create_collection(
        name,
        configuration={"hnsw": {"space": "cosine", "ef_search": _LOOKED_AT}},
        embedding_function=None,
    )
    return ChromaVectorStore(chroma_collection=collection)


class VectorIndex:
    """A built index, opened for reading. Where it is broken or has gone while it was read,
    IndexStale says so, and VectorsAway where its server does not answer."""

    def __init__(self, place: Place) -> None:
        with reading(place):
            self._place = place
            self._client = place.client()
            self._passages = self._client.get_collection(place.collection, embedding_function=None)
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
