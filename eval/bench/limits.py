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
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.process import processor_time
from eval.bench.product import READING, WORDS, answered, settings_of
from eval.bench.record import QuestionLimit
from eval.bench.steps import Call, listen
from handbook.book import Handbook
from handbook.encoder import open_encoder
from handbook.index.editions import current
from handbook.index.encoded import encoded
from handbook.settings import Settings
from ingest.document import make_document
from ingest.manifest import list_corpus

_MEMORY = 1 << 28
_PASSES = 8


def reading_alone(folder: Path) -> dict[str, float]:
    """Processor seconds to read every document."""
    started = processor_time()
    for listed in list_corpus(folder):
        make_document(listed.path, "hash", listed.edition)
    return {"processor": processor_time() - started}


def encoding_alone(store: Path) -> dict[str, float]:
    """Processor seconds to encode every passage."""
    settings = replace(Settings(), data=store)
    book = Handbook.open(settings)
    held = {h.document_id: h.edition for h in current(store).documents}
    texts = [encoded(e, p) for key, e in held.items() for p in book.catalogue.passages_of(key)]
    encoder = open_encoder(settings.encoder, settings.encoder_key)
    started = processor_time()
    encoder.encode(texts)
    return {"processor": processor_time() - started}


@dataclass(frozen=True, slots=True)
class _Call:
    """A library call that answering made."""

    step: str
    again: Callable[[], object]


def question_alone(mode: str, store: Path, questions: Path) -> dict[str, Any]:
    """Ask, then make the same library calls again by themselves."""
    book = Handbook.open(replace(settings_of(mode), data=store))
    calls: list[_Call] = []
    listen(partial(_recorded, calls))
    texts = json.loads(questions.read_text(encoding="utf-8"))
    answered(book, "warm up")
    calls.clear()
    wall, processor = time.perf_counter(), processor_time()
    for text in texts:
        answered(book, text)
    asked = time.perf_counter() - wall, processor_time() - processor
    alone: dict[str, float] = defaultdict(float)
    started = processor_time()
    for call in tuple(calls):  # those within one that is made again are recorded anew
        wall = time.perf_counter()
        call.again()
        alone[call.step] += time.perf_counter() - wall
    alone_processor = processor_time() - started
    each = 1000 / len(texts)
    limit = QuestionLimit(
        asked_ms=asked[0] * each,
        alone_ms=sum(alone.values()) * each,
        asked_processor_ms=asked[1] * each,
        alone_processor_ms=alone_processor * each,
        calls_ms={step: seconds * each for step, seconds in alone.items()},
    )
    return asdict(limit)


def _recorded(calls: list[_Call], name: str, step: Call) -> Call:
    def heard(*args: Any, **kwargs: Any) -> Any:
        calls.append(_Call(name, partial(step, *args, **kwargs)))
        return step(*args, **kwargs)

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
        case (("words" | "second-look"), (questions,)):
            mode = WORDS if what == "words" else READING
            return question_alone(mode, place, Path(questions))
    raise SystemExit(__doc__)


if __name__ == "__main__":
    os.write(1, json.dumps(main(*sys.argv[1:])).encode())
