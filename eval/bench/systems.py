"""The systems that stand side by side, and what each is put through."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.process import Process, Spent, size_of
from eval.bench.product import HITS, READING, WORDS
from eval.bench.quality import Scores, labelled, sources
from eval.bench.record import US, Asked, Builds, Crowd, Spread, SystemRecord
from eval.cases import FOLDER, load_cases
from handbook.runs.figure import Figure
from handbook.settings import ROOT

CROWDS = (1, 8, 32)
ONE_BY_ONE = 200
IN_A_CROWD = 100
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A system and how its process is started."""

    name: str
    what: str
    command: tuple[str, ...]
    store: str
    """The name of its folder; this project's three ways share one."""
    corpus: Path = ROOT / "corpus" / "documents"
    """Where it finds the shipped corpus."""

    def start(self, store: Path) -> Process:
        """A process of it. What it complains of goes beside the store."""
        return Process(self.command, store.parent / f"{store.name}.log")


def systems(product: Path, peers: Path) -> list[Kind]:
    """This project three ways, then the others."""
    ours = (str(product), "-m", "eval.bench.product")
    theirs = (str(peers), "-m")
    told = (
        (US, "hits alone, as the others give them", HITS),
        (f"{US}, answers", "cited answers, judged by words", WORDS),
        (f"{US}, second look", "cited answers, with the reader", READING),
    )
    others = (
        ("llama-index", "its starter: 1,024-token chunks, dense alone", "starter"),
        ("txtai", "hybrid, rows of 256 tokens", "hybrid"),
        ("BM25", "bm25s, rows of 256 tokens, no vectors", "bm25"),
    )
    corpus = ROOT / "corpus"
    return [Kind(name, what, (*ours, mode), "handbook", corpus) for name, what, mode in told] + [
        Kind(name, what, (*theirs, f"eval.bench.peers.{module}"), module)
        for name, what, module in others
    ]


def questions() -> list[str]:
    """What is asked: the questions of all cases, each once. Nothing is measured of the answers
    but their time."""
    cases = [*load_cases(FOLDER / "tuning.jsonl"), *load_cases(FOLDER / "test.jsonl")]
    return list(dict.fromkeys(case.question.text for case in cases))


def measure(kind: Kind, builds: Builds, scratch: Path, told: Told) -> SystemRecord:
    """Everything about one system whose stores are built."""
    told(f"{kind.name}: asking")
    first, memory, asked, crowds = ask(kind, scratch / kind.store, questions(), CROWDS)
    told(f"{kind.name}: asking about the shipped corpus")
    figures = quality(kind, scratch / f"{kind.store}-corpus")
    return SystemRecord(kind.name, kind.what, builds, first, memory, asked, crowds, figures)


def build_three_times(
    kind: Kind, documents: Path, changing: Path, store: Path, told: Told
) -> Builds:
    """From nothing, with nothing changed, and with one document changed."""
    fresh(store)
    told(f"{kind.name}: building")
    first, passages = _built(kind, documents, store)
    told(f"{kind.name}: building, nothing changed")
    unchanged, _ = _built(kind, documents, store)
    before = changing.read_bytes()
    changing.write_bytes(before + b"\n\nA record must be kept of what was changed here.\n")
    try:
        told(f"{kind.name}: building, one document changed")
        changed, _ = _built(kind, documents, store)
    finally:
        changing.write_bytes(before)
    return Builds(passages, first, unchanged, changed, size_of(store))


def _built(kind: Kind, documents: Path, store: Path) -> tuple[Spent, int]:
    process = kind.start(store)
    passages = process.do("build", folder=documents, store=store)["passages"]
    return process.end(), passages


def ask(
    kind: Kind, store: Path, texts: Sequence[str], crowds: Sequence[int]
) -> tuple[float, int, Asked, tuple[Crowd, ...]]:
    """From cold to the first answer; then questions one by one, each asked once, and in crowds."""
    process = kind.start(store)
    process.do("open", store=store)
    process.do("ask", question=texts[0])
    first = process.since_start
    one_by_one, rest = texts[1 : ONE_BY_ONE + 1], texts[ONE_BY_ONE + 1 :]
    asked = _asked([process.do("ask", question=text) for text in one_by_one])
    found = []
    for number, people in enumerate(crowds):
        some = rest[number * IN_A_CROWD : (number + 1) * IN_A_CROWD]
        found.append(_crowd(people, process.do("crowd", questions=some, people=people)))
    return first, process.end().memory, asked, tuple(found)


def _asked(replies: Sequence[dict[str, Any]]) -> Asked:
    steps = dict.fromkeys(step for reply in replies for step in reply["steps"])
    return Asked(
        questions=len(replies),
        wall=spread([reply["seconds"] for reply in replies]),
        processor_ms=float(np.mean([reply["processor"] for reply in replies])) * 1000,
        steps={s: spread([reply["steps"].get(s, 0.0) for reply in replies]) for s in steps},
    )


def _crowd(people: int, reply: dict[str, Any]) -> Crowd:
    count = len(reply["each"])
    return Crowd(
        people=people,
        questions=count,
        per_second=count / reply["seconds"],
        wall=spread(reply["each"]),
        processor_ms=reply["processor"] / count * 1000,
    )


def spread(seconds: Sequence[float]) -> Spread:
    """What half, 95 and 99 of 100 do not exceed, in milliseconds."""
    return Spread(*(float(x) for x in np.percentile(np.asarray(seconds) * 1000, [50, 95, 99])))


def quality(kind: Kind, store: Path) -> dict[str, Figure]:
    """The measures of the hits over the shipped corpus, for which the cases are labelled."""
    process = kind.start(store)
    if not store.exists():
        store.mkdir(parents=True)
        process.do("build", folder=kind.corpus, store=store)
    process.do("open", store=store)
    scores = Scores(sources())
    for case in labelled():
        scores.add(case, process.do("ask", question=case.question.text)["hits"])
    process.end()
    return scores.figures


def fresh(folder: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
