"""The line protocol of every system that is measured: JSON in, JSON out, one line each.

Each is a process of its own, so that none shares memory, threads or imported libraries with
another, and the bench treats all alike.

    {"do": "build", "folder": F, "store": S}             the documents of a folder
    {"do": "write", "rows": R, "vectors": V, "store": S}  made passages with made vectors
    {"do": "open", "store": S}
    {"do": "ask", "question": Q}                          hits, best first, and what took the time
    {"do": "crowd", "questions": [..], "people": N}       so many ask at once, each in a thread

Every reply has the seconds and processor seconds that it took, and the peak memory so far in bytes.
A fault ends the process: nothing that failed is measured.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

from eval.bench.process import peak_memory, processor_time

MOST_HITS = 10
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Clock:
    """What took the time of a question, by the name of the step. Each thread has its own."""

    def __init__(self) -> None:
        self._mine = threading.local()

    @property
    def steps(self) -> dict[str, float]:
        """Seconds by step since the last ``begin``."""
        found: dict[str, float] = self._mine.__dict__.setdefault("steps", defaultdict(float))
        return found

    def begin(self) -> None:
        """Forget what was measured."""
        self.steps.clear()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.steps[name] += time.perf_counter() - started

    def timed(self, name: str, function: Callable[_P, _R]) -> Callable[_P, _R]:
        """The function, timed as a step."""

        def heard(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            with self.step(name):
                return function(*args, **kwargs)

        return heard


class System(Protocol):
    """A system that finds passages for questions."""

    def build(self, folder: Path, store: Path) -> int:
        """Bring the store in line with the documents of a folder; returns how many passages."""

    def write(self, rows: Path, vectors: Path, store: Path) -> int:
        """Index passages whose vectors are given; returns how many."""

    def open(self, store: Path) -> None:
        """Make ready to answer from a store."""

    def ask(self, question: str, clock: Clock) -> Sequence[tuple[str, str]]:
        """The file names and texts of the first hits."""


def serve(system: System) -> None:
    """Do what the lines of standard input say until they end."""
    # Libraries print what they like: it goes to standard error, and replies have a line of theirs.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    clock = Clock()
    for line in sys.stdin:
        wall, processor = time.perf_counter(), processor_time()
        reply = _done(system, json.loads(line), clock)
        reply["seconds"] = time.perf_counter() - wall
        reply["processor"] = processor_time() - processor
        reply["memory"] = peak_memory()
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def _done(system: System, order: dict[str, Any], clock: Clock) -> dict[str, Any]:
    match order["do"]:
        case "build":
            return {"passages": system.build(Path(order["folder"]), Path(order["store"]))}
        case "write":
            rows, vectors = Path(order["rows"]), Path(order["vectors"])
            return {"passages": system.write(rows, vectors, Path(order["store"]))}
        case "open":
            system.open(Path(order["store"]))
            return {}
        case "ask":
            clock.begin()
            hits = system.ask(order["question"], clock)
            return {"hits": hits, "steps": dict(clock.steps)}
        case "crowd":
            return {"each": _crowd(system, order["questions"], order["people"], clock)}
        case other:
            raise ValueError(f"{other} is nothing that a system can do")


def _crowd(system: System, questions: Sequence[str], people: int, clock: Clock) -> list[float]:
    """How long each question took while so many people asked one after the other. What one of
    them meets with is raised here."""

    def asked(question: str) -> float:
        started = time.perf_counter()
        system.ask(question, clock)
        return time.perf_counter() - started

    with ThreadPoolExecutor(people) as crowd:
        return list(crowd.map(asked, questions))
