"""A build killed at random moments: the old index must answer, and the next run must end as if
nothing had happened."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.settings import ROOT, Settings

_RULE = "# Meetings\n\n## 1. Timing\n\n1.1 The first {0} meeting must be held within {1} days.\n"
_QUESTION = "when must the first planning meeting be held"
_DAYS = (12, 7)


@dataclass(frozen=True, slots=True)
class Kill:
    """One killed build: after how long, and what was wrong afterwards ("" for nothing)."""

    seconds: float
    flipped: bool
    """Whether the new index was in place already."""
    fault: str


def kill_builds(seed: int, count: int) -> list[Kill]:
    """Kill ``count`` builds of the same change, each from the same beginning."""
    chance = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus, base, data = folder / "corpus", folder / "base", folder / "data"
        _write_corpus(corpus, _DAYS[0])
        _ingest(corpus, base)
        _write_corpus(corpus, _DAYS[1])
        shutil.copytree(base, data)
        started = time.perf_counter()
        _ingest(corpus, data)
        whole = time.perf_counter() - started
        expected = contents(Settings(corpus=corpus, data=data))
        kills = []
        for _ in range(count):
            shutil.rmtree(data)
            shutil.copytree(base, data)
            kill = _kill(corpus, data, chance.uniform(0.0, whole), expected)
            print(
                f"{kill.seconds:6.2f} s {'new' if kill.flipped else 'old'} {kill.fault}",
                file=sys.stderr,
            )
            kills.append(kill)
        return kills


def _write_corpus(corpus: Path, days: int) -> None:
    """Some of the shipped documents, and one rule that changes with the number of days."""
    corpus.mkdir(exist_ok=True)
    for path in sorted((ROOT / "corpus" / "documents").glob("*"))[:8]:
        text = path.read_bytes()
        if path.suffix in (".md", ".html"):
            text += f"\n\n<p>Changed to {days} days.</p>\n".encode()
        (corpus / path.name).write_bytes(text)
    (corpus / "meetings.md").write_text(_RULE.format("planning", days))


def _command(corpus: Path, data: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"HANDBOOK_CORPUS": str(corpus), "HANDBOOK_DATA": str(data)}
    return subprocess.Popen(
        [sys.executable, "-m", "handbook", "ingest"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _ingest(corpus: Path, data: Path) -> None:
    process = _command(corpus, data)
    _, errors = process.communicate()
    if process.returncode:
        raise RuntimeError(errors.decode())


def _kill(corpus: Path, data: Path, seconds: float, expected: str) -> Kill:
    process = _command(corpus, data)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    settings = Settings(corpus=corpus, data=data)
    days = _answered(settings)
    fault = "" if days in _DAYS else "the old index did not answer"
    try:
        _ingest(corpus, data)
    except RuntimeError as error:
        return Kill(seconds, days == _DAYS[1], f"the next run failed: {error}")
    if contents(settings) != expected:
        fault = fault or "the next run ended otherwise than an undisturbed one"
    if _answered(settings) != _DAYS[1]:
        fault = fault or "the new index did not answer"
    return Kill(seconds, days == _DAYS[1], fault)


def _answered(settings: Settings) -> int | None:
    """Which of the two rules is answered with."""
    book = Handbook.open(settings)
    try:
        text = book.ask(Question(_QUESTION)).text
    finally:
        book.close()
    return next((days for days in _DAYS if f"within {days} days" in text), None)


def contents(settings: Settings) -> str:
    """All that a data folder holds of its documents, byte for byte, and what is in its indexes."""
    book = Handbook.open(settings)
    opened = book.opened().whole()
    held = [(h.document_id, h.file_name, h.sha256, h.key) for h in opened.edition.documents]
    past = [(h.document_id, h.file_name, h.sha256, h.key) for h in opened.edition.past]
    ids = book.catalogue.document_ids()
    passages = [repr(p) for d in ids for p in book.catalogue.passages_of(d)]
    units = [repr(u) for d in ids for u in book.catalogue.units(d)]
    dense = opened.retriever.dense
    sizes = [opened.retriever.lexical.size, dense.size if dense else 0]
    files = sorted(p.name for p in (settings.data / "files").iterdir())
    folders = len(list((settings.data / "index").iterdir()))
    book.close()
    return json.dumps([held, past, ids, passages, units, sizes, files, folders], indent=0)
