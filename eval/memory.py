"""The peak memory of a build over few documents and over many: it must not grow with them.

Vectors are what an index holds in memory, some 3 KB a passage; everything else of a document is
let go of when it has been read.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from handbook.settings import ROOT

FEW, MANY = 25, 200
MOST_GROWTH = 1.5
_SECTIONS, _SENTENCES, _WORDS = 4, 12, 14
_VOCABULARY = (
    "child family plan meeting school review referral manager record visit health parent concern "
    "agency decision evidence conference nurse police carer home support risk notes"
).split()


def growth(seed: int) -> tuple[float, float]:
    """Peak memory in MiB of building FEW and of building MANY documents of the same length."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = (_peak(folder / str(count), count, seed) for count in (FEW, MANY))
    return few, many


def _peak(folder: Path, count: int, seed: int) -> float:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    chance = random.Random(seed)  # noqa: S311
    for number in range(count):
        (corpus / f"{number}.md").write_text(_document(number, chance), encoding="utf-8")
    environment = os.environ | {"HANDBOOK_CORPUS": str(corpus), "HANDBOOK_DATA": str(folder / "d")}
    command = [sys.executable, "-m", "handbook", "ingest"]
    quiet = subprocess.DEVNULL
    building = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    _, status, used = os.wait4(building.pid, 0)
    if status:
        raise RuntimeError(f"The build of {count} documents failed; run it by hand.")
    return used.ru_maxrss / 1024


def _document(number: int, chance: random.Random) -> str:
    def sentence() -> str:
        return " ".join(chance.choices(_VOCABULARY, k=_WORDS)).capitalize() + "."

    lines = [f"# Chapter {number}"]
    for section in range(1, _SECTIONS + 1):
        lines.append(f"## {section}. {sentence()}")
        lines += [f"{section}.{n} {sentence()}" for n in range(1, _SENTENCES + 1)]
    return "\n\n".join(lines) + "\n"
