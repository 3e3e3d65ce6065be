"""The dense index: passages in Chroma through llama-index. The only door to both of them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores.types import VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from handbook.catalogue import Catalogue, Vector
from handbook.encoder import Encoder

_COLLECTION = "passages"
_MOST_NODES = 2000
"""Chroma refuses more than 5,461 rows at a time."""


class KeptEmbedding(BaseEmbedding):
    """The encoder as a llama-index embedding that keeps each vector under its text's hash."""

    _encoder: Encoder = PrivateAttr()
    _catalogue: Catalogue | None = PrivateAttr()

    def __init__(self, encoder: Encoder, catalogue: Catalogue | None = None) -> None:
        super().__init__(model_name=encoder.fingerprint, embed_batch_size=_MOST_NODES)
        self._encoder = encoder
        self._catalogue = catalogue

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """A vector for each text; only texts never seen before are encoded."""
        if self._catalogue is None:
            return list(self._encoder.encode(texts))
        keys = [self._key(text) for text in texts]
        kept = self._catalogue.vectors(set(keys))
        fresh = {k: t for k, t in zip(keys, texts, strict=True) if k not in kept}
        if fresh:
            made = dict(zip(fresh, self._encoder.encode(list(fresh.values())), strict=True))
            self._catalogue.keep_vectors(made)
            kept.update(made)
        return [kept[key] for key in keys]

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._encoder.fingerprint}\n{text}".encode()).hexdigest()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [v.tolist() for v in self.encode(texts)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self._encoder.encode([query])[0]]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def _client(folder: Path) -> Any:
    settings = ChromaSettings(anonymized_telemetry=False)
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def _store(client: Any) -> ChromaVectorStore:
    collection = client.get_or_create_collection(
        _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    return ChromaVectorStore(chroma_collection=collection)


def build(folder: Path, rows: Sequence[tuple[str, str]], embedding: KeptEmbedding) -> None:
    """Write a new index of (passage id, text to encode) into an empty folder."""
    client = _client(folder)
    pipeline = IngestionPipeline(
        transformations=[embedding], vector_store=_store(client), disable_cache=True
    )
    for start in range(0, len(rows), _MOST_NODES):
        part = rows[start : start + _MOST_NODES]
        pipeline.run(nodes=[TextNode(id_=key, text=text) for key, text in part])
    client.close()


class VectorIndex:
    """A built index, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._client = _client(folder)
        self._store = _store(self._client)

    def search(self, vector: Vector, count: int) -> list[tuple[str, float]]:
        """The nearest passages with their cosine to the vector, best first."""
        query = VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=count)
        result = self._store.query(query)
        pairs = zip(result.ids or [], result.similarities or [], strict=True)
        # llama-index gives exp(-distance), and the distance is 1 - cosine.
        return [(key, 1.0 + math.log(max(similarity, 1e-9))) for key, similarity in pairs]

    def close(self) -> None:
        """Give back the memory."""
        self._client.close()


def cosines(vectors: Sequence[Vector], query: Vector) -> list[float]:
    """The cosine of each vector, all of unit length, to the query."""
    return [float(x) for x in np.stack(vectors) @ query] if vectors else []
