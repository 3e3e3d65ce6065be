"""The check that stands before every writer: the same one that an answer has passed."""

from __future__ import annotations

from collections.abc import Callable

from handbook.cite import Units, verify
from handbook.errors import QuoteError
from handbook.export.sheet import Paper, Quoted
from handbook.present import QUOTED_PARTS


def prove(paper: Paper, units_of: Callable[[str], Units]) -> None:
    """Raise QuoteError unless every quotation of a paper, and every part of a rule taken from
    one, stands in the stored text."""
    for quoted in paper.quotations:
        verify(units_of(quoted.document_id), quoted.text, quoted.spans, quoted.title)
        _prove_card(quoted)


def _prove_card(quoted: Quoted) -> None:
    for name, text in quoted.card:
        if name in QUOTED_PARTS and text not in quoted.text:
            raise QuoteError(
                f"“{text}” does not stand in the quotation from {quoted.title}; it is not shown."
            )
