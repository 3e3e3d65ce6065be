"""``make soak``: several people ask without a pause, and the memory of the server stays as it is.

    python -m eval.soak [--minutes 10] [--people 4]

The application is started as a person would start it, over the settings' data. People ask on the
page and begin a new topic every few questions; other programs ask the API, follow up and open what
is quoted. Memory is flat where the line through it after the warm-up (Theil and Sen's, which single
peaks do not move) rises by no more than MOST_MB from its beginning to its end.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from scipy.stats import theilslopes

from eval.bench_page import figures, load, served
from eval.cases import load_cases
from handbook.settings import ROOT, Settings

MOST_MB = 16.0
WARM_UP = 0.4
"""The share of the time that is not judged: what is remembered of texts fills up first."""
_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The server at one moment."""

    seconds: float
    megabytes: float
    processor: float
    """Seconds of processor time since it began."""
    questions: float


@dataclass(slots=True)
class Program:
    """Another program that asks: a question, a follow-up, and the pages that are quoted."""

    client: httpx.Client
    faults: list[str] = field(default_factory=list)

    def go(self, questions: Sequence[str], until: float) -> None:
        """Ask until the time is over."""
        for question in _round(questions, until):
            try:
                self._converse(question)
            except httpx.HTTPError as error:
                self.faults.append(repr(error))

    def _converse(self, question: str) -> None:
        answer = self._ask({"question": question})
        told = [{"role": "user", "content": question}]
        self._ask({"question": "and who is told?", "history": told})
        for citation in answer["citations"][:1]:
            spans = "+".join(f"{s['unit']}.{s['start']}-{s['end']}" for s in citation["spans"])
            self.client.get(f"/evidence/{citation['document_id']}/{spans}").raise_for_status()

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        found = self.client.post("/api/v1/ask", json=asked).raise_for_status().json()
        if found["status"] == "failed":
            self.faults.append(found["text"])
        answer: dict[str, Any] = found
        return answer


def _round(questions: Sequence[str], until: float) -> Iterator[str]:
    turn = 0
    while time.monotonic() < until:
        yield questions[turn % len(questions)]
        turn += 1


def sample(address: str, started: float) -> Sample:
    """What the server says of itself."""
    found = figures(address)
    asked = sum(v for name, v in found.items() if name.startswith("handbook_questions_total"))
    return Sample(
        time.monotonic() - started,
        found["process_resident_memory_bytes"] / 1e6,
        found["process_cpu_seconds_total"],
        asked,
    )


def growth(samples: Sequence[Sample]) -> float:
    """By how many megabytes memory rose after the warm-up, along the line through all samples."""
    end = samples[-1].seconds
    judged = [s for s in samples if s.seconds >= WARM_UP * end]
    slope = theilslopes([s.megabytes for s in judged], [s.seconds for s in judged])[0]
    return float(slope * (end - judged[0].seconds))


def noise(samples: Sequence[Sample]) -> tuple[float, float]:
    """Between which two figures the growth lies, 95 of 100 times, as far as the samples tell."""
    end = samples[-1].seconds
    judged = [s for s in samples if s.seconds >= WARM_UP * end]
    found = theilslopes([s.megabytes for s in judged], [s.seconds for s in judged])
    lasted = end - judged[0].seconds
    return float(found[2] * lasted), float(found[3] * lasted)


def soak(address: str, people: int, seconds: float) -> tuple[list[Sample], list[str]]:
    """The server's samples while people and programs ask, and what went wrong."""
    cases = load_cases(ROOT / "eval" / "cases" / "tuning.jsonl")
    questions = [case.question.text for case in cases]
    started = time.monotonic()
    programs = [Program(httpx.Client(base_url=address, timeout=60)) for _ in range(people // 2)]
    crowd: list[Any] = []
    on_the_page = people - len(programs)
    threads = [
        threading.Thread(target=program.go, args=(questions[n * 7 :], started + seconds))
        for n, program in enumerate(programs)
    ]
    threads.append(
        threading.Thread(
            target=lambda: crowd.extend(load(address, on_the_page, seconds, questions))
        )
    )
    for thread in threads:
        thread.start()
    samples = []
    while any(thread.is_alive() for thread in threads):
        samples.append(sample(address, started))
        time.sleep(_EVERY)
    return samples, [fault for who in [*programs, *crowd] for fault in who.faults]


def main() -> int:
    """Print what was seen; 1 where there was a fault or memory rose."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--people", type=int, default=4)
    options = parser.parse_args()
    with served(Settings.from_environment()) as address:
        samples, faults = soak(address, options.people, options.minutes * 60)
    first, last = samples[0], samples[-1]
    asked = last.questions - first.questions
    each = (last.processor - first.processor) / max(asked, 1) * 1000
    rose = growth(samples)
    print(f"{asked:.0f} questions of {options.people} people in {last.seconds:.0f} s")
    print(f"{each:.0f} ms of processor time a question, pages among it")
    for share in (0.0, WARM_UP, 0.7, 1.0):
        at = samples[round(share * (len(samples) - 1))]
        print(f"after {at.seconds:4.0f} s: {at.megabytes:.0f} MB, {at.questions:.0f} questions")
    low, high = noise(samples)
    told = f"{rose:.1f} MB after the warm-up, between {low:.1f} and {high:.1f}"
    print(f"memory rose by {told} (at most {MOST_MB:.0f})")
    print(f"{len(faults)} faults", *faults[:5], sep="\n")
    return int(bool(faults) or rose > MOST_MB)


if __name__ == "__main__":
    raise SystemExit(main())
