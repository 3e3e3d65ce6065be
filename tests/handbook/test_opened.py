"""What is remembered of an index edition while it is open."""

from __future__ import annotations

from datetime import date, timedelta

from handbook.book import Handbook
from handbook.index.editions import Standing
from handbook.opened import DAYS_AT_HAND


def test_what_is_in_force_is_worked_out_once_for_a_day(corpus_book: Handbook) -> None:
    opened = corpus_book.opened()
    assert opened.in_force(None) == opened.edition.in_force(None)
    assert opened.in_force(None) is opened.in_force(None)


def test_of_many_days_each_has_its_own_and_few_are_remembered(corpus_book: Handbook) -> None:
    opened = corpus_book.opened()
    days = [date(2024, 9, 1) + timedelta(days=30 * n) for n in range(DAYS_AT_HAND * 2)]
    for day in days:
        assert opened.in_force(day) == opened.edition.in_force(day)
    assert len(opened._days) <= DAYS_AT_HAND


def test_a_document_is_found_and_its_standing_told_as_the_edition_does(
    corpus_book: Handbook,
) -> None:
    opened = corpus_book.opened()
    for held in opened.edition.all():
        assert opened.find(held.document_id) == opened.edition.find(held.document_id)
        assert opened.standing(held) is opened.edition.standing(held)
    assert {opened.standing(h) for h in opened.edition.all()} > {Standing.CURRENT}
    assert opened.find("nothing") is None
