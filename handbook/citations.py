"""Chosen sentences as citations: quoted, with place, edition and the rule that they state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handbook.answer_records import Citation, Hit
from handbook.cite import pinpoint, quote
from handbook.domain import AREAS, Edition, Passage, Role, Span
from handbook.evidence import Evidence
from handbook.rule import read_rule
from handbook.rule_records import Piece
from handbook.whole_lists import Chosen, in_whole_lists

if TYPE_CHECKING:
    from handbook.book import Handbook


def cite(
    book: Handbook, chosen: Sequence[Evidence], area: str | None, *, ordered: bool
) -> tuple[Citation, ...]:
    """Citations, each quotation once: the best sentence first, then what supports it in the order
    of the documents; ``ordered`` sentences stay as they are. Where no area is given, a rule that
    does not hold everywhere brings the sentence that says so, and the same words for another area
    are another quotation."""
    evidence = list(chosen) if ordered else _in_order(chosen)
    quoted = in_whole_lists(
        evidence, book.units, book.catalogue.passages_of, book.catalogue.areas.at
    )
    if area is None:
        quoted += [
            Chosen(e.hit, e.hit.passage.exception) for e in evidence if e.hit.passage.exception
        ]
    citations: list[Citation] = []
    seen: dict[str, set[str]] = {}
    for one in quoted:
        hit, spans = one.hit, one.spans
        text = quote(book.units(hit.passage.document_id), spans)
        key = "".join(c for c in text.lower() if c.isalnum())
        areas = _areas_of(hit, spans) if area is None else {area}
        if key not in seen or not areas <= seen[key]:
            seen[key] = seen.get(key, set()) | areas
            marker = len(citations) + 1
            citations.append(
                cite_passage(book, hit.passage, hit.edition, spans, marker, one.listed)
            )
    return tuple(citations)


def _areas_of(hit: Hit, spans: tuple[Span, ...]) -> set[str]:
    """The areas for which a quotation speaks."""
    areas = set(hit.edition.areas or AREAS)
    return areas if spans == hit.passage.exception else areas - set(hit.passage.exception_areas)


def _in_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """The best first; then what supports it in the order of the documents, those of the best
    first."""
    documents = list(dict.fromkeys(e.hit.passage.document_id for e in chosen))

    def place(evidence: Evidence) -> tuple[int, int, int, int]:
        passage, span = evidence.hit.passage, evidence.candidate.spans[-1]
        return documents.index(passage.document_id), passage.ordinal, span.unit, span.start

    return [*chosen[:1], *sorted(chosen[1:], key=place)]


def cite_passage(
    book: Handbook,
    passage: Passage,
    edition: Edition,
    spans: tuple[Span, ...],
    marker: int,
    listed: tuple[Piece, ...] = (),
) -> Citation:
    """Some characters of a passage as a citation. Of a whole list, whose lines are ``listed``, the
    introduction is the rule: a limit in one item is not that of the others. Where its own words
    tell areas, the edition is cited as of those."""
    units = book.units(passage.document_id)
    text = quote(units, spans)
    states = listed[0].of(text) if listed else text
    if spans != passage.exception:
        edition = edition.within(book.catalogue.areas.at(passage, spans))
    index, label, slide = pinpoint(units, spans if listed else spans[-1:])
    return Citation(
        marker=marker,
        document_id=passage.document_id,
        edition=edition,
        headings=passage.headings,
        quote=text,
        spans=spans,
        paragraph=passage.paragraph if spans != passage.exception else None,
        page_index=index,
        page_label=label,
        slide=slide,
        panel=passage.panel,
        rule=read_rule(states) if passage.role is Role.RULE and not edition.is_learning else None,
        listed=listed,
    )
