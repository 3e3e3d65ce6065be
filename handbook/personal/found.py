"""What the finders hand over: a stretch of the text and what it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Characters ``start`` to ``end`` of a text are a personal detail of a kind."""

    start: int
    end: int
    kind: str

    def meets(self, other: Found) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
