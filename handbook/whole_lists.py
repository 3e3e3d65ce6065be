"""Items of a list that answer together are quoted once, as the list that they stand in.

An item alone is quoted with the sentence that introduces it (handbook/evidence.py). Two of them
would say that sentence twice, and leave out what stands between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handbook.cite import Units, quote
from handbook.domain import Passage, Sentence, Span
from handbook.evidence import Evidence, UnitsOf, with_lead_in
from handbook.rule_records import Piece

_List = tuple[str, int]
"""The passage of a list, and the ordinal of the sentence that introduces it."""


def in_whole_lists(chosen: Sequence[Evidence], units_of: UnitsOf) -> list[Evidence]:
    """The evidence in its order, with two or more items of a list as the whole of it, in the place
    of the first of them."""
    lists = [_list_of(e, units_of(e.hit.passage.document_id)) for e in chosen]
    found: list[Evidence] = []
    for number, (evidence, of) in enumerate(zip(chosen, lists, strict=True)):
        if of is None or lists.count(of) == 1:
            found.append(evidence)
        elif of not in lists[:number]:
            found.append(_whole(evidence, of[1], units_of(evidence.hit.passage.document_id)))
    return found


def lines_of_list(passage: Passage, spans: Sequence[Span], units: Units) -> tuple[Piece, ...]:
    """Of the quotation of a whole list: its introduction and its items; of any other, nothing."""
    for lead_in in {s.lead_in for s in passage.sentences if s.lead_in is not None}:
        if _spans(passage, lead_in, units) == tuple(spans):
            return _pieces([quote(units, s.spans) for s in _sentences(passage, lead_in)])
    return ()


def _list_of(evidence: Evidence, units: Units) -> _List | None:
    """The list of which a sentence is an item; None where it is none, or where what stands between
    the items belongs to none of them."""
    passage = evidence.hit.passage
    for sentence in passage.sentences:
        if sentence.lead_in is None:
            continue
        if with_lead_in(passage, sentence, units) == evidence.candidate.spans:
            count = len(_sentences(passage, sentence.lead_in))
            rest = passage.sentences[sentence.lead_in + 1 : sentence.lead_in + count]
            unbroken = all(s.lead_in == sentence.lead_in for s in rest)
            return (passage.passage_id, sentence.lead_in) if unbroken else None
    return None


def _whole(evidence: Evidence, lead_in: int, units: Units) -> Evidence:
    spans = _spans(evidence.hit.passage, lead_in, units)
    return replace(
        evidence,
        candidate=replace(evidence.candidate, spans=spans, text=quote(units, spans)),
    )


def _sentences(passage: Passage, lead_in: int) -> list[Sentence]:
    """The introduction of a list, and its items."""
    items = [s for s in passage.sentences if s.lead_in == lead_in]
    return [passage.sentences[lead_in], *items]


def _spans(passage: Passage, lead_in: int, units: Units) -> tuple[Span, ...]:
    """Of a whole list, each with the white space behind it, which keeps the words apart."""
    found = (span for s in _sentences(passage, lead_in) for span in s.spans)
    return tuple(_to_the_next_word(span, units[span.unit].text) for span in found)


def _to_the_next_word(span: Span, text: str) -> Span:
    end = len(text) - len(text[span.end :].lstrip())
    return Span(span.unit, span.start, end)


def _pieces(lines: Sequence[str]) -> tuple[Piece, ...]:
    """Where lines stand in their quotation, a space between each two."""
    pieces = []
    start = 0
    for line in lines:
        pieces.append(Piece(start, start + len(line)))
        start += len(line) + 1
    return tuple(pieces)
