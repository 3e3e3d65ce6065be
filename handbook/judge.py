"""Judges of evidence: each makes one score of what is known about a sentence.

The reader's judge is the better one and takes most of the time of a question; the judge by words
needs no trained model. The weights were set by hand; a regression (models/calibrate_judges.py) was
tried and not kept. The constants put both judges at their best on the tuning cases at the threshold
of handbook/decide.py. eval/LOG.md, 2026-11-24, has the figures.
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

    @property
    def name(self) -> str:
        """Which judge it is, with its model."""
        ...

    def evidence(self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf) -> list[Evidence]:
        """The sentences with their scores, the one that answers best first."""


class ByWords:
    """Judges by the words that question and sentence share, and by how near their vectors are."""

    name = "words"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def evidence(self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf) -> list[Evidence]:
        """See Judge."""
        found = [c for hit in hits[:PASSAGES_READ] for c in candidates(wanted, hit, units_of)]
        found.sort(key=lambda c: -c.coverage - 0.3 * c.subject - 0.5 * c.fits - 0.75 * c.hit.cosine)
        chosen = found[:SENTENCES_ENCODED]
        near = cosines(list(self._encoder.encode([c.text for c in chosen])), wanted.vector)
        scored = [
            Evidence(c, _chance(self._logit(c, cosine)))
            for c, cosine in zip(chosen, near, strict=True)
        ]
        return sorted(scored, key=lambda e: -e.score)

    @staticmethod
    def _logit(candidate: Candidate, cosine: float) -> float:
        words = 1.6 * candidate.coverage + 0.3 * candidate.subject + 1.3 * candidate.fits
        return words + 4.0 * max(cosine, 0.0) + 3.0 * max(candidate.hit.cosine, 0.0) - 7.4


class ByReading:
    """Judges by a trained reader that sees question and passage together."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = f"reader {reader.fingerprint}"

    def evidence(self, wanted: Need, hits: Sequence[Hit], units_of: UnitsOf) -> list[Evidence]:
        """See Judge."""
        found = [candidates(wanted, hit, units_of) for hit in hits[:PASSAGES_READ]]
        found = [some for some in found if some]
        passages = [(headline(some[0].hit), [c.text for c in some]) for some in found]
        scored = [
            Evidence(c, _chance(self._logit(c, scores.passage, sentence)))
            for some, scores in zip(found, self._reader.read(wanted.text, passages), strict=True)
            for c, sentence in zip(some, scores.sentences, strict=True)
        ]
        return sorted(scored, key=lambda e: -e.score)

    @staticmethod
    def _logit(candidate: Candidate, passage: float, sentence: float) -> float:
        read = 0.08 * passage + 0.5 * sentence
        words = 2.0 * candidate.coverage + 1.0 * candidate.subject + 1.0 * candidate.fits
        return read + words + 4.0 * candidate.hit.cosine - 6.74


def _chance(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))
