"""Feedback: what people say of answers, for the editor of the corpus.

Whoever asked says that an answer helped, or what is wrong with it, in one of a few words: nothing
is typed, since people would type names. A line each: the answer's ending, area, topic and places.
The question itself, masked, is kept only where the setting of the gap register says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from handbook.answer_records import Answer, Question
from handbook.domain import Span
from handbook.evidence import section_path
from handbook.gaps import topic_of
from handbook.register import Day, Register

FILE = "feedback.jsonl"


class Verdict(StrEnum):
    """What can be said of an answer."""

    HELPED = "helped"
    WRONG_PASSAGE = "wrong passage"
    OUT_OF_DATE = "out of date"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    WRONG_AREA = "wrong area"


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a quotation of the answer stands; never its words."""

    document_id: str
    source_id: str
    section: str
    """Title and headings, or the briefing and the panel of a review question."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one person said of one answer. ``question`` is empty unless a setting keeps it."""

    day: Day
    verdict: Verdict
    status: str
    area: str
    source_id: str
    topic: str
    """The section that the answer quotes first; of a decline, the topic of its gap."""
    edition_of_index: str
    """Empty where no index was asked, as for a fixed reply."""
    cited: tuple[Cited, ...] = ()
    question: str = ""

    @property
    def sources(self) -> frozenset[str]:
        """The ids of all sources that it names."""
        named = {self.source_id, *(c.source_id for c in self.cited)}
        return frozenset(named - {""})


def feedback_on(question: Question, answer: Answer, verdict: Verdict, keep: str) -> Feedback:
    """The record of what was said. ``keep`` is what the setting says: topics or questions."""
    cited = _cited(answer)
    source_id, topic = (cited[0].source_id, cited[0].section) if cited else topic_of(answer)
    return Feedback(
        day=date.today().isoformat(),
        verdict=verdict,
        status=str(answer.status),
        area=question.area or "not stated",
        source_id=source_id,
        topic=topic,
        edition_of_index=str(answer.trace.get("edition_of_index", "")),
        cited=cited,
        question=answer.question if keep == "questions" else "",
    )


def keep_feedback(data: Path, feedback: Feedback) -> None:
    """Add a record to the register; SettingsError where it cannot be written."""
    _register(data).add(feedback)


def read_feedback(data: Path) -> list[Feedback]:
    """The register, oldest first; SettingsError where it cannot be read."""
    return _register(data).entries()


def counted(said: Iterable[Feedback]) -> list[tuple[int, Verdict, str]]:
    """How often each was said of each topic, the most frequent first."""
    counts = Counter((f.topic, f.verdict) for f in said)
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return [(number, verdict, topic) for (topic, verdict), number in ordered]


def complained_of(said: Iterable[Feedback]) -> list[tuple[int, str, Sequence[Verdict]]]:
    """In how many answers that did not help each section was cited, the most frequent first, and
    what was said of them."""
    reasons: dict[str, list[Verdict]] = {}
    for feedback in said:
        if feedback.verdict is not Verdict.HELPED:
            for section in dict.fromkeys(c.section for c in feedback.cited):
                reasons.setdefault(section, []).append(feedback.verdict)
    ordered = sorted(reasons.items(), key=lambda row: (-len(row[1]), row[0]))
    return [(len(given), section, sorted(set(given))) for section, given in ordered]


def forget_source(data: Path, source_id: str, phrases: Collection[str] = ()) -> None:
    """Take out of the register all that names a source that is being erased, or has one of its
    phrases in the question."""
    _register(data).forget(
        lambda said: source_id in said.sources or any(p in said.question for p in phrases)
    )


def days(data: Path) -> list[date | None]:
    """The day of each entry; None of a line that is damaged."""
    lines = _register(data).lines()
    return [date.fromisoformat(said.day) if said else None for said in lines]


def forget_before(data: Path, day: date) -> None:
    """Take out of the register what is older than a day, and damaged lines, since they might be."""
    _register(data).forget(lambda said: said.day < day.isoformat())


def _cited(answer: Answer) -> tuple[Cited, ...]:
    """What the answer quotes: its citations, or the review questions that were asked for."""
    if not answer.citations:
        return tuple(
            Cited(q.document_id, q.source_id, q.place, q.spans) for q in answer.review_questions
        )
    return tuple(
        Cited(
            c.document_id,
            c.edition.source_id,
            section_path(c.edition, c.headings),
            c.spans,
        )
        for c in answer.citations
    )


def _register(data: Path) -> Register[Feedback]:
    return Register(data / FILE, Feedback)
