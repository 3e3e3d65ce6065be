"""Answer or decline, on raw evidence. The thresholds were chosen by measurement (eval/LOG.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.dates import in_force_from
from handbook.domain import Edition, Hit, Role, Status
from handbook.evidence import Evidence, Need, topic_coverage
from handbook.review import is_named
from handbook.text import content_words

ANSWER_SCORE = 0.16
TOPIC_COVERAGE = 0.55
IN_SCOPE_COSINE = 0.42
CLOSE_TO_BEST = 0.7
MOST_CITATIONS = 3
_LIBRARY_WORDS = frozenset(
    """briefing briefings review reviews procedure procedures chapter protocol policy guidance
    child children safeguarding conference referral abuse neglect allegation harm""".split()
)
"""Whoever uses one of these asks a library of this kind, whether or not it holds the answer."""
_NAME = re.compile(r"[\"'‘“]\w+[\"'’”]|\b[A-Z]{3,}\b|(?<=\s)[A-Z][a-z]+\b")

_CALENDAR = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part of a question ends, and the sentences that carry it."""

    status: Status
    evidence: tuple[Evidence, ...] = ()


def decide(
    wanted: Need, hits: Sequence[Hit], evidence: Sequence[Evidence], area: str | None
) -> Finding:
    """The status of one part of a question."""
    nearest = max((h.cosine for h in hits), default=0.0)
    if _names_a_stranger(wanted):
        return Finding(_decline(wanted, nearest))
    close = _close(evidence)
    if close and close[0].hit.passage.role is Role.NOT_HELD:
        return Finding(Status.DETAIL_ABSENT, close[:1])
    if close:
        return _answer(_chapter_first(close, evidence, wanted.text), evidence, area)
    if topic_coverage(wanted, hits[:5]) >= TOPIC_COVERAGE:
        return Finding(Status.DETAIL_ABSENT)
    return Finding(_decline(wanted, nearest))


def originals_first(evidence: Sequence[Evidence], digests: frozenset[str]) -> Sequence[Evidence]:
    """The evidence without that of ``digests``, whose originals are held too, unless a digest
    answers clearly better."""
    originals = [e for e in evidence if e.hit.passage.document_id not in digests]
    if originals and originals[0].score >= CLOSE_TO_BEST * evidence[0].score:
        return originals
    return evidence


def _answers(evidence: Evidence) -> bool:
    return evidence.candidate.fits and evidence.score >= ANSWER_SCORE


def _close(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences that answer and score nearly as well as the best of all."""
    if not evidence:
        return ()
    least = evidence[0].score * CLOSE_TO_BEST
    return tuple(e for e in evidence if e.score >= least and _answers(e))


def _chapter_first(
    close: Sequence[Evidence], evidence: Sequence[Evidence], asked: str
) -> Sequence[Evidence]:
    """Where only learning is close, and some of it is older than a chapter that answers too, the
    chapter's best sentence comes with it: what a review tells of the rules of its day must not
    stand alone. A review that was asked for by name speaks for itself."""
    rules = [e for e in evidence if e.hit.passage.role is Role.RULE and _answers(e)]
    alone = all(e.hit.passage.role is Role.LEARNING for e in close)
    if not rules or not alone or any(is_named(e.hit.edition, asked) for e in close):
        return close
    if any(_is_older(e.hit.edition, rules[0].hit.edition) for e in close):
        return (rules[0], *close)
    return close


def _is_older(learning: Edition, chapter: Edition) -> bool:
    written, in_force = in_force_from(learning), in_force_from(chapter)
    return written is not None and in_force is not None and written < in_force


def _answer(close: Sequence[Evidence], evidence: Sequence[Evidence], area: str | None) -> Finding:
    """The best sentences; where areas differ and none is known, the best of each. Where the best
    of all is one area's, others join it that answer less closely: it alone would be a silent
    choice."""
    held = [e for e in close if e.hit.passage.role is not Role.NOT_HELD]
    of_areas = [e for e in held if e.hit.edition.areas]
    if area is None and held[0].hit.edition.areas:
        of_areas += [e for e in evidence if e.hit.passage.role is Role.RULE and _answers(e)]
    of_each = _one_for_each(of_areas) if area is None else ()
    if len(of_each) > 1:
        return Finding(Status.ASK_AREA, of_each)
    rules = [e for e in held if e.hit.passage.role is Role.RULE]
    learning = [e for e in held if e.hit.passage.role is Role.LEARNING]
    return Finding(Status.ANSWERED, tuple((rules + learning)[:MOST_CITATIONS]))


def _one_for_each(close: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best sentence of each group of areas."""
    first: dict[tuple[str, ...], Evidence] = {}
    for e in close:
        if e.hit.edition.areas:
            first.setdefault(e.hit.edition.areas, e)
    return tuple(first.values())


def _names_a_stranger(wanted: Need) -> bool:
    """Whether the question is about a name that stands nowhere in the corpus."""
    names = {n.strip("\"'‘’“”").lower() for n in _NAME.findall(wanted.text)}
    return bool((names & wanted.unknown) - _CALENDAR)


def _decline(wanted: Need, nearest: float) -> Status:
    """Not in these sources, or nothing that such sources could hold."""
    if set(content_words(wanted.text)) & _LIBRARY_WORDS:
        return Status.NOT_COVERED
    unknown = len(wanted.unknown) / len(wanted.weights) if wanted.weights else 1.0
    if nearest < IN_SCOPE_COSINE and unknown > 0.3:
        return Status.OUT_OF_SCOPE
    return Status.NOT_COVERED
