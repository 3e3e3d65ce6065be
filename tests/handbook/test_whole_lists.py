"""Items of one list that answer together are quoted once, as the list that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import docx
import pypdf
import pytest

from handbook.answer_records import Citation, Question
from handbook.book import Handbook
from handbook.cite import quote
from handbook.export.compose import sheet_of
from handbook.export.forms import FORMS, written
from handbook.present import answer_json, answer_text
from handbook.quotation import open_quotation
from page.reply import answer_html
from tests.conftest import open_book

LEAD_IN = "The home visit record should hold:"
ITEMS = (
    "who was seen in the home on the visit",
    "what the child said about the home on the visit",
    "a date for the next home visit within two weeks",
)
ASKED = "What should the home visit record hold of who was seen and what the child said?"
ALONE = "Does a badge need a photograph?"
MANY = [f"a visiting card of the kind that is numbered {n} in the list of cards" for n in range(12)]
LONG = "\n".join(f"- {item}" for item in MANY)
TEXT = f"""# Visiting at home

## The record

1.1 {LEAD_IN}

- {ITEMS[0]}
- {ITEMS[1]}
- {ITEMS[2]}

## The badge

2.1 The badge of a visitor must have:

- a photograph
- the telephone number of the office

## The lock

3.1 The lock of a visiting room must:

- open from inside the visiting room
- be seen from outside the visiting room. It must not be seen by a visitor who may do harm.

## The long list

4.1 The bag of a visitor should hold:

{LONG}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """A chapter with two lists."""
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "visits.md").write_text(TEXT)
    opened = open_book(corpus, tmp_path_factory.mktemp("data"))
    yield opened
    opened.close()


def the_list(book: Handbook) -> Citation:
    """The quotation of the first list, which is quoted once."""
    quoted = book.ask(Question(ASKED)).citations
    [whole] = [c for c in quoted if c.quote.startswith(LEAD_IN)]
    return whole


def test_two_items_bring_the_whole_list_in_its_order(book: Handbook) -> None:
    whole = the_list(book)
    assert whole.lines == (LEAD_IN, *ITEMS)
    assert whole.quote == " ".join(whole.lines)
    assert whole.quote == quote(book.units(whole.document_id), whole.spans)


def test_an_item_alone_is_quoted_with_its_introduction(book: Handbook) -> None:
    first = book.ask(Question(ALONE)).citations[0]
    assert first.quote == "The badge of a visitor must have: a photograph"
    assert first.lines == (first.quote,)


def test_a_limit_in_one_item_is_not_that_of_the_list(book: Handbook) -> None:
    rule = the_list(book).rule
    assert rule is not None
    assert rule.duty is not None
    assert rule.duty.of(LEAD_IN) == "should"
    assert rule.limits == ()


def test_a_list_is_opened_in_its_place_whole(book: Handbook) -> None:
    whole = the_list(book)
    opened = open_quotation(book, whole.document_id, whole.spans)
    assert opened is not None
    assert all(line in opened.citation.quote for line in whole.lines)


def test_every_surface_shows_each_item_on_a_line(book: Handbook) -> None:
    question = Question(ASKED)
    answer = book.ask(question)
    assert "\n    ".join((LEAD_IN, *ITEMS)) in answer_text(answer)
    [row] = [c for c in answer_json(answer)["citations"] if c["quote"].startswith(LEAD_IN)]
    assert row["lines"] == [LEAD_IN, *ITEMS]
    page = answer_html(book, question, answer)
    assert "</li><li>".join(ITEMS) in page
    sheet = sheet_of(book, [(question, answer)], date(2026, 12, 1))
    files = {form: written(book, sheet, form) for form in FORMS}
    assert "\\\n> ".join((LEAD_IN, *ITEMS)) in files[".md"].decode()
    word = [p.text for p in docx.Document(BytesIO(files[".docx"])).paragraphs]
    assert any("\n".join((LEAD_IN, *ITEMS)) in text for text in word)
    printed = pypdf.PdfReader(BytesIO(files[".pdf"])).pages[0].extract_text().splitlines()
    assert any(line.strip().startswith(ITEMS[1]) for line in printed)


def test_a_list_over_two_passages_is_whole_or_is_no_list(book: Handbook) -> None:
    held = next(iter(book.opened().edition.in_force(None)))
    passages = [p for p in book.catalogue.passages_of(held) if "visiting card" in p.text]
    assert len(passages) > 1
    answer = book.ask(
        Question("Which visiting cards of the list should the bag of a visitor hold?")
    )
    assert {len(c.lines) for c in answer.citations} <= {1, len(MANY) + 1}


def test_a_list_whose_last_item_goes_on_is_not_quoted_as_if_it_ended(book: Handbook) -> None:
    asked = "How must the lock of a visiting room open and be seen, inside and outside?"
    answer = book.ask(Question(asked))
    assert any("the lock of a visiting room" in c.quote.lower() for c in answer.citations)
    assert all(len(c.lines) == 1 for c in answer.citations)
