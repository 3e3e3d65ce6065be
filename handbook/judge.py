"""Judges of evidence: each makes one score of what is known about a sentence.

Words say which sentence is best; a trained reader's second look says whether its passage answers at
all. The weights of the words were set by hand; a regression (models/calibrate_judges.py) was tried
and not kept. The constants put both judges at their best on the tuning cases at the threshold of
handbook/decide.py. eval/LOG.md, 2026-11-24, has the figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from handbook.answer_records import Hit
from handbook.domain import Role
from handbook.encoder import Encoder
from handbook.evidence import (
    Candidate,
    Evidence,
    Need,
    UnitsOf,
    candidates,
    first_with_copies,
    headline,
)
from handbook.index.vectors import cosines
from handbook.reader import Reader

PASSAGES_JUDGED = 24
"""Of the hits, the sentences of so many are judged."""
READ_FREELY = 1.6
"""Added to the reader's log odds: at minus this much a passage is left as the words judged it."""
SENTENCES_ENCODED = 5
"""Sentences that the judge by words chooses before any is encoded: encoding costs the time."""
NOT_HELD_ENCODED = 2
"""And so many of those that say what is not held: each repeats the name of the topic, so that
together they would take the places of all that answer."""
BEHIND = 2.0
"""Taken from the log odds of a sentence for each point that its passage stands behind the first."""


class Judge(Protocol):
    """Scores the sentences of the first hits."""

    @property
    def name(self) -> str:
        """Which judge it is, with its model."""
        ...

    def evidence(
        self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf, first: float
    ) -> list[Evidence]:
        """The sentences with their scores, the one that answers best first. ``first`` is the score
        of the first hit of all, of which these may be some."""


class ByWords:
    """Judges by the words that question and sentence share, and by how near their vectors are."""

    name = "words"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def evidence(
        self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf, first: float
    ) -> list[Evidence]:
        """See Judge."""
        found = [c for hit in hits[:PASSAGES_JUDGED] for c in candidates(wanted, hit, units_of)]
        found.sort(key=lambda c: -_at_sight(c, first - c.hit.score))
        held = [c for c in found if c.hit.passage.role is not Role.NOT_HELD]
        not_held = [c for c in found if c.hit.passage.role is Role.NOT_HELD]
        first_held = [held[at] for at in first_with_copies(held, SENTENCES_ENCODED)]
        chosen = [*first_held, *not_held[:NOT_HELD_ENCODED]]
        near = cosines(list(self._encoder.encode([c.text for c in chosen])), wanted.vector)
        scored = [
            Evidence(c, _chance(_logit(c, cosine, first - c.hit.score)))
            for c, cosine in zip(chosen, near, strict=True)
        ]
        return sorted(scored, key=lambda e: -e.score)


class WithSecondLook:
    """Judges by words, then has a trained reader read the one passage that leads: near misses
    share the question's words, and only who reads both sees that the fact is absent. The reader's
    score raises or lowers all scores alike, so that the words go on to say which sentence is best.
    """

    def __init__(self, first: Judge, reader: Reader) -> None:
        self._first = first
        self._reader = reader
        self.name = f"{first.name}, then reader {reader.fingerprint}"

    def evidence(
        self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf, first: float
    ) -> list[Evidence]:
        """See Judge."""
        judged = self._first.evidence(wanted, hits, units_of, first)
        if not judged:
            return judged
        leading = next((e for e in judged if e.candidate.fits), judged[0]).hit
        sentences = [c.text for c in candidates(wanted, leading, units_of)]
        [read] = self._reader.read(wanted.text, [(headline(leading), sentences)])
        times = min(math.exp(read.passage + READ_FREELY), 1.0 / judged[0].score)
        return [replace(e, score=e.score * times) for e in judged]


def _chance(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))


def _at_sight(candidate: Candidate, behind: float) -> float:
    """What a sentence promises before it is encoded. ``behind`` is how far its passage's score
    falls short of the first's: the order of passages knows more than any one figure."""
    words = candidate.coverage + 0.3 * candidate.subject + 0.5 * candidate.fits
    return words + 0.75 * candidate.hit.cosine - behind


def _logit(candidate: Candidate, cosine: float, behind: float) -> float:
    words = 1.6 * candidate.coverage + 0.3 * candidate.subject + 1.3 * candidate.fits
    near = 4.0 * max(cosine, 0.0) + 3.0 * max(candidate.hit.cosine, 0.0)
    return words + near - BEHIND * behind - 7.4
