"""Who else must be heard before a part of a question is decided.

A judge reads the sentences that look best; those of one area or of a case review may take all
places. What another area or the procedure itself says on the same is then read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from handbook.answer_records import Hit
from handbook.domain import Role
from handbook.evidence import Evidence, Need, UnitsOf
from handbook.judge import Judge
from handbook.review import is_named


def hear(
    judge: Judge, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf, area: str | None
) -> list[Evidence]:
    """The evidence, the best first; behind it what others say."""
    first = max((h.score for h in hits), default=0.0)
    judged = judge.evidence(wanted, hits, units_of, first)
    if chapters := _chapters(judged, hits, wanted.text):
        judged = [*judged, *judge.evidence(wanted, chapters, units_of, first)]
    if area is None and (others := _other_areas(judged, hits)):
        judged = [*judged, *judge.evidence(wanted, others, units_of, first)]
    return judged


def _other_areas(judged: Sequence[Evidence], hits: Sequence[Hit]) -> list[Hit]:
    """Where the first rule is one area's: the passages of areas that have not been heard."""
    rules = [e for e in judged if e.hit.passage.role is Role.RULE]
    if not rules or not rules[0].hit.edition.areas:
        return []
    heard = {e.hit.edition.areas for e in rules}
    return [
        h
        for h in hits
        if h.passage.role is Role.RULE and h.edition.areas and h.edition.areas not in heard
    ]


def _chapters(judged: Sequence[Evidence], hits: Sequence[Hit], asked: str) -> list[Hit]:
    """Where only learning has been heard, of no review that was asked for: the passages of
    procedures."""
    learning = [e for e in judged if e.hit.passage.role is Role.LEARNING]
    if len(learning) < len(judged) or any(is_named(e.hit.edition, asked) for e in learning):
        return []
    return [h for h in hits if h.passage.role is Role.RULE]
