"""Two runs side by side: every case that is better or worse than it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.runs.figure import LESS_IS_BETTER
from handbook.runs.outcome import Outcome

WATCHED = (
    "Success@5",
    "status right",
    "labelled sentence quoted",
    "complete",
    "contradictions",
    "area leaks",
    "danger seen",
)
Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Flip:
    """A case with a watched measure that is not what it was."""

    case_id: str
    question: str
    measure: str
    before: float
    after: float
    was: str
    now: str
    """How the answer ended then and now."""

    @property
    def better(self) -> bool:
        """Whether it changed for the better."""
        return (self.after > self.before) is not (self.measure in LESS_IS_BETTER)


def flips(before: Sequence[Outcome], after: Sequence[Outcome]) -> list[Flip]:
    """Every flip of the cases that both runs hold, the worse ones first."""
    known = {o.case_id: o for o in before}
    found = [
        Flip(now.case_id, now.question, name, was, then, known[now.case_id].status, now.status)
        for now in after
        if now.case_id in known
        for name in WATCHED
        for was, then in [(known[now.case_id].measures.get(name), now.measures.get(name))]
        if was is not None and then is not None and was != then
    ]
    return sorted(found, key=lambda f: (f.better, f.measure, f.case_id))
