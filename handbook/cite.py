"""The one way a quotation is made and the one check that it must pass.

``quote`` prints the characters of some spans, each run of white space as one space and nothing
else changed. ``verify`` compares a quotation with the stored units again, character by character,
and raises where they differ. Nothing is matched loosely: a sentence and its negation are 99 %
alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook.answer_records import Answer
from handbook.domain import Span, Unit
from handbook.errors import QuoteError

Units = Sequence[Unit]

APART = " "
"""What stands between sentences that are shown as one wording and are none on the page: between the
items of a list there are marks, which are left out."""


def quote(units: Units, spans: Sequence[Span], between: str = "") -> str:
    """The characters of the spans, joined, as they are shown. ``between`` is "" or APART."""
    return " ".join(between.join(units[s.unit].text[s.start : s.end] for s in spans).split())


def stands_in(units: Units, span: Span) -> bool:
    """Whether a span lies within the stored text."""
    if not 0 <= span.unit < len(units):
        return False
    return 0 <= span.start < span.end <= len(units[span.unit].text)


def verify(units: Units, text: str, spans: Sequence[Span], where: str, between: str = "") -> None:
    """Raise QuoteError unless ``text`` is exactly what stands at ``spans`` of ``units``.
    ``between`` is what ``quote`` was given."""
    if not spans or not text:
        raise QuoteError(f"A quotation from {where} has no text or no place; it is not shown.")
    for span in spans:
        if not 0 <= span.unit < len(units):
            raise QuoteError(f"{where} has no unit {span.unit}; the quotation is not shown.")
        if not 0 <= span.start < span.end <= len(units[span.unit].text):
            raise QuoteError(f"{span} lies outside unit {span.unit} of {where}.")
    if quote(units, spans, between) != text:
        raise QuoteError(f"The quotation {text!r} does not stand at its place in {where}.")


def verify_answer(answer: Answer, units_of: Mapping[str, Units]) -> Answer:
    """The answer itself, if every word of guidance in it stands where it says; else QuoteError.

    ``units_of`` gives the stored units of each document by id. Checked are the quotations of
    citations, of what was said before, review questions and hits, which are all the guidance that
    an answer can hold.
    """
    for citation in (*answer.citations, *(b.citation for b in answer.before)):
        verify(
            units_of[citation.document_id], citation.quote, citation.spans, citation.edition.title
        )
    for asked in answer.review_questions:
        verify(units_of[asked.document_id], asked.text, asked.spans, asked.title)
    for hit in answer.hits:
        units = units_of[hit.passage.document_id]
        verify(units, hit.passage.text, hit.passage.spans, hit.edition.title)
    return answer


def pinpoint(units: Units, spans: Sequence[Span]) -> tuple[int | None, str | None, int | None]:
    """Page index, printed page label and slide number of where a quotation begins."""
    unit = units[spans[0].unit]
    return unit.page_index, unit.page_label, unit.slide
