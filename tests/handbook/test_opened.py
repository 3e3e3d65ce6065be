"""What is remembered of an index edition while it is open."""

from __future__ import annotations

from handbook.book import Handbook


def test_a_document_is_found_as_the_edition_finds_it(corpus_book: Handbook) -> None:
    opened = corpus_book.opened()
    for held in opened.edition.all():
        assert opened.find(held.document_id) is opened.edition.find(held.document_id)
    assert opened.find("nothing") is None
