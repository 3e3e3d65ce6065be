"""Every system over made libraries of growing size."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.made_rows import ROWS, VECTORS
from eval.bench.process import BenchError, Spent, size_of
from eval.bench.record import Size
from eval.bench.systems import Kind, Told, ask, fresh, questions
from handbook.settings import ROOT

_QUESTIONS = 150


def measure_sizes(
    kinds: Sequence[Kind], scales: Sequence[int], real: Path, scratch: Path, told: Told
) -> tuple[Size, ...]:
    """Each system at each size; ``real`` is this project's store over the real documents."""
    found = []
    for count in sorted(scales):
        place = fresh(scratch / str(count))
        _run("rows", count, real, place)
        written: dict[str, dict[str, Any]] = {}
        for kind in kinds:
            store = place / kind.store
            if kind.store not in written:
                told(f"{kind.name}: writing {count:,} passages")
                written[kind.store] = _write(kind, count, real, place, fresh(store))
            told(f"{kind.name}: asking of {count:,} passages")
            found.append(_size(kind, count, written[kind.store], store))
        shutil.rmtree(place)
    return tuple(found)


def _write(kind: Kind, count: int, real: Path, place: Path, store: Path) -> dict[str, Any]:
    if kind.store == "handbook":
        return _run("store", count, real, store)
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


def _run(what: str, count: int, real: Path, to: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "eval.bench.growth", what, str(count), str(real), str(to)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise BenchError(f"{' '.join(command[1:])} failed; it says above why.")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def exponent(passages: Sequence[int], figures: Sequence[float]) -> float | None:
    """How a figure grows: it goes with the passages to the power of this, by least squares on
    logarithms; None for fewer than two sizes."""
    if len(passages) < 2:
        return None
    return float(np.polyfit(np.log(passages), np.log(figures), 1)[0])
