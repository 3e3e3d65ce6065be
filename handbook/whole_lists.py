"""Items of a list that answer together are quoted once, as the list that they stand in.

An item alone is quoted with the sentence that introduces it (handbook/evidence.py). Two of them
would say that sentence twice, and leave out what stands between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handbook.answer_records import Hit
from handbook.cite import Units, quote
from handbook.domain import Passage, Sentence, Span
from handbook.evidence import Evidence, UnitsOf, with_lead_in
from handbook.rule_records import Piece

MOST_WORDS = 150
"""A list of more words is not quoted whole for two of its items."""
PassagesOf = Callable[[str], Sequence[Passage]]
AreasAt = Callable[[Passage, Sequence[Span]], tuple[str, ...]]
"""The areas for which a sentence of a passage holds by its own words; none where it says none."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is quoted of a hit; of a whole list where its introduction and its items stand in the
    quotation."""

    hit: Hit
    spans: tuple[Span, ...]
    listed: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class _List:
    """The spans of the introduction of a list and of each of its items."""

    document_id: str
    lines: tuple[tuple[Span, ...], ...]


def in_whole_lists(
    evidence: Sequence[Evidence], units_of: UnitsOf, passages_of: PassagesOf, areas_at: AreasAt
) -> list[Chosen]:
    """What is quoted of some evidence, in its order: two or more items of a list as the whole of
    it, in the place of the first of them. A list whose items hold for different areas is never
    quoted whole."""
    lists = [_list_of(e, units_of, passages_of, areas_at) for e in evidence]
    chosen: list[Chosen] = []
    for number, (e, whole) in enumerate(zip(evidence, lists, strict=True)):
        if whole is None or lists.count(whole) == 1:
            chosen.append(Chosen(e.hit, e.candidate.spans))
        elif whole not in lists[:number]:
            units = units_of(whole.document_id)
            chosen.append(Chosen(e.hit, _joined(whole, units), _pieces(whole, units)))
    return chosen


def _list_of(
    evidence: Evidence, units_of: UnitsOf, passages_of: PassagesOf, areas_at: AreasAt
) -> _List | None:
    """The whole list of which a sentence is an item, over all its passages; None where it is none,
    is long, is not sure to end where it seems to, or has items for different areas."""
    passage = evidence.hit.passage
    units = units_of(passage.document_id)
    lead_in = _introduction(passage, evidence.candidate.spans, units)
    if lead_in is None:
        return None
    passages = passages_of(passage.document_id)
    said = [s for p in passages for s in _of(p)]
    places = [n for n, (_, introduced_by) in enumerate(said) if introduced_by == lead_in]
    items = [said[n][0] for n in places]
    owners = [p for p in passages for _ in p.sentences]
    if len({areas_at(owners[n], said[n][0].spans) for n in places}) > 1:
        return None
    between = said[places[0] : places[-1] + 1]
    if any(by != lead_in and s.spans != lead_in for s, by in between):
        return None
    if _goes_on(items[-1], said[places[-1] + 1 : places[-1] + 2], units):
        return None
    whole = _List(passage.document_id, (lead_in, *(s.spans for s in items)))
    found = quote(units, _joined(whole, units))
    sure = found == " ".join(_lines(whole, units)) and len(found.split()) <= MOST_WORDS
    return whole if sure else None


def _introduction(
    passage: Passage, spans: tuple[Span, ...], units: Units
) -> tuple[Span, ...] | None:
    for sentence in passage.sentences:
        if sentence.lead_in is not None and with_lead_in(passage, sentence, units) == spans:
            return passage.sentences[sentence.lead_in].spans
    return None


def _of(passage: Passage) -> list[tuple[Sentence, tuple[Span, ...] | None]]:
    """The sentences of a passage, each with the spans of what introduces it."""
    said = passage.sentences
    return [(s, None if s.lead_in is None else said[s.lead_in].spans) for s in said]


def _goes_on(
    item: Sentence, after: Sequence[tuple[Sentence, tuple[Span, ...] | None]], units: Units
) -> bool:
    """Whether the sentence after the last item may be more of it: it stands on the same line, or on
    a printed page, where a new line says nothing."""
    if not after or after[0][1] is not None:
        return False
    last, following = item.spans[-1], after[0][0].spans[0]
    if last.unit != following.unit or following.start < last.end:
        return False
    unit = units[last.unit]
    gap = unit.text[last.end : following.start]
    return "\n" not in gap or (unit.page_index is not None and not gap.strip())


def _joined(whole: _List, units: Units) -> tuple[Span, ...]:
    """All its spans, each with the white space behind it, which keeps the words apart."""
    return tuple(_to_the_next_word(s, units[s.unit].text) for spans in whole.lines for s in spans)


def _to_the_next_word(span: Span, text: str) -> Span:
    end = len(text) - len(text[span.end :].lstrip())
    return Span(span.unit, span.start, end)


def _lines(whole: _List, units: Units) -> list[str]:
    return [quote(units, spans) for spans in whole.lines]


def _pieces(whole: _List, units: Units) -> tuple[Piece, ...]:
    """Where the lines stand in their quotation, a space between each two."""
    pieces = []
    start = 0
    for line in _lines(whole, units):
        pieces.append(Piece(start, start + len(line)))
        start += len(line) + 1
    return tuple(pieces)
