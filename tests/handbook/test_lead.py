"""A line of a language model's own: only where it is allowed, labelled everywhere, and dropped
where no quotation bears it out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from handbook.answer_records import Answer, Question, Status, Turn
from handbook.book import Handbook
from handbook.export.compose import sheet_of
from handbook.export.forms import written
from handbook.present import answer_json, answer_text
from page.reply import answer_html
from tests.conftest import open_book
from tests.handbook.test_export import read_back
from tests.model_server import ModelServer
from tests.pointing import ASKED, RULE, SCHOOL, TEXT, pointing, quotes, with_model

pytest.importorskip("openai", reason="the extra `models` is not installed")
LINE = "Within 5 working days of the referral, the first visit must be made."
LABEL = "Written by a language model (wise), not by a source, and no guidance."
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """The handbook with no language model."""
    corpus = tmp_path_factory.mktemp("visits")
    (corpus / "visits.md").write_text(TEXT)
    book = open_book(corpus, tmp_path_factory.mktemp("data"))
    yield book
    book.close()


@pytest.fixture
def book(offline: Handbook, server: ModelServer) -> Iterator[Handbook]:
    """The same with one that may propose a line."""
    opened = Handbook.open(with_model(offline.settings, server.url, lead=True))
    yield opened
    opened.close()


def leading(line: str, *sentences: str, suffice: bool = True) -> Callable[[str], str]:
    """A model that points to these sentences, and proposes a line."""

    def reply(prompt: str) -> str:
        if "Quotations:" in prompt:
            return json.dumps({"lead": line})
        return pointing(*sentences, suffice=suffice)(prompt)

    return reply


@pytest.fixture
def led(book: Handbook, server: ModelServer) -> Answer:
    """An answer with such a line."""
    server.reply = leading(LINE, RULE)
    return book.ask(Question(ASKED))


def test_a_line_that_a_quotation_bears_out_is_shown_apart_from_the_text(led: Answer) -> None:
    assert led.lead
    assert led.lead.text == LINE
    assert led.lead.label.startswith(LABEL)
    assert quotes(led) == [RULE]
    assert LINE not in led.text, "it is no part of the answer's own words"
    assert led.trace["pointing"]["lead"] == "kept"


def test_it_is_labelled_on_the_command_line_and_in_the_record(led: Answer) -> None:
    printed = answer_text(led)
    assert printed.index(LABEL) < printed.index(LINE) < printed.index(RULE)
    assert answer_json(led)["lead"]["label"].startswith(LABEL)
    assert answer_json(led)["lead"]["text"] == LINE


def test_it_is_labelled_on_the_page(book: Handbook, led: Answer) -> None:
    page = answer_html(book, Question(ASKED), led)
    assert page.index(LINE) < page.index(LABEL) < page.index(RULE)
    assert "In a language model" in page


@pytest.mark.parametrize("form", [".docx", ".pdf", ".md"])
def test_it_is_labelled_on_paper(book: Handbook, led: Answer, form: str) -> None:
    sheet = sheet_of(book, [(Question(ASKED), led)], DAY)
    words = read_back(written(book, sheet, form), form)
    assert words.index(LABEL) < words.index(LINE) < words.index(RULE)


def test_it_is_neither_asked_for_nor_shown_where_it_is_not_allowed(
    offline: Handbook, server: ModelServer
) -> None:
    opened = Handbook.open(with_model(offline.settings, server.url))
    server.reply = leading(LINE, RULE)
    answer = opened.ask(Question(ASKED))
    opened.close()
    assert answer.lead is None
    assert "lead" not in answer_json(answer)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Within 6 working days of the referral, the first visit must be made.", "number"),
        ("Within 5 days of the referral, the first visit must be made.", "unit"),
        ("The first visit must be made 5 working days after the referral.", "bound"),
        ("Within 5 working days of the conference, the first visit must be made.", "counted from"),
        ("Within 5 working days of the referral, the first visit should be made.", "duty"),
        ("Make the first visit within 5 working days of the referral.", "duty"),
        ("Within 5 working days of the referral, the first visit must not be made.", "duty"),
        ("The social worker must make the first visit within 5 working days.", "actor"),
        ("No visit is needed.", "duty"),
        ("Do nothing.", "duty"),
        ("Ring 0800 123456 within 5 working days of the referral.", "number"),
        ("Everybody must relax and enjoy the garden.", "matter"),
        ("", "one sentence"),
        (f"{LINE}\nNo visit is needed.", "one sentence"),
        (f"{LINE} Otherwise wait.", "one sentence"),
        (LINE.replace(",", "; otherwise wait:"), "one sentence"),
        (LINE.removesuffix(" must be made."), "one sentence"),
        (f"{LINE} " * 4, "one sentence"),
        (
            "Within 5 working days of the referral, the first visit must\u202e be made.",
            "one sentence",
        ),
    ],
)
def test_a_line_that_no_quotation_bears_out_is_dropped(
    book: Handbook, server: ModelServer, line: str, part: str
) -> None:
    server.reply = leading(line, RULE)
    answer = book.ask(Question(ASKED))
    assert answer.lead is None
    assert answer.trace["pointing"]["lead"].startswith("dropped: ")
    assert part in answer.trace["pointing"]["lead"]
    assert quotes(answer) == [RULE]
    assert not line or line not in answer_text(answer)


def test_one_quotation_by_itself_must_bear_it_out(book: Handbook, server: ModelServer) -> None:
    joined = "The keyworker should tell the school within 5 working days of the referral."
    server.reply = leading(joined, RULE, SCHOOL)
    answer = book.ask(Question(ASKED))
    assert quotes(answer) == [RULE, SCHOOL]
    assert answer.lead is None


def test_who_has_the_duty_is_not_turned_round(book: Handbook, server: ModelServer) -> None:
    turned = "The school should tell the keyworker about the first visit on the same day."
    server.reply = leading(turned, SCHOOL)
    answer = book.ask(Question("who tells the school about the first visit?"))
    assert quotes(answer) == [SCHOOL]
    assert answer.trace["pointing"]["lead"] == "dropped: actor not borne out"


def test_an_answer_that_declines_or_is_urgent_has_none(book: Handbook, server: ModelServer) -> None:
    server.reply = leading(LINE, RULE, suffice=False)
    declined = book.ask(Question(ASKED))
    urgent = book.ask(Question(f"he is hitting her right now. {ASKED}"))
    assert declined.status is Status.DETAIL_ABSENT
    assert urgent.status is Status.URGENT
    assert declined.lead is None
    assert urgent.lead is None
    assert not any("Quotations:" in p for p in server.prompts)


def test_markup_in_a_line_is_text(book: Handbook, server: ModelServer) -> None:
    marked = LINE.replace("first", "<b>first</b>")
    server.reply = leading(marked, RULE)
    page = answer_html(book, Question(ASKED), book.ask(Question(ASKED)))
    assert "<b>first" not in page


def test_a_fault_costs_the_line_and_not_the_answer(book: Handbook, server: ModelServer) -> None:
    server.reply = lambda p: "Sorry." if "Quotations:" in p else pointing(SCHOOL)(p)
    answer = book.ask(Question(ASKED))
    assert quotes(answer) == [SCHOOL]
    assert answer.lead is None
    assert "another form" in answer.trace["pointing"]["fell_back"]


def test_the_requests_are_as_they_were_signed_off(
    book: Handbook, server: ModelServer, tmp_path: Path
) -> None:
    """All that is sent for one follow-up: whoever changes a prompt or the data sees it here."""

    def reply(prompt: str) -> str:
        if "Asked before:" in prompt:
            return json.dumps({"question": ASKED})
        return leading(LINE, RULE)(prompt)

    server.reply = reply
    history = (Turn("user", "tell me about the first visit"),)
    assert book.ask(Question("and when must it be made?", history=history)).lead
    fresh, kept = tmp_path / "requests.json", Path(__file__).with_name("requests.json")
    fresh.write_text(json.dumps(server.requests, indent=1, ensure_ascii=False) + "\n")
    same = fresh.read_text() == kept.read_text()
    assert same, f"{fresh} is no longer {kept}: read the difference, and copy it if it is meant"
