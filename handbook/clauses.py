"""A message in its sentences and clauses: what is told in passing stands in one of them."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_CLAUSE = re.compile(
    r"(?<=[.?!;])\s+|\n+|,\s+|\s+[-\u2013\u2014]\s+"
    r"|\s+(?:and|but|because|btw|also|cos|though|while|plus)\s+",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3


def sentences(text: str) -> list[str]:
    """The sentences of a message; a new line ends one."""
    return [s for s in _SENTENCE.split(text) if s.strip()]


def pieces(text: str) -> list[str]:
    """The clauses of a message, cut at marks and at words such as "and"."""
    return [c for c in _CLAUSE.split(text) if c.strip()]


def clauses(text: str) -> list[str]:
    """The clauses that say something by themselves, which takes three words; none where the
    message has only one."""
    found = [c for c in pieces(text) if len(c.split()) >= _FEWEST_WORDS]
    return found if len(found) > 1 else []
