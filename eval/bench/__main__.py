"""``make bench``: everything in one run, kept as the last record, its report, and the README's
table.

    python -m eval.bench [--scale N ...] [--alone N ...] [--report]

``--scale`` names the sizes of the made libraries (1,000, 10,000 and 100,000 unless given), and
``--alone`` those at which this project is measured without the others. A million with all is
estimated at an hour and a half, 8 GiB of memory and 30 GB of disk; alone it took 32 minutes, 3 GB
and 16 GB. The record is kept after each size: a run that is stopped leaves all before it.
``--report`` measures nothing and makes report and table of the last record again.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from eval.bench.environment import peers_python, product_python
from eval.bench.goals import goals
from eval.bench.growth import real_library
from eval.bench.machine import processor
from eval.bench.made import made_files
from eval.bench.measured_growth import OURS, measure_sizes
from eval.bench.process import said_by
from eval.bench.readme import write_table
from eval.bench.record import (
    REPORT,
    About,
    Builds,
    Limits,
    QuestionLimit,
    Record,
    read_record,
    write_record,
)
from eval.bench.report import make_report
from eval.bench.systems import Kind, build_three_times, fresh, measure, questions, systems
from handbook.errors import HandbookError
from handbook.machine import cores
from handbook.settings import ROOT

SCALES = (1_000, 10_000, 100_000)
LIBRARY = 10_000
"""Passages that the library of real and made documents is made for. How many it comes to is told
by its builds: made files are cut anew when they are read."""
DOCUMENTS = ROOT.parent / "shared" / "documents"
SHIPPED = ROOT / "corpus" / "documents"
SCRATCH = ROOT / ".bench" / "run"
_CHAPTER = "assessments.md"
"""The chapter of the shipped corpus that is changed."""
_LIMITED = 60
"""Questions that are asked and whose calls are made again."""
_VERSIONS = "eval.bench.versions"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, keep, show; 1 with a sentence where something failed."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("--scale", type=int, nargs="+", default=SCALES, metavar="N")
    parser.add_argument("--alone", type=int, nargs="+", default=(), metavar="N")
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args(arguments)
    try:
        if not options.report:
            for record in run(options.scale, options.alone, fresh(SCRATCH)):
                write_record(record)
                _show(record)
            shutil.rmtree(SCRATCH)
        record = read_record()
        _show(record)
        _print_goals(record)
    except HandbookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run(scales: Sequence[int], alone: Sequence[int], scratch: Path) -> Iterator[Record]:
    """Measure everything, at the sizes ``alone`` this project only; a record of all so far before
    the first size and after each. What fails ends the run: a table with holes would compare
    nothing."""
    begun, commit = datetime.now(UTC).isoformat(timespec="seconds"), _commit()
    load = os.getloadavg()[0]
    product, peers = product_python(), peers_python()
    kinds = systems(product, peers)
    changing = _documents(scratch / "documents")
    builds: dict[str, Builds] = {}
    found = []
    for kind in kinds:
        if kind.store not in builds:
            builds[kind.store] = build_three_times(
                kind, scratch / "documents", changing, scratch / kind.store, _told
            )
        found.append(measure(kind, builds[kind.store], scratch, _told))
    limits = _limits(product, scratch)
    library = _library(kinds[0], scratch)
    real, made = scratch / kinds[0].store, scratch / "made"
    about = About(
        begun=begun,
        commit=commit,
        machine=f"{cores()} cores, {platform.machine()}, Python {platform.python_version()}",
        documents=_named(scratch / "documents"),
        questions=len(questions()),
        versions=_versions(product, peers),
        load=(load, os.getloadavg()[0]),
        processor=processor(),
    )
    record = Record(about, tuple(found), limits, library, growth=())
    yield record
    ours = [kind for kind in kinds if kind.store == OURS]
    for sizes in chain(
        measure_sizes(product, kinds, scales, real, made, _told),
        measure_sizes(product, ours, alone, real, made, _told),
    ):
        now = replace(about, load=(load, os.getloadavg()[0]))
        record = replace(record, about=now, growth=(*record.growth, *sizes))
        yield record


def _documents(folder: Path) -> Path:
    """Real documents in a folder of their own, and one chapter; returns the chapter."""
    source = DOCUMENTS if DOCUMENTS.is_dir() else SHIPPED
    shutil.copytree(source, folder)
    folder.chmod(0o755)
    chapter = folder / _CHAPTER
    shutil.copyfile(SHIPPED / _CHAPTER, chapter)
    return chapter


def _named(folder: Path) -> str:
    count = sum(1 for _ in folder.iterdir())
    if DOCUMENTS.is_dir():
        return f"{count - 1} publications of the UK government and one chapter of the corpus"
    return f"the {count} files of the shipped corpus"


def _limits(product: Path, scratch: Path) -> Limits:
    """What the parts cost alone, on the same documents and questions."""

    def alone(*arguments: str | Path) -> dict[str, Any]:
        return said_by(product, "eval.bench.limits", *arguments)

    store, asked = scratch / "handbook", scratch / "questions.json"
    asked.write_text(json.dumps(questions()[:_LIMITED]), encoding="utf-8")
    _told("limits: reading, encoding, questions, memory")
    return Limits(
        reading_processor=alone("reading", scratch / "documents")["processor"],
        encoding_processor=alone("encoding", store)["processor"],
        cores=cores(),
        words=QuestionLimit(**alone("words", store, asked)),
        reading=QuestionLimit(**alone("second-look", store, asked)),
        bytes_per_second=alone("memory")["bytes_per_second"],
    )


def _library(kind: Kind, scratch: Path) -> Builds:
    """This project over the real documents and made files beside them, all read and encoded."""
    folder = scratch / "library"
    shutil.copytree(scratch / "documents", folder)
    real, vectors = real_library(scratch / kind.store)
    made_files(real, LIBRARY - vectors.size, folder)
    changing = folder / _CHAPTER
    return build_three_times(kind, folder, changing, scratch / "library-store", _told)


def _show(record: Record) -> None:
    REPORT.write_text(make_report(record), encoding="utf-8")
    if not write_table(record):
        print("README.md has no place for the table: put its two marks in.", file=sys.stderr)


def _print_goals(record: Record) -> None:
    for goal in goals(record):
        print(f"{goal.name:<72} {goal.shown:>28}  {goal.bar:<12} {goal.verdict}")


def _told(what: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


def _versions(product: Path, peers: Path) -> dict[str, str]:
    ours = said_by(product, _VERSIONS, "chromadb", "tantivy", "onnxruntime")
    return ours | said_by(peers, _VERSIONS, "llama-index-core", "txtai", "bm25s")


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "not known"


if __name__ == "__main__":
    sys.exit(main())
