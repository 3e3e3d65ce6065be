"""The check that stands before every list of conflicts."""

from __future__ import annotations

from collections.abc import Callable

from handbook.cite import Units, verify
from handbook.conflicts.records import Conflicts, Side
from handbook.errors import QuoteError


def proved(found: Conflicts, units_of: Callable[[str], Units]) -> Conflicts:
    """The conflicts themselves, if every quotation stands in the stored text and every value in its
    quotation; else QuoteError."""
    for conflict in found.found:
        _prove(conflict.one, units_of)
        _prove(conflict.other, units_of)
    return found


def _prove(side: Side, units_of: Callable[[str], Units]) -> None:
    """A row of the table of contacts is the table's word and no quotation."""
    if (cited := side.citation) is None:
        return
    verify(units_of(cited.document_id), cited.quote, cited.spans, cited.edition.title)
    if side.value not in cited.quote:
        raise QuoteError(
            f"“{side.value}” does not stand in the quotation from {cited.edition.title}; it is "
            "not shown."
        )
