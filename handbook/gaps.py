"""The gap register: what was asked and could not be answered, for the editor of the corpus.

A line a decline: the day, how it ended, the area, and the topic, which is the chapter and section
nearest to the question. The question itself, masked, is kept only where a setting says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook.answer_records import Answer, Question, Status
from handbook.evidence import headline
from handbook.register import Day, Register

FILE = "gaps.jsonl"
SHOW_A_GAP = frozenset({Status.DETAIL_ABSENT, Status.NOT_COVERED, Status.PARTIAL})
"""The endings that show a gap. What such sources could never hold is none."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One decline. ``question`` is empty unless a setting keeps it."""

    day: Day
    status: str
    area: str
    source_id: str
    topic: str
    question: str = ""


def note_gap(data: Path, keep: str, question: Question, answer: Answer) -> None:
    """Add an answer to the register if it shows a gap, what was asked beside a danger too;
    SettingsError where it cannot be written.
    ``keep`` is what the setting says: nothing, topics or questions."""
    if keep == "nothing" or answer.ending not in SHOW_A_GAP:
        return
    gap = Gap(
        date.today().isoformat(),
        str(answer.ending),
        answer.area or question.area or "not stated",
        *topic_of(answer),
        answer.question if keep == "questions" else "",
    )
    _register(data).add(gap)


def read_gaps(data: Path) -> list[Gap]:
    """The register, oldest first; SettingsError where it cannot be read."""
    return _register(data).entries()


def counted(gaps: Iterable[Gap]) -> list[tuple[int, str, str]]:
    """How often each topic ended in which way, the most frequent first."""
    counts = Counter((g.topic, g.status) for g in gaps)
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return [(number, status, topic) for (topic, status), number in ordered]


def forget_source(data: Path, source_id: str, phrases: Collection[str] = ()) -> None:
    """Take out of the register what names a source that is being erased, or has one of its phrases
    in the question."""
    _register(data).forget(
        lambda gap: gap.source_id == source_id or any(p in gap.question for p in phrases)
    )


def days(data: Path) -> list[date | None]:
    """The day of each entry; None of a line that is damaged."""
    return [date.fromisoformat(gap.day) if gap else None for gap in _register(data).lines()]


def forget_before(data: Path, day: date) -> None:
    """Take out of the register what is older than a day, and damaged lines, since they might be."""
    _register(data).forget(lambda gap: gap.day < day.isoformat())


def topic_of(answer: Answer) -> tuple[str, str]:
    """The source and the place of the nearest passage: what the corpus holds, never what was
    typed."""
    if not answer.hits:
        return "", "nothing near"
    nearest = answer.hits[0]
    return nearest.edition.source_id, headline(nearest)


def _register(data: Path) -> Register[Gap]:
    return Register(data / FILE, Gap)
