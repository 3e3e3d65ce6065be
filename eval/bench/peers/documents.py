"""Documents as llama-index's own readers give them: txtai and BM25 bring none that runs without
Java or torch, and get the same text, cut to what the encoder can see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from llama_index.core import SimpleDirectoryReader
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import Document

_SEEN = 256
"""Word pieces that the encoder reads of a text."""


def read_folder(folder: Path) -> list[Document]:
    """Every document of a folder, pages and slides apart where its reader gives them so."""
    reader = SimpleDirectoryReader(
        str(folder), recursive=True, filename_as_id=True, exclude_hidden=False
    )
    documents = list(reader.load_data())
    for document in documents:
        # Its reader of slides gives a list among the metadata, which the store for Chroma refuses.
        document.metadata = {"file_name": document.metadata["file_name"]}
    return documents


def rows(folder: Path) -> Iterator[tuple[str, str]]:
    """The file name and the text of each row."""
    splitter = SentenceSplitter(chunk_size=_SEEN, chunk_overlap=0)
    for node in splitter.get_nodes_from_documents(read_folder(folder)):
        yield node.metadata["file_name"], node.get_content()
