"""Footnotes: small print at the foot of a column that begins with a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.read.pdf_lines import Line

_MARK = re.compile(r"\s*(\d{1,3}(?!\d)|[*†‡§])\s*")
_LONGEST_REST = 5
"""Lines of a note that may stand above the first mark of the page it runs on to."""
_SMALL = 0.9
_UPPER = 0.35


@dataclass(frozen=True, slots=True)
class Note:
    """The lines of one footnote. ``body`` is where its words begin in the first of them."""

    mark: str | None
    body: int
    lines: list[Line]


def take_notes(
    lines: Sequence[Line], body_size: float, height: float, goes_on: bool
) -> tuple[list[Line], list[Note]]:
    """The lines that are text, and the notes below them. ``goes_on`` says that the page before
    ended in a note, so that small print above the first mark may be the rest of it."""
    small = [line for line in lines if _could_be_note(line, lines, body_size, height)]
    first = next((n for n, line in enumerate(small) if _MARK.match(line.text)), len(small))
    chosen = small[first:]
    if goes_on and first <= _LONGEST_REST:
        chosen = small
    taken = {id(line) for line in chosen}
    return [line for line in lines if id(line) not in taken], _notes(chosen)


def _could_be_note(line: Line, lines: Sequence[Line], body_size: float, height: float) -> bool:
    """Whether it is small print in the lower part of a page, with no text under it."""
    if line.angle or line.size > body_size * _SMALL or line.base < height * _UPPER:
        return False
    return not any(
        other.size > body_size * _SMALL
        and other.base > line.base + 1.0
        and min(other.box[2], line.box[2]) > max(other.x, line.x)
        for other in lines
    )


def _notes(lines: list[Line]) -> list[Note]:
    notes: list[Note] = []
    for line in lines:
        mark = _MARK.match(line.text)
        if mark and _is_next(notes, mark[1]):
            notes.append(Note(mark[1], mark.end(), [line]))
        elif notes:
            notes[-1].lines.append(line)
        else:
            notes.append(Note(None, 0, [line]))
    return notes


def _is_next(notes: list[Note], mark: str) -> bool:
    """Numbers of notes go up by a few at most: a year that begins a line begins no note."""
    known = [int(n.mark) for n in notes if n.mark and n.mark.isdigit()]
    return not mark.isdigit() or not known or 0 < int(mark) - known[-1] <= 3
