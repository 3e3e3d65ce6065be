"""The gap register: what was asked and could not be answered, for the editor of the corpus.

A line a decline: the day, how it ended, the area, and the topic, which is the chapter and section
nearest to the question. The question itself, masked, is kept only where a setting says so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock

from handbook.domain import Answer, Question, Status
from handbook.errors import SettingsError
from handbook.evidence import headline
from handbook.index.editions import replace_text

FILE = "gaps.jsonl"
SHOW_A_GAP = frozenset({Status.DETAIL_ABSENT, Status.NOT_COVERED, Status.PARTIAL})
"""The endings that show a gap. What such sources could never hold is none."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One decline. ``question`` is empty unless a setting keeps it."""

    day: str
    status: str
    area: str
    source_id: str
    topic: str
    question: str = ""


def note_gap(data: Path, keep: str, question: Question, answer: Answer) -> None:
    """Add an answer to the register if it shows a gap; SettingsError where it cannot be written.
    ``keep`` is what the setting says: nothing, topics or questions."""
    if keep == "nothing" or answer.status not in SHOW_A_GAP:
        return
    gap = Gap(
        date.today().isoformat(),
        str(answer.status),
        question.area or "not stated",
        *_topic(answer),
        answer.question if keep == "questions" else "",
    )
    path = data / FILE
    try:
        with _locked(path), path.open("a", encoding="utf-8") as file:
            file.write(_line(gap))
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}); make room or give the folder back its "
            "rights, or set HANDBOOK_GAPS=nothing."
        ) from error


def read_gaps(data: Path) -> list[Gap]:
    """The register, oldest first. A line that is damaged or unfinished is passed over."""
    path = data / FILE
    kept = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    gaps = []
    for line in kept.splitlines():
        try:
            gaps.append(Gap(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return gaps


def counted(gaps: Iterable[Gap]) -> list[tuple[int, str, str]]:
    """How often each topic ended in which way, the most frequent first."""
    counts = Counter((g.topic, g.status) for g in gaps)
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return [(number, status, topic) for (topic, status), number in ordered]


def forget_source(data: Path, source_id: str) -> None:
    """Take out of the register what names a source that is being erased."""
    path = data / FILE
    if path.is_file():
        with _locked(path):
            rest = [g for g in read_gaps(data) if g.source_id != source_id]
            replace_text(path, "".join(map(_line, rest)))


def _locked(path: Path) -> FileLock:
    return FileLock(f"{path}.lock")


def _line(gap: Gap) -> str:
    return json.dumps(asdict(gap), ensure_ascii=False) + "\n"


def _topic(answer: Answer) -> tuple[str, str]:
    """The source and the place of the nearest passage: what the corpus holds, never what was
    typed."""
    if not answer.hits:
        return "", "nothing near"
    nearest = answer.hits[0]
    return nearest.edition.source_id, headline(nearest)
