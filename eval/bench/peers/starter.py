"""llama-index as its starter tutorial has it: its readers, 1,024-token chunks, dense top k; with
Chroma as the store, and with the document store that its guide gives for keeping an index in line
with changing files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
from llama_index.core import VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.ingestion import DocstoreStrategy, IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import QueryBundle, TextNode
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from eval.bench.made_rows import read_rows
from eval.bench.peers.documents import read_folder
from eval.bench.spoken import MOST_HITS, Clock, serve
from handbook.encoder import LocalEncoder
from handbook.settings import BUILT_IN_ENCODER

_MOST = 5000
"""Chroma refuses more than 5,461 rows at a time."""


class SameEncoder(BaseEmbedding):
    """This project's encoder as a llama-index embedding."""

    _encoder: LocalEncoder = PrivateAttr()

    def __init__(self, encoder: LocalEncoder) -> None:
        super().__init__(embed_batch_size=64)
        self._encoder = encoder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in vector] for vector in self._encoder.encode(texts)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class Starter:
    """See System."""

    def __init__(self) -> None:
        self._embedding = SameEncoder(LocalEncoder.load(BUILT_IN_ENCODER))
        self._index: VectorStoreIndex | None = None

    def build(self, folder: Path, store: Path) -> int:
        """See System: read everything, embed what has changed."""
        kept = store / "docstore.json"
        known = SimpleDocumentStore.from_persist_path(str(kept)) if kept.exists() else None
        collection = _collection(store)
        pipeline = IngestionPipeline(
            transformations=[SentenceSplitter(chunk_size=1024, chunk_overlap=20), self._embedding],
            docstore=known or SimpleDocumentStore(),
            docstore_strategy=DocstoreStrategy.UPSERTS,
            vector_store=ChromaVectorStore(chroma_collection=collection),
            disable_cache=True,
        )
        pipeline.run(documents=read_folder(folder))
        assert pipeline.docstore is not None
        pipeline.docstore.persist(str(kept))
        return int(collection.count())

    def write(self, rows: Path, vectors: Path, store: Path) -> int:
        """See System."""
        passages, given = read_rows(rows, vectors)
        collection = _collection(store)
        chroma = ChromaVectorStore(chroma_collection=collection)
        for start in range(0, len(passages), _MOST):
            some = list(enumerate(passages[start : start + _MOST], start))
            chroma.add(
                [
                    TextNode(
                        id_=str(n),
                        text=text,
                        metadata={"file_name": name},
                        embedding=given[n].tolist(),
                    )
                    for n, (name, text) in some
                ]
            )
        return int(collection.count())

    def open(self, store: Path) -> None:
        """See System."""
        chroma = ChromaVectorStore(chroma_collection=_collection(store))
        self._index = VectorStoreIndex.from_vector_store(chroma, embed_model=self._embedding)

    def ask(self, question: str, clock: Clock) -> Sequence[tuple[str, str]]:
        """See System."""
        assert self._index is not None
        with clock.step("encode"):
            vector = self._embedding.get_query_embedding(question)
        with clock.step("vector query"):
            found = self._index.as_retriever(similarity_top_k=MOST_HITS).retrieve(
                QueryBundle(question, embedding=vector)
            )
        return [(hit.metadata["file_name"], hit.get_content()) for hit in found]


def _collection(store: Path) -> Any:
    client = chromadb.PersistentClient(path=str(store / "chroma"))
    return client.get_or_create_collection(
        "passages", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )


if __name__ == "__main__":
    serve(Starter())
