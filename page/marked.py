"""A quotation within the stored text around it, in stretches that are marked or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handbook.domain import Edition, Span, Unit

AROUND = 300
"""Characters shown before and after a quotation."""

Units = Sequence[Unit]
UnitsOf = Callable[[str], Units]
EditionOf = Callable[[str], Edition | None]
Stretch = tuple[str, bool]
"""Some characters, and whether they are quoted."""


def surroundings(units: Units, spans: Sequence[Span], around: int = AROUND) -> list[list[Stretch]]:
    """Unit by unit, the stored text in which the spans stand, with each quoted character marked."""
    ordinals = dict.fromkeys(s.unit for s in spans)
    return [
        _within(units[ordinal].text, sorted(s for s in spans if s.unit == ordinal), around)
        for ordinal in ordinals
    ]


def _within(text: str, spans: Sequence[Span], around: int) -> list[Stretch]:
    position = max(0, spans[0].start - around)
    out: list[Stretch] = [("… ", False)] if position else []
    for span in spans:
        if span.start - position > 2 * around:
            out += [(text[position : position + around], False), (" … ", False)]
            position = span.start - around
        out += [(text[position : span.start], False), (text[span.start : span.end], True)]
        position = span.end
    out.append((text[position : position + around], False))
    if position + around < len(text):
        out.append((" …", False))
    return [stretch for stretch in out if stretch[0]]
