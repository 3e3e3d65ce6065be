"""Made libraries of growing size: written by each system's own writer, then asked.

python -m eval.bench.growth store N REAL STORE    with this project's index writer
python -m eval.bench.growth rows N REAL FOLDER    as files for the other systems
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap

from eval.bench.made import Real, VariedVectors, made_documents
from eval.bench.made_rows import ROWS, VECTORS, write_rows
from eval.bench.process import Spent, peak_memory, processor_time
from handbook.catalogue import Catalogue
from handbook.cite import quote
from handbook.domain import Document
from handbook.encoder import LocalEncoder
from handbook.index.editions import Held, current
from handbook.index.encoded import encoded
from handbook.index.vectors import KeptEmbedding
from handbook.progress import nobody
from handbook.receipt import Receipt
from handbook.settings import BUILT_IN_ENCODER, Settings
from ingest.assemble import assemble
from ingest.plan import Plan


def real_library(store: Path) -> tuple[Real, VariedVectors]:
    """The sentences and the vectors of a store that was built from real documents."""
    encoder = LocalEncoder.load(BUILT_IN_ENCODER)
    passages, texts = [], []
    with closing(Catalogue.open(store)) as catalogue:
        for held in current(store).documents:
            units = catalogue.units(held.document_id)
            for passage in catalogue.passages_of(held.document_id):
                passages.append([quote(units, s.spans) for s in passage.sentences])
                texts.append(encoded(held.edition, passage))
        kept = KeptEmbedding(encoder, catalogue)
        vectors, pieces = np.stack(kept.encode(texts)), kept.pieces(texts)
    real = Real([sentences for sentences in passages if sentences])
    return real, VariedVectors(encoder.fingerprint, vectors, pieces)


def write_store(count: int, real: Path, store: Path) -> dict[str, Any]:
    """Write a made library with this project's index writer; what that cost, the filling of the
    catalogue left out: readers would have done that."""
    sentences, vectors = real_library(real)
    with closing(Catalogue.open(store)) as catalogue:
        held = tuple(_kept(catalogue, d) for d in made_documents(sentences, count))
        wall, processor = time.perf_counter(), processor_time()
        assemble(Settings(data=store), catalogue, Plan(held, (), {}, ()), vectors, nobody)
    spent = Spent(time.perf_counter() - wall, processor_time() - processor, peak_memory())
    return asdict(spent) | {"making": vectors.processor}


def _kept(catalogue: Catalogue, document: Document) -> Held:
    key, name = document.document_id, document.file_name
    catalogue.add(document, Receipt(name, key, "added", key), key)
    return Held(key, name, document.sha256, f"made/{name}", document.edition, key)


def write_files(count: int, real: Path, folder: Path) -> dict[str, Any]:
    """Write the texts and vectors of the same library as files."""
    sentences, varied = real_library(real)
    shape = (count, varied.dimensions)
    # On the disk at once: a million vectors are 1.5 GB.
    vectors = open_memmap(folder / VECTORS, mode="w+", dtype=np.float32, shape=shape)

    def rows() -> Iterator[tuple[str, str]]:
        done = 0
        for document in made_documents(sentences, count):
            texts = [encoded(document.edition, p) for p in document.passages]
            vectors[done : done + len(texts)] = varied.encode(texts)
            done += len(texts)
            yield from ((document.file_name, p.text) for p in document.passages)

    write_rows(rows(), folder / ROWS)
    vectors.flush()
    return {}


def main(what: str, count: str, real: str, to: str) -> dict[str, Any]:
    """Write one library."""
    write = {"store": write_store, "rows": write_files}[what]
    return write(int(count), Path(real), Path(to))


if __name__ == "__main__":
    os.write(1, json.dumps(main(*sys.argv[1:])).encode())
