"""What an earlier page says of a figure that a question takes for granted.

Somebody who learnt "35 days" years ago is told the rule and where the other figure stood: in a
superseded edition of the same source, or in an older page that is held here. Its own sentence is
quoted, and never as the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handbook.answer_records import Before, Citation, Hit
from handbook.citations import cite_passage
from handbook.cite import quote
from handbook.dates import in_force_from
from handbook.domain import Edition, Passage, Span
from handbook.evidence import with_lead_in
from handbook.periods import periods
from handbook.premise import Premise
from handbook.rule_records import Period
from handbook.text import stem, stems

if TYPE_CHECKING:
    from handbook.book import Handbook

_SAME_RULE = 0.5
"""The share of the rule's words that an earlier edition's sentence must hold."""
_SAME_MATTER = 0.6
"""The share of the question's words that an older page's sentence must hold."""
_ENDED = re.compile(
    r"\b(?:ended|replaced|abolished|withdrawn|changed|no longer|until)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_TIME = frozenset(map(stem, "hours days weeks months years working school calendar".split()))
_Found = tuple[Passage, tuple[Span, ...], str]


def said_before(
    book: Handbook, premise: Premise, question: str, hits: Sequence[Hit], marker: int
) -> tuple[Before, ...]:
    """The sentence of an earlier edition or, failing that, of an older page that has the figure;
    its marker is ``marker``. Empty where none is held."""
    if premise.period is None:
        return ()
    found = _superseded(book, premise, marker) or _older(book, premise, question, hits, marker)
    return (found,) if found else ()


def told_of_change(
    book: Handbook, quoted: Sequence[Citation], question: str, marker: int
) -> tuple[Citation, ...]:
    """The sentence beside one of the rules quoted that says when something asked about ended or
    changed; its marker is ``marker``. Empty where there is none, or it is quoted already."""
    asked = _matter(question)
    said = {c.quote for c in quoted}
    for rule in quoted:
        for passage, spans, text in _sentences(book, rule.document_id) if rule.rule else ():
            if not _dated(text) or text in said:
                continue
            if passage.headings == rule.headings and asked & stems(text):
                return (cite_passage(book, passage, rule.edition, spans, marker),)
    return ()


def told_of_name(
    book: Handbook, quoted: Sequence[Citation], name: str, marker: int
) -> Citation | None:
    """The sentence that says when what has an older name ended: one that is quoted already, or one
    of the same documents, with the number ``marker``. None where there is none."""
    wanted = stems(name)
    for citation in quoted:
        if _dated(citation.quote) and wanted <= stems(citation.quote):
            return citation
    for rule in {c.document_id: c for c in quoted if c.rule}.values():
        for passage, spans, text in _sentences(book, rule.document_id):
            if _dated(text) and wanted <= stems(text):
                return cite_passage(book, passage, rule.edition, spans, marker)
    return None


def _dated(text: str) -> bool:
    """Whether a sentence says when something ended or changed."""
    return bool(_ENDED.search(text) and _YEAR.search(text))


def _superseded(book: Handbook, premise: Premise, marker: int) -> Before | None:
    """From the editions before the one that is quoted, the latest first."""
    rule = premise.rule
    chain = book.chain(rule.edition.source_id)
    at = next((n for n, h in enumerate(chain) if h.document_id == rule.document_id), 0)
    later = chain[at]
    for held in reversed(chain[:at]):
        if held.starts == later.starts:
            continue
        if found := _best(_with_figure(book, held.document_id, premise), stems(rule.quote)):
            passage, spans, _ = found
            said = cite_passage(book, passage, held.edition, spans, marker)
            return Before(said, later.starts)
        later = held
    return None


def _older(
    book: Handbook, premise: Premise, question: str, hits: Sequence[Hit], marker: int
) -> Before | None:
    """From pages in force that are of an earlier date than the rule."""
    asked = _matter(question)
    if not asked:
        return None
    for hit in hits:
        if not _is_older(hit.edition, premise.rule.edition):
            continue
        for passage, spans, text in _sentences_of(book, hit.passage):
            shared = len(asked & stems(text)) / len(asked)
            if _has(premise.period, text) and shared >= _SAME_MATTER:
                return Before(cite_passage(book, passage, hit.edition, spans, marker))
    return None


def _best(found: Iterator[_Found], rule: set[str]) -> _Found | None:
    """The sentence that shares most words with the rule, if they are enough to be the same."""
    matter = _without_time(rule)
    scored = [(len(matter & stems(f[2])) / max(1, len(matter)), f) for f in found]
    share, best = max(scored, key=lambda s: s[0], default=(0.0, None))
    return best if share >= _SAME_RULE else None


def _with_figure(book: Handbook, document_id: str, premise: Premise) -> Iterator[_Found]:
    for found in _sentences(book, document_id):
        if _has(premise.period, found[2]):
            yield found


def _sentences(book: Handbook, document_id: str) -> Iterator[_Found]:
    for passage in book.catalogue.passages_of(document_id):
        yield from _sentences_of(book, passage)


def _sentences_of(book: Handbook, passage: Passage) -> Iterator[_Found]:
    units = book.units(passage.document_id)
    for sentence in passage.sentences:
        spans = with_lead_in(passage, sentence, units)
        yield passage, spans, quote(units, spans)


def _has(asked: Period | None, text: str) -> bool:
    """Whether a text holds the figure; people leave out that days are working days."""
    return asked is not None and any(
        p.count == asked.count and p.unit.split()[-1] == asked.unit.split()[-1]
        for _, p in periods(text)
    )


def _matter(question: str) -> set[str]:
    return _without_time(stems(question))


def _without_time(found: set[str]) -> set[str]:
    return {s for s in found - _OF_TIME if not s.isdecimal()}


def _is_older(edition: Edition, rule: Edition) -> bool:
    first, second = in_force_from(edition), in_force_from(rule)
    return bool(first and second and first < second)
