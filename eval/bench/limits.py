"""What the parts cost alone, each in a process of its own.

python -m eval.bench.limits reading FOLDER        read every document
python -m eval.bench.limits encoding STORE        encode every passage
python -m eval.bench.limits words|second-look STORE QUESTIONS
                                                  questions, and their library calls by themselves
python -m eval.bench.limits memory                read memory from one end to the other
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.product import WORDS
from eval.bench.record import QuestionLimit
from eval.bench.steps import STEPS
from handbook.book import Handbook
from handbook.domain import Question
from handbook.encoder import open_encoder
from handbook.index.editions import current
from handbook.index.encoded import encoded
from handbook.settings import Settings
from ingest.document import make_document
from ingest.manifest import list_corpus

BOUND = frozenset({"encode", "vector query", "word query", "second look"})
"""The steps whose calls make the limit of a question."""
_MEMORY = 1 << 28
_PASSES = 8


def reading_alone(folder: Path) -> dict[str, float]:
    """Processor seconds to read every document."""
    started = time.process_time()
    for listed in list_corpus(folder):
        make_document(listed.path, "hash", listed.edition)
    return {"processor": time.process_time() - started}


def encoding_alone(store: Path) -> dict[str, float]:
    """Processor seconds to encode every passage."""
    settings = replace(Settings(), data=store)
    book = Handbook.open(settings)
    held = {h.document_id: h.edition for h in current(store).documents}
    texts = [encoded(e, p) for key, e in held.items() for p in book.catalogue.passages_of(key)]
    encoder = open_encoder(settings.encoder, settings.encoder_key)
    started = time.process_time()
    encoder.encode(texts)
    return {"processor": time.process_time() - started}


@dataclass(frozen=True, slots=True)
class _Call:
    """A library call that answering made."""

    step: str
    again: Callable[[], object]


def question_alone(mode: str, store: Path, questions: Path) -> dict[str, Any]:
    """Ask, then make the same library calls again by themselves."""
    settings = replace(Settings(), data=store)
    settings = replace(settings, reader=None) if mode == WORDS else settings
    book = Handbook.open(settings)
    calls: list[_Call] = []
    _record_calls(calls)
    texts = json.loads(questions.read_text(encoding="utf-8"))
    book.ask(Question("warm up"))
    calls.clear()
    wall, processor = time.perf_counter(), time.process_time()
    for text in texts:
        book.ask(Question(text))
    asked = time.perf_counter() - wall, time.process_time() - processor
    alone: dict[str, float] = defaultdict(float)
    started = time.process_time()
    for call in calls:
        wall = time.perf_counter()
        call.again()
        alone[call.step] += time.perf_counter() - wall
    each = 1000 / len(texts)
    limit = QuestionLimit(
        asked_ms=asked[0] * each,
        alone_ms=sum(alone.values()) * each,
        asked_processor_ms=asked[1] * each,
        alone_processor_ms=(time.process_time() - started) * each,
        calls_ms={step: seconds * each for step, seconds in alone.items()},
    )
    return asdict(limit)


def _record_calls(calls: list[_Call]) -> None:
    """From here on every bounding call is noted, for the life of this process."""
    for owner, method, name in STEPS:
        if name in BOUND:
            setattr(owner, method, _recorded(name, getattr(owner, method), calls))


def _recorded(name: str, function: Callable[..., Any], calls: list[_Call]) -> Callable[..., Any]:
    def heard(*args: Any, **kwargs: Any) -> Any:
        calls.append(_Call(name, lambda: function(*args, **kwargs)))
        return function(*args, **kwargs)

    return heard


def memory_alone() -> dict[str, float]:
    """Bytes a second that one core reads, the best of several passes."""
    numbers = np.ones(_MEMORY // 4, np.float32)
    seconds = []
    for _ in range(_PASSES):
        started = time.perf_counter()
        numbers.max()
        seconds.append(time.perf_counter() - started)
    return {"bytes_per_second": _MEMORY / min(seconds)}


def main(what: str, *rest: str) -> dict[str, Any]:
    """Measure one of them."""
    if what == "memory":
        return memory_alone()
    place = Path(rest[0])
    match what, rest[1:]:
        case "reading", ():
            return reading_alone(place)
        case "encoding", ():
            return encoding_alone(place)
        case mode, (questions,):
            return question_alone(mode, place, Path(questions))
    raise SystemExit(__doc__)


if __name__ == "__main__":
    os.write(1, json.dumps(main(*sys.argv[1:])).encode())
