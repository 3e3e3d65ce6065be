"""The goals that were set, each beside the figure of a run.

A goal in milliseconds or in seconds is held against the clock, so only a run on a quiet machine
tells. A ratio is held against processor time where it says so, which hardly depends on what else is
running, and what the clock said stands beside it or is a goal of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eval.bench.process import Spent
from eval.bench.record import US, Builds, QuestionLimit, Record, Size

TEN_THOUSAND, MILLION = 10_000, 1_000_000
_ANSWERS = {f"{US}, answers": 60.0, f"{US}, second look": 250.0}
"""What 95 of 100 answers may take at ten thousand passages, in milliseconds."""
_TIMES_AT_A_MILLION = 2.0
_READY = {TEN_THOUSAND: 3.0, MILLION: 10.0}
_KILOBYTES_A_PASSAGE = 3.0
_QUESTIONS_A_SECOND = 30.0


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with what was measured. ``figure`` is None where the run did not go that far;
    ``clock`` is the same by the clock, where the figure is in processor time."""

    name: str
    figure: float | None
    bound: float
    unit: str = ""
    at_least: bool = False
    clock: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether it is met; None where nothing was measured."""
        if self.figure is None:
            return None
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound

    @property
    def verdict(self) -> str:
        """The same in words."""
        return {True: "met", False: "missed", None: "not measured"}[self.met]

    @property
    def shown(self) -> str:
        """The figure with its unit, and what the clock said."""
        if self.figure is None:
            return "–"
        beside = "" if self.clock is None else f" (by the clock {self.clock:.3g})"
        return f"{self.figure:.3g}{self.unit}{beside}"

    @property
    def bar(self) -> str:
        """What the figure is held against."""
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}{self.unit}"


def goals(record: Record) -> list[Goal]:
    """All goals in the order in which they were set."""
    return [*_of_builds(record), *_of_questions(record), *_of_growth(record)]


def _of_builds(record: Record) -> Iterator[Goal]:
    builds, limits = record.system(US).builds, record.limits
    least = limits.build_processor / limits.cores
    whole = "build / (reading + encoding alone"
    yield Goal(f"{whole}, over the cores), by the clock", builds.first.seconds / least, 1.11)
    processor = builds.first.processor / limits.build_processor
    yield Goal(f"{whole}), in processor time", processor, 1.11)
    yield _share(record.library, "nothing changed", record.library.unchanged, 0.01)
    yield _share(record.library, "one document changed", record.library.changed, 0.02)


def _share(builds: Builds, name: str, spent: Spent, most: float) -> Goal:
    """What a build costs that has little to do, of one from nothing."""
    return Goal(
        f"{name} / build, {builds.passages:,} passages, in processor time",
        spent.processor / builds.first.processor,
        most,
        clock=spent.seconds / builds.first.seconds,
    )


def _of_questions(record: Record) -> Iterator[Goal]:
    for name, limit in _limits(record).items():
        yield Goal(
            f"one question / its library calls alone, {name}, in processor time",
            limit.asked_processor_ms / limit.alone_processor_ms,
            1.3,
            clock=limit.asked_ms / limit.alone_ms,
        )
    crowd = record.system(f"{US}, answers").crowds
    for people in crowd:
        yield Goal(
            f"questions a second, {people.people} asking, words alone",
            people.per_second,
            _QUESTIONS_A_SECOND,
            at_least=True,
        )


def _limits(record: Record) -> dict[str, QuestionLimit]:
    return {"by words": record.limits.words, "with a second look": record.limits.reading}


def _of_growth(record: Record) -> Iterator[Goal]:
    sizes = {(s.system, s.passages): s for s in record.growth}
    for name, most in _ANSWERS.items():
        for passages, times in ((TEN_THOUSAND, 1.0), (MILLION, _TIMES_AT_A_MILLION)):
            size = sizes.get((name, passages))
            p95 = size.asked.wall.p95_ms if size else None
            yield Goal(f"95 of 100, {name}, {passages:,}", p95, most * times, " ms")
    largest = sizes.get((f"{US}, second look", MILLION))
    yield Goal("memory a passage, 1,000,000", _memory(largest), _KILOBYTES_A_PASSAGE, " KB")
    for passages, most in _READY.items():
        size = sizes.get((f"{US}, second look", passages))
        ready = size.ready_seconds if size else None
        yield Goal(f"ready to answer, {passages:,}", ready, most, " s")


def _memory(size: Size | None) -> float | None:
    return size.asking_bytes / size.passages / 1000 if size else None
