"""Answer or decline, on raw evidence. The thresholds were chosen by measurement (eval/LOG.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handbook.answer_records import Hit, Status
from handbook.domain import Role
from handbook.evidence import Evidence, Need, first_with_copies, speaks_of, topic_coverage
from handbook.expects import Expected
from handbook.review import is_named
from handbook.text import content_words

ANSWER_SCORE = 0.055
TOPIC_COVERAGE = 0.55
IN_SCOPE_COSINE = 0.36
CLOSE_TO_BEST = 0.6
MOST_CITATIONS = 3
SAME_SUBJECT = 0.1
LESS_CLOSELY = 0.5
"""The share of the least score that is enough for another area to be shown beside the first."""
_LIBRARY_WORDS = frozenset(
    """briefing briefings review reviews procedure procedures chapter protocol policy guidance
    child children safeguarding conference referral abuse neglect allegation harm""".split()
)
"""Whoever uses one of these asks a library of this kind, whether or not it holds the answer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part of a question ends, and the sentences that carry it."""

    status: Status
    evidence: tuple[Evidence, ...] = ()
    ordered: bool = False
    """Whether the sentences stand in the order in which they are to be read."""


def decide(
    wanted: Need,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
    area: str | None,
    *,
    stranger: bool,
) -> Finding:
    """The status of one part of a question; a ``stranger`` is no name that is held."""
    said = [e for e in evidence if speaks_of(wanted, e.hit)]
    close = () if stranger else _on_the_subject(_close(said), wanted)
    if close:
        return settle(close, evidence, area, wanted.text)
    return decline(wanted, hits, stranger=stranger)


def settle(
    close: Sequence[Evidence], evidence: Sequence[Evidence], area: str | None, asked: str
) -> Finding:
    """How a part ends for which there are sentences that answer, the best first, among all the
    evidence. Where the best says that something is not held, it ends there, unless others hold as
    much of the question: they are quoted before it."""
    first, rest = close[0], close[1:]
    if first.hit.passage.role is not Role.NOT_HELD:
        return _answer(_chapter_first(close, evidence, asked), evidence, area, asked)
    held = [e for e in rest if e.hit.passage.role is not Role.NOT_HELD]
    as_much = [e for e in held if e.candidate.coverage >= first.candidate.coverage]
    if not as_much:
        return Finding(Status.DETAIL_ABSENT, (first,))
    found = _answer(_chapter_first(as_much, evidence, asked), evidence, area, asked)
    return replace(found, evidence=(*found.evidence, first))


def decline(wanted: Need, hits: Sequence[Hit], *, stranger: bool) -> Finding:
    """How a part ends for which no sentence answers."""
    covered = topic_coverage(wanted, hits[:5]) >= TOPIC_COVERAGE
    if covered and not stranger:
        return Finding(Status.DETAIL_ABSENT)
    nearest = max((h.cosine for h in hits), default=0.0)
    return Finding(_decline(wanted, nearest))


def originals_first(evidence: Sequence[Evidence], digests: frozenset[str]) -> Sequence[Evidence]:
    """The evidence without that of ``digests``, whose originals are held too, unless a digest
    answers clearly better."""
    originals = [e for e in evidence if e.hit.passage.document_id not in digests]
    if originals and originals[0].score >= CLOSE_TO_BEST * evidence[0].score:
        return originals
    return evidence


def _answers(evidence: Evidence, share: float = 1.0) -> bool:
    """Whether a sentence answers, or reaches a share of the score that this takes."""
    return evidence.candidate.fits and evidence.score >= share * ANSWER_SCORE


def _close(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences that answer and score nearly as well as the best of all."""
    if not evidence:
        return ()
    least = evidence[0].score * CLOSE_TO_BEST
    return tuple(e for e in evidence if e.score >= least and _answers(e))


def _on_the_subject(close: tuple[Evidence, ...], wanted: Need) -> tuple[Evidence, ...]:
    """Where a time is asked for, only the sentences that are most about what was asked: of "the
    initial conference within 15 working days" and "the review within three months of the initial
    conference" both are near, and only one of the figures is right."""
    if wanted.kind is not Expected.TIME or not close:
        return close
    most = max(e.candidate.subject for e in close)
    return tuple(e for e in close if e.candidate.subject >= most - SAME_SUBJECT)


def _chapter_first(
    close: Sequence[Evidence], evidence: Sequence[Evidence], asked: str
) -> Sequence[Evidence]:
    """Where only learning is close and a chapter answers too, the chapter's best sentence comes
    with it: learning stands beside the procedure and not in its place. A review that was asked for
    by name speaks for itself."""
    rules = [e for e in evidence if e.hit.passage.role is Role.RULE and _answers(e)]
    alone = all(e.hit.passage.role is Role.LEARNING for e in close)
    if not rules or not alone or any(is_named(e.hit.edition, asked) for e in close):
        return close
    return (max(rules, key=lambda e: e.score), *close)


def _order(evidence: Evidence, asked: str) -> int:
    """A review that is asked for by name, then rules, then other learning."""
    if evidence.hit.passage.role is Role.RULE:
        return 1
    return 0 if is_named(evidence.hit.edition, asked) else 2


def _answer(
    close: Sequence[Evidence], evidence: Sequence[Evidence], area: str | None, asked: str
) -> Finding:
    """The best sentences; where areas differ and none is known, the best of each. Where the best
    rule is one area's, those of others join it that answer less closely: it alone would be a
    silent choice. Areas whose words are the same do not differ."""
    held = [e for e in close if e.hit.passage.role is not Role.NOT_HELD]
    rules = [e for e in held if e.hit.passage.role is Role.RULE]
    of_areas = [e for e in rules if e.hit.edition.areas]
    if rules[:1] == of_areas[:1]:
        of_areas += [
            e for e in evidence if e.hit.passage.role is Role.RULE and _answers(e, LESS_CLOSELY)
        ]
    of_each = _one_for_each(of_areas) if area is None else ()
    if len({e.candidate.text for e in of_each}) > 1:
        return Finding(Status.ASK_AREA, of_each, ordered=True)
    ordered = sorted(held, key=lambda e: _order(e, asked))
    first = first_with_copies((e.candidate for e in ordered), MOST_CITATIONS)
    return Finding(Status.ANSWERED, tuple(ordered[at] for at in first))


def _one_for_each(close: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """For each group of areas its best sentence, or the first of all where it has that too: what
    areas say in the same words is no difference between them."""
    first: dict[tuple[str, ...], Evidence] = {}
    for e in close:
        areas = e.hit.edition.areas
        if areas and (areas not in first or e.candidate.text == close[0].candidate.text):
            first[areas] = e
    return tuple(first.values())


def _decline(wanted: Need, nearest: float) -> Status:
    """Not in these sources, or nothing that such sources could hold."""
    if set(content_words(wanted.text)) & _LIBRARY_WORDS:
        return Status.NOT_COVERED
    unknown = len(wanted.unknown) / len(wanted.weights) if wanted.weights else 1.0
    if nearest < IN_SCOPE_COSINE and unknown > 0.3:
        return Status.OUT_OF_SCOPE
    return Status.NOT_COVERED
