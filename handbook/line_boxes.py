"""Characters of a page to the boxes that are drawn around them, one a line.

A box covers the middle of no character that was not asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from typing import Any

import numpy as np

from handbook.pdf_frame import Box, around
from handbook.pdfium_page import CharacterBox
from handbook.print_map import folded

Points = np.ndarray[Any, np.dtype[np.float64]]
_SAME_LINE = 0.5
"""The share of the lower one's height that two boxes on one line have in common."""


def line_boxes(
    wanted: Collection[int], codes: str, boxes: Sequence[CharacterBox]
) -> tuple[Box, ...]:
    """The boxes around some characters, by their numbers on the page. ``codes`` and ``boxes`` are
    those of all its characters; what stands nowhere on it has no box."""
    asked = set(wanted)
    printed = [i for i, code in enumerate(codes) if folded(code) and boxes[i].is_printed]
    others = np.array([_middle(boxes[i].ink) for i in printed if i not in asked]).reshape(-1, 2)
    lines = _lines([i if i in asked else None for i in printed], boxes)
    return tuple(box for line in lines for box in _around([boxes[i] for i in line], others))


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _lines(numbers: Sequence[int | None], boxes: Sequence[CharacterBox]) -> Iterator[list[int]]:
    """The numbers that follow each other on one line; None stands for a character between."""
    line: list[int] = []
    for number in numbers:
        if line and (number is None or not _share_line(boxes[line[-1]], boxes[number])):
            yield line
            line = []
        if number is not None:
            line.append(number)
    if line:
        yield line


def _share_line(one: CharacterBox, other: CharacterBox) -> bool:
    top, bottom = max(one.room[1], other.room[1]), min(one.room[3], other.room[3])
    lower = min(one.room[3] - one.room[1], other.room[3] - other.room[1])
    return bottom - top >= _SAME_LINE * lower


def _around(line: Sequence[CharacterBox], others: Points) -> list[Box]:
    """One box around a line: as high as its font if that covers nothing else, else as its ink;
    where even that does, each character has its own."""
    inks = [character.ink for character in line]
    rooms = [around(character.ink, character.room) for character in line]
    for together in (reduce(around, rooms), reduce(around, inks)):
        if not _covers(together, others):
            return [together]
    return inks


def _covers(box: Box, points: Points) -> bool:
    across = (points[:, 0] >= box[0]) & (points[:, 0] <= box[2])
    down = (points[:, 1] >= box[1]) & (points[:, 1] <= box[3])
    return bool((across & down).any())
