"""Made passages in files that every system can read: texts as JSON Lines, vectors beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from eval.bench.made import Vectors

ROWS, VECTORS = "rows.jsonl", "vectors.npy"


def read_rows(rows: Path, vectors: Path) -> tuple[list[tuple[str, str]], Vectors]:
    """The file name and text of each passage, and the vectors in the same order."""
    with rows.open(encoding="utf-8") as file:
        found = [tuple(json.loads(line)) for line in file]
    return found, np.load(vectors, mmap_mode="r")


def write_rows(rows: Iterator[tuple[str, str]], to: Path) -> None:
    """Write file names and texts."""
    with to.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
