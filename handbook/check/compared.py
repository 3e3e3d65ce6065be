"""A statement beside one sentence of the corpus after the other, and which of them counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from handbook.check.likeness import Likeness
from handbook.check.records import Difference, Part

SAME_RULE = 0.5
"""A sentence that is less near to a statement, by words and by meaning, is not about the same rule.
Chosen on the tuning decks (eval/LOG.md)."""
BORNE_OUT = 0.6
"""What a sentence must be near to a statement to bear it out."""
WORD_FOR_WORD = 0.7
"""The same of a statement without a figure, in which a single word may turn the matter."""
WORTH_SHOWING = 0.4
"""Of what is not covered, the nearest passage is shown where it holds so much of the matter."""
_CLOSE = 0.06
"""Of sentences that match nearly as well as the best, one that agrees is taken first."""
_CLOSE_IN_WORDS = 0.15
"""The same of one with a figure that is no less near in meaning."""
_NEARER = 0.1
"""So much nearer is a sentence by which a statement is wrong, that no other sentence excuses it."""

Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class Compared(Generic[Source]):
    """A sentence beside the statement, with the differences; None where it cannot be compared."""

    match: Source
    """The sentence, as whoever asks has it."""
    likeness: Likeness
    score: float
    """What orders the sentences that are compared with one statement."""
    differences: tuple[Difference, ...] | None
    has_figure: bool
    """Whether the statement has a figure, which the sentence then has too."""

    @property
    def is_comparable(self) -> bool:
        """Whether the sentence is about the same rule. Where one denies what the other says and no
        figure ties the two, more must be shared."""
        denied = any(d.part is Part.NEGATION for d in self.differences or ())
        least = BORNE_OUT if denied and not self.has_figure else SAME_RULE
        return self.differences is not None and self.likeness.nearness >= least

    @property
    def agrees(self) -> bool:
        """Whether the sentence bears the statement out."""
        return self.differences == () and self.is_true

    @property
    def is_wrong(self) -> bool:
        """Whether by the sentence something in the statement is wrong, and not only left out."""
        return any(not d.leaves_out for d in self.differences or ())

    @property
    def is_true(self) -> bool:
        """Whether the statement is true by the sentence as far as it goes."""
        least = BORNE_OUT if self.has_figure else WORD_FOR_WORD
        if self.differences is None or self.likeness.told < least:
            return False
        return not self.is_wrong


def best_of(found: Sequence[Compared[Source]]) -> Compared[Source] | None:
    """The nearest sentence about the same rule; of those nearly as near, one that agrees."""
    comparable = [c for c in found if c.is_comparable]
    if not comparable:
        return None
    best = comparable[0]
    near = [c for c in comparable if c.score >= best.score - _CLOSE or _means_as_much(c, best)]
    return next((c for c in near if c.agrees), best)


def _means_as_much(other: Compared[Source], best: Compared[Source]) -> bool:
    """Whether a sentence has the statement's figure too and is as near to it in meaning as one
    that comes before it for its words."""
    return (
        other.has_figure
        and other.score >= best.score - _CLOSE_IN_WORDS
        and other.likeness.nearness >= best.likeness.nearness
    )


def is_nearer(wrong: Compared[Source] | None, other: Compared[Source]) -> bool:
    """Whether a sentence by which the statement is wrong is clearly nearer to it than another."""
    return (
        wrong is not None
        and wrong.is_wrong
        and wrong.likeness.mutual > other.likeness.mutual + _NEARER
    )
