"""Conflicts as JSON, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from handbook.cite import Units
from handbook.conflicts.proof import proved
from handbook.conflicts.records import Conflict, Conflicts, Side
from handbook.evidence import section_path
from handbook.present import citation_json, stated

LIMITS = (
    "Compared are sentences in force that state a length of time, a count, an age or a telephone "
    "number. Rules that differ in words alone, and lists that differ in length, are not found."
)


def conflicts_json(found: Conflicts, units_of: Callable[[str], Units]) -> dict[str, Any]:
    """The whole record; QuoteError where a quotation does not stand in the stored text."""
    proved(found, units_of)
    return {
        "index_edition": found.index_edition,
        "sentences": found.sentences,
        "conflicts": [_json(c) for c in found.to_look_at],
        "areas_differ": [_json(c) for c in found.areas_differ],
        "limits": LIMITS,
    }


def _json(conflict: Conflict) -> dict[str, Any]:
    return {
        "matter": str(conflict.matter),
        "ground": str(conflict.ground),
        "sides": [_side_json(side) for side in (conflict.one, conflict.other)],
    }


def _side_json(side: Side) -> dict[str, Any]:
    citation = side.citation and citation_json(side.citation)
    return {"value": side.value, **stated(citation=citation, contact=side.named or None)}


def conflicts_text(found: Conflicts, units_of: Callable[[str], Units]) -> str:
    """What has to be looked at with both quotations, then the areas that differ; QuoteError where a
    quotation does not stand in the stored text."""
    proved(found, units_of)
    number = len(found.to_look_at)
    lines = [
        f"{number} {'conflict' if number == 1 else 'conflicts'} to look at among "
        f"{found.sentences} sentences with a figure or a telephone number"
    ]
    for conflict in found.to_look_at:
        lines += ["", *_lines(conflict)]
    if found.areas_differ:
        lines += ["", "Areas differ, each with a rule of its own:"]
    for conflict in found.areas_differ:
        lines += ["", *_lines(conflict)]
    return "\n".join([*lines, "", LIMITS])


def _lines(conflict: Conflict) -> Iterator[str]:
    values = f"{conflict.one.value} | {conflict.other.value}"
    yield f"{conflict.matter}, {conflict.ground}: {values}"
    for side in (conflict.one, conflict.other):
        yield from _side_lines(side)


def _side_lines(side: Side) -> Iterator[str]:
    """One quotation with its place."""
    if side.citation is None:
        yield f"  {side.value}: {side.named}"
        yield "    contacts table"
        return
    citation = side.citation
    yield f"  “{citation.quote}”"
    place = section_path(citation.edition, citation.headings)
    yield f"    {place}; {citation.edition.edition}; area: {citation.edition.area}"
