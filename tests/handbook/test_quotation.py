"""Stored characters opened by their place: what is quoted is whole, whatever the place names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from handbook import quotation
from handbook.book import Handbook
from handbook.cite import quote
from handbook.domain import Passage, Role, Span
from handbook.evidence import with_lead_in
from handbook.quotation import open_quotation


def rules(book: Handbook) -> Iterator[Passage]:
    """The rules in force, document by document."""
    for held in book.opened().edition.in_force(None).values():
        for passage in book.catalogue.passages_of(held.document_id):
            if passage.role is Role.RULE:
                yield passage


def opened(book: Handbook, document_id: str, *spans: Span) -> str | None:
    """The words that some spans open, if they open any."""
    found = open_quotation(book, document_id, spans)
    return found and found.citation.quote


def with_not(book: Handbook) -> tuple[Passage, Span]:
    """A sentence in one piece that denies something, and where its "not" stands."""
    for passage in rules(book):
        units = book.units(passage.document_id)
        for sentence in passage.sentences:
            [whole, *more] = sentence.spans
            at = units[whole.unit].text.find(" not ", whole.start, whole.end)
            if at >= 0 and not more and sentence.lead_in is None:
                return passage, Span(whole.unit, at, at + 4)
    raise AssertionError("no rule of the corpus denies anything")


def test_what_is_quoted_opens_as_it_is(corpus_book: Handbook) -> None:
    for passage in islice(rules(corpus_book), 0, None, 9):
        units = corpus_book.units(passage.document_id)
        places = [passage.spans, *(with_lead_in(passage, s, units) for s in passage.sentences)]
        for spans in places:
            assert opened(corpus_book, passage.document_id, *spans) == quote(units, spans)
    for held, asked in corpus_book.review_questions():
        assert opened(corpus_book, held.document_id, *asked.spans) == asked.text


def test_an_address_that_leaves_out_not_opens_the_sentence_with_it(corpus_book: Handbook) -> None:
    passage, denial = with_not(corpus_book)
    [whole] = next(s.spans for s in passage.sentences if s.spans[0].end > denial.end)
    said = quote(corpus_book.units(passage.document_id), [whole])
    assert " not " in said
    before = Span(whole.unit, whole.start, denial.start)
    after = Span(whole.unit, denial.end, whole.end)
    for spans in ([before, after], [after, before], [after], [before]):
        assert opened(corpus_book, passage.document_id, *spans) == said


def test_two_sentences_that_stand_apart_open_with_all_between_them(corpus_book: Handbook) -> None:
    passage = next(p for p in rules(corpus_book) if len(p.sentences) > 3)
    units = corpus_book.units(passage.document_id)
    first, *_, last = (s.spans[0] for s in passage.sentences)
    said = opened(corpus_book, passage.document_id, first, last)
    assert said is not None
    assert all(quote(units, s.spans) in said for s in passage.sentences)


def test_a_heading_alone_is_no_quotation(corpus_book: Handbook) -> None:
    for passage in rules(corpus_book):
        [begins, *_] = passage.spans
        heading = passage.headings[-1]
        text = corpus_book.units(passage.document_id)[begins.unit].text
        at = text.find(heading, 0, begins.start)
        if at >= 0 and passage.ordinal == 0:
            place = Span(begins.unit, at, at + len(heading))
            assert opened(corpus_book, passage.document_id, place) is None
            return
    raise AssertionError("no heading stands in the text before its first passage")


def test_half_a_book_is_read_and_not_quoted(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = next(p for p in rules(corpus_book) if len(p.sentences) > 3)
    first, *_, last = (s.spans[0] for s in passage.sentences)
    apart = [first, last]
    assert opened(corpus_book, passage.document_id, *apart) is not None
    monkeypatch.setattr(quotation, "MOST_SENTENCES", 3)
    assert opened(corpus_book, passage.document_id, *apart) is None
