"""The sentences that bear on some words, each as a citation of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from handbook.answer_records import Citation, Hit
from handbook.citations import cite_passage
from handbook.cite import quote
from handbook.domain import Edition, Passage, Role
from handbook.duty import binds
from handbook.errors import ExportError
from handbook.evidence import with_lead_in
from handbook.index.editions import stepped_back
from handbook.personal.asked import without_details
from handbook.personal.mask import Masked

if TYPE_CHECKING:
    from handbook.book import Handbook

_SEARCHED = 60
_NEAR = 0.33
"""A passage whose cosine is less has another subject."""
_NEARLY_AS_NEAR = 0.7
"""So much of the nearest passage's cosine makes a passage bear on the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that can be quoted, and how near its passage is to what was asked for."""

    citation: Citation
    nearness: float = 0.0

    @property
    def binds(self) -> bool:
        """Whether it lays something down: by a time limit, or a duty that is more than "may"."""
        rule = self.citation.rule
        if rule is None:
            return False
        return bool(rule.limits) or bool(rule.duty and binds(rule.duty.of(self.citation.quote)))

    @property
    def has_rule(self) -> bool:
        """Whether it has a word of duty, "may" among them, or a time limit."""
        rule = self.citation.rule
        return rule is not None and bool(rule.duty or rule.limits)

    @property
    def has_limit(self) -> bool:
        """Whether it says by when."""
        return bool(self.citation.rule and self.citation.rule.limits)


def without_names(book: Handbook, typed: str) -> Masked:
    """What was typed, without personal details; ExportError where nothing was, or a record."""
    if not typed.strip():
        raise ExportError("Nothing was typed to go by; write a few words, without names.")
    found = without_details(book.masker, typed)
    if not found.text:
        raise ExportError(book.replies.text("blocked_record"))
    return found


def rules_near(book: Handbook, text: str, area: str | None) -> list[Line]:
    """The sentences of procedures that bear on some words, the nearest passages first. Where no
    area is given, a chapter that does not hold everywhere brings the sentence that says so, and
    words that several areas have in common stand there for each of them."""
    hits = [h for h in book.search(text, _SEARCHED, area) if _is_rule(h, area)]
    aside = stepped_back(book.opened().edition.in_force(None))
    hits.sort(key=lambda h: h.passage.document_id in aside)
    return _lines(book, _near(hits), every_area=area is None)


def all_in_force(book: Handbook, area: str | None) -> list[Line]:
    """Every sentence of procedures in force in an area; where no area is given, those that hold
    everywhere."""
    found = []
    for held in book.opened().edition.in_force(None).values():
        edition = held.edition
        everywhere = not edition.areas if area is None else edition.holds_in(area)
        if edition.is_learning or edition.demonstration or not everywhere:
            continue
        parts = map(book.catalogue.areas.parts, book.catalogue.passages_of(held.document_id))
        passages = chain.from_iterable(parts)
        holding = [p for p in passages if p.role is Role.RULE and _takes_in(p, area)]
        found += lines_of(book, holding, edition)
    return found


def _takes_in(passage: Passage, area: str | None) -> bool:
    if area is None:
        return not passage.exception and not passage.areas
    return area not in passage.exception_areas


def learning_near(book: Handbook, text: str) -> list[Line]:
    """The sentences of case reviews that bear on some words, the nearest passages first."""
    hits = book.search(text, _SEARCHED, learning=True)
    return _lines(book, _near([h for h in hits if h.passage.role is Role.LEARNING]))


def lines_of(book: Handbook, passages: Iterable[Passage], edition: Edition) -> list[Line]:
    """All sentences of some passages, in their order. A sentence that only introduces a list is
    left out, since it is quoted with each item; and what a review asks, since that stands apart."""
    found = []
    for passage in passages:
        units = book.units(passage.document_id)
        asked = {q.spans for q in book.catalogue.review_questions(passage.document_id)}
        for sentence in passage.sentences:
            spans = with_lead_in(passage, sentence, units)
            if sentence.spans not in asked and not quote(units, spans).endswith(":"):
                found.append(Line(cite_passage(book, passage, edition, spans, 0)))
    return found


def _is_rule(hit: Hit, area: str | None) -> bool:
    passage, edition = hit.passage, hit.edition
    if passage.role is not Role.RULE or edition.is_learning:
        return False
    return edition.holds_in(area) and area not in passage.exception_areas


def _near(hits: Sequence[Hit]) -> list[Hit]:
    """Those whose passages bear on what was asked for, the nearest first."""
    least = max([_NEAR, *(_NEARLY_AS_NEAR * h.cosine for h in hits)])
    return sorted((h for h in hits if h.cosine >= least), key=lambda h: -h.cosine)


def first_wordings(lines: Sequence[Line], count: int) -> list[Line]:
    """The lines of the first so many wordings, whoever says them."""
    kept = list(dict.fromkeys(map(wording, lines)))[:count]
    return [line for line in lines if wording(line) in kept]


def each_once(lines: Iterable[Line], *, every_area: bool) -> list[Line]:
    """Each wording once, as it comes first; for every area, once for each that has it, unless it
    holds everywhere: a reader is shown their own area's citation, and not another's alone."""
    found: dict[str, dict[tuple[str, ...], Line]] = {}
    for line in lines:
        areas = line.citation.edition.areas if every_area else ()
        found.setdefault(wording(line), {}).setdefault(areas, line)
    return [
        x for said in found.values() for areas, x in said.items() if not areas or () not in said
    ]


def _lines(book: Handbook, hits: Sequence[Hit], *, every_area: bool = False) -> list[Line]:
    """Their sentences, each once."""
    lines = (
        Line(citation, hit.cosine)
        for hit in hits
        for citation in _citations(book, hit, exceptions=every_area)
    )
    return each_once(lines, every_area=every_area)


def wording(line: Line) -> str:
    """The letters and digits of a line, by which it is the same whatever its marks."""
    return "".join(c for c in line.citation.quote.lower() if c.isalnum())


def _citations(book: Handbook, hit: Hit, *, exceptions: bool) -> Iterator[Citation]:
    passage = hit.passage
    if exceptions and passage.exception:
        yield cite_passage(book, passage, hit.edition, passage.exception, 0)
    for line in lines_of(book, [passage], hit.edition):
        yield line.citation
