"""A quotation within the stored text around it, in stretches that are marked or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handbook.domain import Edition, Span, Unit

AROUND = 300
"""Characters shown before and after a quotation on a page, whose picture shows the rest."""
IN_A_SECTION = 4000
"""And of what is not printed on pages: a section, unless it is very long."""

Units = Sequence[Unit]
UnitsOf = Callable[[str], Units]
EditionOf = Callable[[str], Edition | None]
Stretch = tuple[str, bool]
"""Some characters, and whether they are quoted."""


def surroundings(
    units: Units, spans: Sequence[Span], around: int | None = None
) -> list[list[Stretch]]:
    """Unit by unit, the stored text in which the spans stand, with each quoted character marked;
    ``around`` characters of it or, for none given, as many as suit the unit."""
    found = []
    for ordinal in dict.fromkeys(s.unit for s in spans):
        unit = units[ordinal]
        suits = IN_A_SECTION if unit.page_index is None else AROUND
        within = sorted(s for s in spans if s.unit == ordinal)
        found.append(_within(unit.text, within, suits if around is None else around))
    return found


def _within(text: str, spans: Sequence[Span], around: int) -> list[Stretch]:
    # A section ends with empty lines, which would be shown.
    text = text[: max(len(text.rstrip()), spans[-1].end)]
    position = _word_from(text, max(0, spans[0].start - around), spans[0].start)
    out: list[Stretch] = [("… ", False)] if position else []
    for span in spans:
        if span.start - position > 2 * around:
            end = _word_until(text, position, position + around)
            out += [(text[position:end], False), (" … ", False)]
            position = _word_from(text, span.start - around, span.start)
        out += [(text[position : span.start], False), (text[span.start : span.end], True)]
        position = span.end
    end = _word_until(text, position, position + around)
    out.append((text[position:end], False))
    if end < len(text):
        out.append((" …", False))
    return [stretch for stretch in out if stretch[0]]


def _word_from(text: str, start: int, end: int) -> int:
    """Where the first whole word between two places begins; the first place where none does."""
    if start == 0 or text[start - 1].isspace():
        return start
    space = re.compile(r"\s").search(text, start, end)
    return space.end() if space else start


def _word_until(text: str, start: int, end: int) -> int:
    """Where the last whole word between two places ends; the second place where none does."""
    if end >= len(text) or text[end].isspace():
        return min(end, len(text))
    kept = re.compile(r"\s\S*\Z").search(text, start, end)
    return kept.start() if kept else end
