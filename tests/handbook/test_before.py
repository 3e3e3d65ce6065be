"""Where a question takes an old figure for granted, what had it is shown, and when that ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from page.evidence import evidence_html

from handbook.book import Handbook
from handbook.domain import Question
from handbook.present import answer_json, answer_text
from handbook.replies import Replies
from handbook.settings import ROOT
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
    answer = book.ask(Question("is the return interview within 72 hours of being found"))
    assert answer.citations[0].quote == RULE.format("48 hours")
    [before] = answer.before
    assert before.citation.quote == RULE.format("72 hours")
    assert before.citation.edition.edition == "2021"
    assert before.until == date(2024, 1, 1)
    assert before.citation.marker == len(answer.citations) + 1


def test_a_figure_of_two_editions_ago_ended_with_the_one_between(book: Handbook) -> None:
    answer = book.ask(Question("is the return interview within 5 days of being found"))
    [before] = answer.before
    assert (before.citation.edition.edition, before.until) == ("2019", date(2021, 1, 1))


def test_the_figure_of_another_rule_is_not_what_was_said_before(book: Handbook) -> None:
    for asked in ("within 90 hours", "within 48 hours"):
        assert not book.ask(Question(f"is the return interview {asked} of being found")).before


def test_asked_as_at_a_date_only_what_came_before_it_is_shown(book: Handbook) -> None:
    text = "is the return interview within 48 hours of being found"
    assert not book.ask(Question(text, as_of=date(2022, 1, 1))).before


def test_it_is_shown_apart_from_the_rule_on_every_surface(book: Handbook) -> None:
    answer = book.ask(Question("is the return interview within 72 hours of being found"))
    quote = RULE.format("72 hours")
    [told] = answer_json(answer)["before"]
    assert (told["quote"], told["until"]) == (quote, "2024-01-01")
    assert quote not in answer.text
    assert quote in answer_text(answer).split("Said before, not the rule")[1]
    replies = Replies.load(ROOT / "prompts")
    said = answer_html(answer, replies, lambda _: None)
    shown = evidence_html(answer, book.units, lambda _: None, replies)
    badge = "Superseded: a later edition has held since 1 January 2024"
    assert badge in said.split("no longer the rule")[1]
    assert badge in shown.split("id='evidence-1-2'")[1]


def test_an_older_page_and_the_sentence_on_the_change_are_shown(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("core assessment has to be done within 35 working days?"))
    assert "ended in 2013" in answer.citations[-1].quote
    [before] = answer.before
    assert "core assessment within 35 working days" in before.citation.quote
    assert before.until is None
    assert "an older page" in answer_text(answer)


def test_a_figure_that_the_rule_bears_out_brings_nothing_older(corpus_book: Handbook) -> None:
    assert not corpus_book.ask(Question("is it 45 working days for an assessment")).before
