"""What a server counts, for Prometheus and whatever reads its form. The only door to its library.

Numbers alone: nothing of a question's words, of a person or of an address is in any of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from handbook.answer import Step, Told
from handbook.answer_records import Answer, Status
from handbook.book import Handbook
from handbook.errors import HandbookError
from handbook.watched import Asking

FORM = CONTENT_TYPE_LATEST
_SCREENING, _ALL = "screening", "all"
_STEPS = {
    Step.SEARCHING: "searching",
    Step.READING: "reading",
    Step.POINTING: "pointing",
    Step.CHECKING: "checking",
}
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counts of one process."""

    def __init__(self, book: Handbook) -> None:
        self._kept = CollectorRegistry()
        self._questions = Counter(
            "handbook_questions", "Questions by how they ended.", ["status"], registry=self._kept
        )
        self._seconds = Histogram(
            "handbook_step_seconds",
            "Seconds of a question by step, and in all.",
            ["step"],
            buckets=_BOUNDS,
            registry=self._kept,
        )
        self._under_way = Gauge(
            "handbook_questions_under_way", "Questions being answered.", registry=self._kept
        )
        self._refusals = Counter(
            "handbook_refusals", "Requests not let through, by code.", ["code"], registry=self._kept
        )
        for status in Status:
            self._questions.labels(str(status))  # one that never came is a nought, not a gap
        self._kept.register(_Index(book))
        ProcessCollector(registry=self._kept)

    def watch(self, asking: Asking, told: Told) -> Answer:
        """Have a question answered, and count it; see handbook/watched.py."""
        clock = _Clock(told)
        with self._under_way.track_inprogress():
            answer = asking(clock.hear)
        for step, seconds in clock.ended().items():
            self._seconds.labels(step).observe(seconds)
        self._questions.labels(str(answer.status)).inc()
        return answer

    def refused(self, code: int) -> None:
        """Count a request that was not let through."""
        self._refusals.labels(str(code)).inc()

    @property
    def under_way(self) -> int:
        """How many questions are being answered."""
        return int(self._kept.get_sample_value("handbook_questions_under_way") or 0)

    def written(self) -> bytes:
        """All of them, in the form that ``FORM`` names."""
        return generate_latest(self._kept)


class _Clock:
    """The seconds of each step of one question; a step that comes again counts as one."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._seconds: dict[str, float] = {}
        self._step = _SCREENING
        self._begun = self._since = time.perf_counter()

    def hear(self, step: Step) -> None:
        self._turn(_STEPS[step])
        self._told(step)

    def ended(self) -> dict[str, float]:
        self._turn("")
        return self._seconds | {_ALL: self._since - self._begun}

    def _turn(self, step: str) -> None:
        now = time.perf_counter()
        self._seconds[self._step] = self._seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = step, now


class _Index(Collector):
    """The index edition that answers, as it is when somebody looks."""

    def __init__(self, book: Handbook) -> None:
        self._book = book

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        """Its name and size; nothing while none can be opened, which /readyz explains."""
        try:
            opened = self._book.opened()
        except HandbookError:
            return
        name = {"edition": opened.edition.edition_id, "made": opened.edition.made}
        yield InfoMetricFamily("handbook_index", "The index edition that answers.", name)
        words = "1 while questions are answered by words alone, the vectors being away or damaged."
        yield GaugeMetricFamily("handbook_words_alone", words, value=bool(opened.away))
        passages = GaugeMetricFamily("handbook_passages", "Passages of that edition.")
        passages.add_metric([], opened.retriever.lexical.size)
        yield passages
