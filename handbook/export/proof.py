"""The check that stands before every writer: the same one that an answer has passed."""

from __future__ import annotations

from collections.abc import Callable

from handbook.cite import Units, verify
from handbook.errors import QuoteError
from handbook.export.sheet import Paper, Quiz, QuizItem, Quoted
from handbook.present import QUOTED_PARTS


def prove(paper: Paper, units_of: Callable[[str], Units]) -> None:
    """Raise QuoteError unless every quotation of a paper, and every part of a rule taken from
    one, stands in the stored text."""
    for quoted in paper.quotations:
        verify(units_of(quoted.document_id), quoted.text, quoted.spans, quoted.title)
        if " ".join(quoted.lines) != quoted.text:
            raise QuoteError(f"A list from {quoted.title} is not as it stands; it is not shown.")
        _prove_card(quoted)
    for item in paper.items if isinstance(paper, Quiz) else ():
        _prove_item(item)


def _prove_card(quoted: Quoted) -> None:
    for name, text in quoted.card:
        if name in QUOTED_PARTS and text not in quoted.text:
            raise QuoteError(
                f"“{text}” does not stand in the quotation from {quoted.title}; it is not shown."
            )


def _prove_item(item: QuizItem) -> None:
    """One option alone puts the sentence together again, and one that is taken from another rule
    stands in it."""
    source = item.quoted
    for option in item.options:
        filled = f"{item.before}{option.text}{item.after}"
        if (filled == source.text) is not option.right:
            kind = "right" if option.right else "wrong"
            raise QuoteError(
                f"“{option.text}” is given as {kind} for a sentence of {source.title}, and is not."
            )
        if option.shown != source and option.text.lower() not in option.shown.text.lower():
            raise QuoteError(f"“{option.text}” does not stand in {option.shown.title}.")
    if sum(option.right for option in item.options) != 1:
        raise QuoteError(f"A question about {source.title} has not one right option.")
