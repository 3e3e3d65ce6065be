"""What takes effect on a day to come is never given as today's guidance without that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.export.compose import sheet_of
from handbook.export.forms import FORMS, written
from handbook.make.handout import handout_of_topic
from handbook.present import answer_text
from page.reply import answer_html
from tests.conftest import open_book
from tests.handbook.test_export import read_back

MANIFEST = """
[[source]]
id = "kites"
title = "Kite meetings"
authority = "local procedure"
[[source.edition]]
effective = 2995-04-01
file = "kites.md"

[[source]]
id = "boats"
title = "Boat meetings"
authority = "local procedure"
[[source.edition]]
effective = 2020-01-01
file = "boats.md"
"""
RULE = "# {0} meetings\n\n## 1. Timing\n\n1.1 The first {0} meeting must be held within {1} days.\n"
KITES = Question("when must the first kite meeting be held")
TOLD = "“Kite meetings” takes effect on 1 April 2995."


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    folder = tmp_path_factory.mktemp("to-come")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "manifest.toml").write_text(MANIFEST)
    (corpus / "kites.md").write_text(RULE.format("kite", "five"))
    (corpus / "boats.md").write_text(RULE.format("boat", "nine"))
    opened = open_book(corpus, folder / "data")
    yield opened
    opened.close()


def test_its_quotation_comes_with_the_day_once(book: Handbook) -> None:
    answer = book.ask(KITES)
    assert "five days" in answer.text
    told = [n for n in answer.notices if n.kind == "not_in_force_yet"]
    assert [n.text.startswith(TOLD) for n in told] == [True]


def test_what_is_in_force_comes_without(book: Handbook) -> None:
    answer = book.ask(Question("when must the first boat meeting be held"))
    assert "nine days" in answer.text
    assert "not_in_force_yet" not in {n.kind for n in answer.notices}


def test_asked_as_at_a_later_day_it_is_the_rule(book: Handbook) -> None:
    answer = book.ask(Question(KITES.text, as_of=date(2995, 4, 1)))
    assert "five days" in answer.text
    assert "not_in_force_yet" not in {n.kind for n in answer.notices}


@pytest.mark.parametrize("form", FORMS)
def test_the_day_stands_on_every_paper(book: Handbook, form: str) -> None:
    sheet = sheet_of(book, [(KITES, book.ask(KITES))], date.today(), None)
    assert TOLD in read_back(written(book, sheet, form), form)


def test_the_day_stands_on_the_page_the_terminal_and_in_the_api(book: Handbook) -> None:
    answer = book.ask(KITES)
    assert TOLD in answer_html(book, KITES, answer)
    assert TOLD in answer_text(answer)
    reply = TestClient(application(book)).post("/api/v1/ask", json={"question": KITES.text})
    assert any(n["text"].startswith(TOLD) for n in reply.json()["notices"])


def test_the_day_stands_on_material_that_is_made(book: Handbook) -> None:
    handout = handout_of_topic(book, "kite meeting", None, date.today(), None)
    assert [words.startswith(TOLD) for words in handout.notices] == [True]


def test_the_library_does_not_say_that_it_is_in_force(book: Handbook) -> None:
    client = TestClient(application(book))
    assert client.get("/library").text.count("Not in force yet") == 1
    page = client.get("/library/kites").text
    assert TOLD in page
    assert "Not in force yet: takes effect on 1 April 2995" in page
    assert "In force<" not in page
