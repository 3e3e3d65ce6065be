"""Every system over made libraries of growing size."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.made_rows import ROWS, VECTORS
from eval.bench.process import Spent, said_by, size_of
from eval.bench.record import Size
from eval.bench.systems import Kind, Told, ask, fresh, questions

_GROWTH = "eval.bench.growth"
_QUESTIONS = 150
OURS = "handbook"
"""The store of this project, which makes its library itself."""


def measure_sizes(
    product: Path,
    kinds: Sequence[Kind],
    scales: Sequence[int],
    real: Path,
    scratch: Path,
    told: Told,
) -> Iterator[tuple[Size, ...]]:
    """All systems at one size after the other, the smallest first; ``product`` is this project's
    Python, and ``real`` its store over the real documents."""
    for count in sorted(scales):
        place = fresh(scratch / str(count))
        if any(kind.store != OURS for kind in kinds):
            told(f"making {count:,} passages")
            said_by(product, _GROWTH, "rows", count, real, place)
        written = _all_written(product, kinds, count, real, place, told)
        os.sync()  # what the disk is still to be given would slow whoever is asked first
        found = []
        for kind in kinds:
            told(f"{kind.name}: asking of {count:,} passages")
            found.append(_size(kind, count, written[kind.store], place / kind.store))
        shutil.rmtree(place)
        yield tuple(found)


def _all_written(
    product: Path, kinds: Sequence[Kind], count: int, real: Path, place: Path, told: Told
) -> dict[str, dict[str, Any]]:
    """Every store written, one after the other, and what each cost, by its name."""
    written: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        if kind.store in written:
            continue
        told(f"{kind.name}: writing {count:,} passages")
        store = fresh(place / kind.store)
        written[kind.store] = (
            said_by(product, _GROWTH, "store", count, real, store)
            if kind.store == OURS
            else _written(kind, place, store)
        )
    return written


def _written(kind: Kind, place: Path, store: Path) -> dict[str, Any]:
    process = kind.start(store)
    reply = process.do("write", rows=place / ROWS, vectors=place / VECTORS, store=store)
    process.end()
    return reply | {"making": 0.0}


def _size(kind: Kind, count: int, written: dict[str, Any], store: Path) -> Size:
    first, memory, asked, _ = ask(kind, store, questions()[: _QUESTIONS + 1], ())
    return Size(
        system=kind.name,
        passages=count,
        write=Spent(written["seconds"], written["processor"], written["memory"]),
        making_processor=written["making"],
        disk_bytes=size_of(store),
        ready_seconds=first,
        asking_bytes=memory,
        asked=asked,
    )


def exponent(passages: Sequence[int], figures: Sequence[float]) -> float | None:
    """How a figure grows: it goes with the passages to the power of this, by least squares on
    logarithms; None for fewer than two sizes."""
    if len(passages) < 2:
        return None
    return float(np.polyfit(np.log(passages), np.log(figures), 1)[0])
