"""One part of a question, with what was found for it and how it ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from handbook.answer_records import Hit
from handbook.decide import Finding
from handbook.evidence import Evidence, Need

_TRACED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was searched for and decided."""

    text: str
    wanted: Need
    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    """The sentences that were judged, the best first."""
    area: str | None
    finding: Finding
    stranger: bool = False
    """Whether it is about a name that stands nowhere in the corpus."""

    @property
    def traced(self) -> list[dict[str, Any]]:
        """Why the best sentences, and those chosen that are not among them, were chosen or not."""
        best = self.evidence[:_TRACED]
        looked_at = (*best, *(e for e in self.finding.evidence if e not in best))
        return [self._traced(e) for e in looked_at]

    def _traced(self, evidence: Evidence) -> dict[str, Any]:
        candidate = evidence.candidate
        return {
            "part": self.text,
            "chosen": evidence in self.finding.evidence,
            "passage_id": evidence.hit.passage.passage_id,
            "score": round(evidence.score, 4),
            "coverage": round(candidate.coverage, 3),
            "subject": round(candidate.subject, 3),
            "fits": candidate.fits,
            "start": candidate.text[:80],
            "spans": [asdict(s) for s in candidate.spans],
        }
