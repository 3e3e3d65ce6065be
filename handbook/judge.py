"""Judges of evidence: each makes one score of what is known about a sentence.

The reader's judge is the better one and takes most of the time of a question; the judge by words
needs no trained model. Both scores come from a logistic regression on the tuning cases and half of
CLAP NQ (eval/LOG.md), and so mean about the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from handbook.domain import Hit
from handbook.encoder import Encoder
from handbook.evidence import Candidate, Evidence, Need, UnitsOf, candidates, headline
from handbook.index.vectors import cosines
from handbook.reader import Reader

PASSAGES_READ = 24
"""Of the hits, so many are read."""
SENTENCES_ENCODED = 5
"""Sentences that the judge by words chooses before any is encoded: encoding costs the time."""


class Judge(Protocol):
    """Scores the sentences of the first hits."""

    def evidence(self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf) -> list[Evidence]:
        """The sentences with their scores, the one that answers best first."""


class ByWords:
    """Judges by the words that question and sentence share, and by how near their vectors are."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def evidence(self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf) -> list[Evidence]:
        """See Judge."""
        found = [c for hit in hits[:PASSAGES_READ] for c in candidates(wanted, hit, units_of)]
        found.sort(key=lambda c: -c.coverage - 0.3 * c.subject - 0.3 * c.fits)
        chosen = found[:SENTENCES_ENCODED]
        near = cosines(list(self._encoder.encode([c.text for c in chosen])), wanted.vector)
        scored = [
            Evidence(c, _chance(self._logit(c, cosine)))
            for c, cosine in zip(chosen, near, strict=True)
        ]
        return sorted(scored, key=lambda e: -e.score)

    @staticmethod
    def _logit(candidate: Candidate, cosine: float) -> float:
        words = 1.6 * candidate.coverage + 0.8 * candidate.subject + 0.6 * candidate.fits
        near = max(cosine, 0.0) + 0.6 * max(candidate.hit.cosine, 0.0)
        return 4.0 * (words + near) - 9.0


class ByReading:
    """Judges by a trained reader that sees question and passage together."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def evidence(self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf) -> list[Evidence]:
        """See Judge."""
        scored = [e for hit in hits[:PASSAGES_READ] for e in self._read(wanted, hit, units_of)]
        return sorted(scored, key=lambda e: -e.score)

    def _read(self, wanted: Need, hit: Hit, units_of: UnitsOf) -> list[Evidence]:
        found = candidates(wanted, hit, units_of)
        if not found:
            return []
        scores = self._reader.read(wanted.text, headline(hit), [c.text for c in found])
        return [
            Evidence(c, _chance(self._logit(c, scores.passage, sentence)))
            for c, sentence in zip(found, scores.sentences, strict=True)
        ]

    @staticmethod
    def _logit(candidate: Candidate, passage: float, sentence: float) -> float:
        words = 2.0 * candidate.coverage + 0.5 * candidate.fits
        return passage + sentence + words + 3.0 * max(candidate.hit.cosine, 0.0) - 3.0


def _chance(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))
