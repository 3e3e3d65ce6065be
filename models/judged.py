"""Questions worded without the passages in sight, each with the passages that a search found and
what readers said of every one.

``judged.jsonl`` has, for each question, the sentences that answer it by passage (an empty list
where none does), the passage to show first (``best``), and those that bear on it without
answering (``also``). Passages are named by a hash (``own_questions.key_of``), sentences counted
from one. eval/LOG.md, "Questions worded blind", says how it was made.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

from own_questions import Place, answering  # noqa: E402

HELD_OUT_EVERY = 8
"""Of the questions, in the order of the file, so many make one that is kept for development."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with the passages that were read for it, the one to show first at the front."""

    question: str
    passages: tuple[tuple[Place, frozenset[int]], ...]
    """Each with the sentences of it that answer, counted from nought."""
    held_out: bool


def judged_questions(path: Path, known: Mapping[str, Place]) -> list[Judged]:
    """The questions of the file, with those of their passages that are known."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        keys = sorted(row["judged"], key=lambda key: key != row.get("best"))
        passages = tuple(
            (known[key], answering(known[key], row["judged"][key])) for key in keys if key in known
        )
        if passages:
            found.append(Judged(row["question"], passages, number % HELD_OUT_EVERY == 0))
    return found
