"""Stored characters opened as a verified quotation, with the passage that they stand in.

What is quoted is whole. Whoever writes an address by hand can name any characters, and a sentence
without its "not" would stand in the store as well; so what is named in part is opened as the whole
sentences that it touches, and all that stands between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from handbook.answer_records import Citation
from handbook.cite import pinpoint, quote, stands_in, verify
from handbook.domain import Passage, Sentence, Span, Unit
from handbook.evidence import with_lead_in
from handbook.index.editions import Held, Standing

if TYPE_CHECKING:
    from handbook.book import Handbook

MOST_SENTENCES = 100
"""More than so many in a row are read, in their section, and not quoted."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Some characters of a stored edition."""

    held: Held
    standing: Standing
    citation: Citation
    """The characters with their pinpoint; its marker means nothing here."""
    passage: Passage | None
    """The passage in which they begin; headings stand in none."""


def open_quotation(book: Handbook, document_id: str, spans: Sequence[Span]) -> Quotation | None:
    """What stands at some spans of a document, as whole sentences; None where no such characters
    are held, or no sentence stands there."""
    held, standing = book.held(document_id), book.standing(document_id)
    if held is None or standing is None:
        return None
    units = book.units(document_id)
    if not spans or not all(stands_in(units, span) for span in spans):
        return None
    spans = _whole(book, document_id, spans)
    if not spans:
        return None
    text = quote(units, spans)
    verify(units, text, spans, held.edition.title)
    passage = _passage_at(book.catalogue.passages_of(document_id), spans[0])
    index, label, slide = pinpoint(units, spans)
    citation = Citation(
        marker=1,
        document_id=held.document_id,
        edition=held.edition,
        headings=passage.headings if passage else (),
        quote=text,
        spans=spans,
        paragraph=passage.paragraph if passage else None,
        page_index=index,
        page_label=label,
        slide=slide,
        panel=passage.panel if passage else None,
    )
    return Quotation(held, standing, citation, passage)


def _whole(book: Handbook, document_id: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans themselves where they are what is quoted: a passage, a sentence with what leads in
    to it, a review question. Else those of the sentences that they touch; none where they touch
    none, or so many that it would be no quotation."""
    named, units = tuple(spans), book.units(document_id)
    passages = book.catalogue.passages_of(document_id)
    if any(q.spans == named for q in book.catalogue.review_questions(document_id)):
        return named
    if any(named in _quoted_of(passage, units) for passage in passages):
        return named
    said = [(passage, sentence) for passage in passages for sentence in passage.sentences]
    touched = [n for n, (_, sentence) in enumerate(said) if _touch(sentence.spans, named)]
    if not touched or touched[-1] - touched[0] >= MOST_SENTENCES:
        return ()
    if len(touched) == 1:
        return with_lead_in(*said[touched[0]], units)
    return _between([sentence for _, sentence in said[touched[0] : touched[-1] + 1]], units)


def _quoted_of(passage: Passage, units: Sequence[Unit]) -> Iterator[tuple[Span, ...]]:
    """All that is ever quoted of a passage."""
    yield passage.spans
    yield passage.exception
    for sentence in passage.sentences:
        yield sentence.spans
        yield with_lead_in(passage, sentence, units)


def _touch(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.unit == b.unit and a.start < b.end and b.start < a.end for a in one for b in other)


def _between(sentences: Sequence[Sentence], units: Sequence[Unit]) -> tuple[Span, ...]:
    """From the first of some sentences to the last, nothing left out; white space at the end of a
    unit keeps its last word from the next unit's first."""
    found = []
    spans = sorted(span for sentence in sentences for span in sentence.spans)
    for unit, group in groupby(spans, key=lambda s: s.unit):
        some = list(group)
        text, end = units[unit].text, max(s.end for s in some)
        after = len(text) - len(text[end:].lstrip())
        found.append(Span(unit, some[0].start, after))
    return tuple(found)


def _passage_at(passages: Sequence[Passage], span: Span) -> Passage | None:
    """The passage in which a span begins."""
    for passage in passages:
        if any(s.unit == span.unit and s.start <= span.start < s.end for s in passage.spans):
            return passage
    return None
