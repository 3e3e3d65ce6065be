"""``make bench``: speed on real documents, as ratios within one run.

The limit of a build is what its parts cost alone: (core-seconds to read the pages + core-seconds
to encode the passages) / cores. Machines are noisy: compare ratios, not seconds.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from eval.reading_order import CHECKS, fold_words, run, score
from handbook.book import Handbook
from handbook.domain import Question
from handbook.encoder import open_encoder
from handbook.index import editions
from handbook.index.encoded import encoded
from handbook.settings import ROOT, Settings

DOCUMENTS = ROOT.parent / "shared" / "documents"
QUESTIONS = (
    "how soon must an initial child protection conference be held",
    "who attends a strategy discussion",
    "first core group meeting when",
    "how often are review conferences",
    "what must a designated safeguarding lead do about online safety",
    "when can information be shared without consent",
    "who is responsible for a looked after child's health assessment",
    "when must a school tell the local authority that a child is missing from education",
    "what is the role of an independent reviewing officer",
    "how long does a serious incident notification take",
)
ROUNDS = 5
ORDER_BARS = {"present": 20, "absent": 16, "order": 12}


def main() -> int:
    """Print the table; 1 where the documents are not beside the checkout."""
    if not DOCUMENTS.is_dir():
        print(f"{DOCUMENTS.name} is not beside the checkout: nothing to measure.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        for name, figure, bar in _figures(Path(folder)):
            print(f"{name:<44} {figure:<16} {bar}")
    for kind, (passed, total) in score(run(CHECKS, fold_words)).items():
        bar = f"at least {ORDER_BARS[kind]}"
        print(f"{f'reading order, {kind}':<44} {f'{passed} of {total}':<16} {bar}")
    return 0


def _figures(data: Path) -> list[tuple[str, str, str]]:
    cores = len(os.sched_getaffinity(0))
    environment = os.environ | {"HANDBOOK_DATA": str(data)}
    build, build_memory = _process(environment, "ingest", str(DOCUMENTS))
    again, _ = _process(environment, "ingest", str(DOCUMENTS))
    settings = Settings(corpus=DOCUMENTS, data=data)
    reading = _core_seconds(_read_alone)
    texts = _texts(settings)
    encoder = open_encoder(settings.encoder, settings.encoder_key)
    encoding = _core_seconds(lambda: encoder.encode(texts))
    limit = (reading + encoding) / cores
    times, memory = _questions(settings)
    cold, _ = _process(environment, "ask", QUESTIONS[0])
    usage, _ = _process(environment, "--help")
    return [
        ("reading alone", f"{reading:.1f} core-s", ""),
        ("encoding alone", f"{encoding:.1f} core-s", f"{len(texts)} passages"),
        ("build", f"{build:.1f} s", ""),
        ("build / limit", f"{build / limit:.2f}", "at most 1.25"),
        ("unchanged run / build", f"{again / build:.3f}", "at most 0.03"),
        ("one question, p50", f"{times[len(times) // 2] * 1000:.0f} ms", ""),
        ("one question, p95", f"{times[int(len(times) * 0.95)] * 1000:.0f} ms", "at most 60 ms"),
        ("handbook --help", f"{usage:.2f} s", "at most 0.2 s"),
        ("handbook ask, cold", f"{cold:.2f} s", "at most 3 s"),
        ("peak memory of the build", f"{build_memory:.0f} MiB", "at most 1536 MiB"),
        ("peak memory of this process", f"{memory:.0f} MiB", "at most 1536 MiB"),
    ]


def _process(environment: dict[str, str], *arguments: str) -> tuple[float, float]:
    """Wall seconds of a command, and the peak memory of the largest process so far in MiB."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "handbook", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _core_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _read_alone() -> None:
    # Imported here: the layer rule lets evaluation reach ingestion nowhere but in this benchmark.
    from ingest.document import make_document

    for path in sorted(DOCUMENTS.glob("*.pdf")):
        make_document(path, "hash", None)


def _texts(settings: Settings) -> list[str]:
    book = Handbook.open(settings)
    held = editions.current(settings.data).documents
    return [encoded(h.edition, p) for h in held for p in book.catalogue.passages_of(h.document_id)]


def _questions(settings: Settings) -> tuple[list[float], float]:
    book = Handbook.open(settings)
    book.ask(Question("warm up"))
    times = []
    for turn in range(ROUNDS):
        for text in QUESTIONS:
            start = time.perf_counter()
            book.ask(Question(f"{text} {'please' * (turn > 0)}"))
            times.append(time.perf_counter() - start)
    return sorted(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
