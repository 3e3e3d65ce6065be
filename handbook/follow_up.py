"""Whether a question leans on what was asked before, and so takes over its topic.

Five figures decide: how near the question is to the earlier ones, how many words of its own carry
a topic, whether it points back ("and what about that one"), how near the best passage is to it
alone, and how much nearer one is to all of it together. The weights are a logistic regression on
conversations of Doc2Dial against changes of subject made of them (eval/LOG.md).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np

from handbook.kept_vectors import Vector
from handbook.text import content_words

Nearest = Callable[[Vector], float]
"""The cosine of the passage that is nearest to a vector."""
_POINTS_BACK = re.compile(
    r"^\s*(and|but|what about|how about|so|also|then|ok|okay|yes|no)\b"
    r"|\b(it|that|this|they|them|those|these|he|she|him|her|there|one)\b",
    re.IGNORECASE,
)
_NEAR, _WORDS, _BACK, _ALONE, _GAIN, _BIAS = 7.95, -0.17, 0.3, -2.28, 12.44, -0.75
_MOST_WORDS = 10
_NO_TOPIC = 1
"""A question with so few words of a topic has nothing of its own to be searched by."""
CLEARLY_NEW = -2.0
"""A turn that leans less than this ends the topic before it. Of a turn in between the topic goes
on: a false end loses more than words that are carried too far (eval/LOG.md)."""


def leaning(text: str, own: Vector, earlier: Vector, both: Vector, nearest: Nearest) -> float:
    """How much a question leans on earlier ones: more than 0 if it does. ``own``, ``earlier`` and
    ``both`` are the vectors of it, of them, and of it for one that leans on them (see
    ``together``)."""
    words = len(content_words(text))
    if words <= _NO_TOPIC:
        return math.inf
    alone = nearest(own)
    return (
        _NEAR * float(own @ earlier)
        + _WORDS * min(words, _MOST_WORDS)
        + _BACK * bool(_POINTS_BACK.search(text))
        + _ALONE * alone
        + _GAIN * (nearest(both) - alone)
        + _BIAS
    )


def together(own: Vector, all_of_it: Vector) -> Vector:
    """The vector that a leaning question is searched with, of its own and of the conversation's."""
    mean = own + all_of_it
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
