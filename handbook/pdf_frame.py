"""Places on a PDF page: from the file's frame, upwards from a corner, to the reader's."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the upper left of the page as it is read."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns places of the file (upwards from a corner) into places as read (down from the top).
    ``turn`` is the quarter turns, counter-clockwise, at which most text runs in the file."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as read."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (wide, high) if self.turn % 2 == 0 else (high, wide)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the file as read."""
        if self.turn == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turn == 3:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def around(one: Box, other: Box) -> Box:
    """The smallest box that holds both."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
