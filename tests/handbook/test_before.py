"""Where a question takes an old figure for granted, what had it is shown, and when that ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.export.compose import sheet_of
from handbook.present import answer_json, answer_text
from page.reply import answer_html
from tests.conftest import open_book

RULE = "A return interview must be offered within {} of the child being found."
EDITIONS = (("first", 2019, "five days"), ("second", 2021, "72 hours"), ("third", 2024, "48 hours"))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    corpus = tmp_path_factory.mktemp("editions")
    manifest = (
        '[[source]]\nid = "missing"\ntitle = "Missing children"\nauthority = "statutory guidance"\n'
    )
    for name, year, limit in EDITIONS:
        other = "Records of the interview are kept for five days by the provider."
        said = ("# Missing children", "## Interviews", RULE.format(limit), "## Records", other)
        (corpus / f"{name}.md").write_text("\n\n".join(said))
        manifest += f'[[source.edition]]\nedition = "{year}"\neffective = {year}-01-01\n'
        manifest += f'file = "{name}.md"\n'
    (corpus / "manifest.toml").write_text(manifest)
    opened = open_book(corpus, tmp_path_factory.mktemp("editions-data"))
    yield opened
    opened.close()


def test_the_latest_edition_with_the_figure_is_quoted_and_the_day_it_ended(book: Handbook) -> None:
    asked = Question("is the return interview within 72 hours of being found")
    answer = book.ask(asked)
    quote = RULE.format("72 hours")
    [told] = answer_json(answer)["before"]
    assert (told["quote"], told["until"]) == (quote, "2024-01-01")
    assert quote not in answer.text
    assert quote in answer_text(answer).split("Said before, not the rule")[1]
    apart = answer_html(book, asked, answer).split("no longer the rule")[1]
    assert "Superseded: a later edition has held since 1 January 2024" in apart
    assert quote in apart
    paper = sheet_of(book, [(asked, answer)], date(2026, 11, 24))
    [section] = [s for s in paper.entries[0].apart if "no longer the rule" in s.title]
    assert [q.text for q in section.quoted] == [quote]


def test_an_older_page_and_the_sentence_on_the_change_are_shown(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("core assessment has to be done within 35 working days?"))
    assert "ended in 2013" in answer.citations[-1].quote
    [before] = answer.before
    assert "core assessment within 35 working days" in before.citation.quote
    assert before.until is None
    assert "an older page" in answer_text(answer)


def test_a_figure_that_the_rule_bears_out_brings_nothing_older(corpus_book: Handbook) -> None:
    assert not corpus_book.ask(Question("is it 45 working days for an assessment")).before


def test_the_sentence_on_the_change_does_not_bear_the_old_figure_out(tmp_path: Path) -> None:
    changed = (
        "Providers had 72 hours until 2024, when the contract was changed because few were found "
        "in time."
    )
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    said = ("# Missing children", "## Interviews", RULE.format("48 hours"), changed)
    (corpus / "missing.md").write_text("\n\n".join(said))
    book = open_book(corpus, tmp_path / "data")
    answer = book.ask(Question("is the return interview within 72 hours of being found"))
    book.close()
    assert [c.quote for c in answer.citations] == [RULE.format("48 hours"), changed]
    [told] = [n.text for n in answer.notices if n.kind == "figure_differs"]
    assert "72 hours" in told
    assert "48 hours" in told
