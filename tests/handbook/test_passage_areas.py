"""A section, or a sentence, of one area in a source that speaks for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from eval.cases import Case
from eval.measures import area_leak
from handbook.answer_records import Answer, Question, Status
from handbook.area_words import AreaWords
from handbook.book import Handbook
from handbook.export.compose import sheet_of
from handbook.make.lines import all_in_force, rules_near
from handbook.places import Places
from page.reply import answer_html
from tests.conftest import open_book

LEEDS = "A referrer must confirm a telephoned referral in writing within 24 hours of the call."
TWO = "A referrer must confirm a telephoned referral in writing within three days of the call."
VISIT = "In Leeds, the health visitor must weigh the baby within five working days of discharge."
GOES_ON = "A second weighing must follow within nine working days."
EVERYBODY = "The midwife must tell the health visitor of the birth within one working day."
TOWN = "In Hebden Bridge the clinic must see a baby with a fever within two hours."
CHAPTER = f"""# Referrals and babies

## 1. Leeds only

1.1 {LEEDS}

## 2. In Bradford and Calderdale

2.1 {TWO}

## 3. Babies

{EVERYBODY} {VISIT} {GOES_ON}

{TOWN}

## 4. The duty desk

The duty desk must answer a call about a disabled child within:

- Leeds: six minutes
- Wakefield: seven minutes
"""
IN_WRITING = "How soon must a telephoned referral be confirmed in writing?"
WEIGHED = "How soon must the health visitor weigh the baby after discharge?"
BIRTH = "When must the midwife tell the health visitor of the birth?"
DESK = "How soon must the duty desk answer a call about a disabled child?"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """One source of all areas, with rules of some."""
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "chapter.md").write_text(CHAPTER)
    book = open_book(corpus, tmp_path_factory.mktemp("data"))
    yield book
    book.close()


def told(answer: Answer) -> str:
    """Everything of an answer that comes from the sources."""
    return " ".join([c.quote for c in answer.citations] + [h.passage.text for h in answer.hits])


@pytest.mark.parametrize(("asked", "rule"), [(IN_WRITING, LEEDS), (WEIGHED, VISIT)])
def test_the_area_is_shown_its_own_rule_as_its_own(book: Handbook, asked: str, rule: str) -> None:
    answer = book.ask(Question(asked, area="leeds"))
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].quote == rule
    assert answer.citations[0].edition.area == "leeds"


@pytest.mark.parametrize("asked", [IN_WRITING, WEIGHED, DESK])
def test_another_area_is_never_shown_it(book: Handbook, asked: str) -> None:
    answer = book.ask(Question(asked, area="kirklees"))
    shown = told(answer)
    for words in ("24 hours", "five working days", "nine working days", "six minutes"):
        assert words not in shown
    found = " ".join(h.passage.text for h in book.search(asked, 10, "kirklees"))
    assert "24 hours" not in found
    assert "Leeds" not in found


def test_what_stands_beside_it_is_still_everybodys(book: Handbook) -> None:
    answer = book.ask(Question(BIRTH, area="kirklees"))
    assert answer.citations[0].quote == EVERYBODY
    assert answer.citations[0].edition.area == "all"


def test_with_no_area_each_is_shown_as_its_areas(book: Handbook) -> None:
    answer = book.ask(Question(IN_WRITING))
    assert answer.status is Status.ASK_AREA
    shown = {c.quote: c.edition.area for c in answer.citations}
    assert shown == {LEEDS: "leeds", TWO: "bradford, calderdale"}
    assert len(answer.by_area) == 2


def test_with_no_area_a_rule_that_one_alone_has_names_it_everywhere(book: Handbook) -> None:
    question = Question(WEIGHED)
    answer = book.ask(question)
    assert answer.citations[0].quote == VISIT
    assert answer.citations[0].edition.area == "leeds"
    assert "<dt>Area</dt><dd>Leeds</dd>" in answer_html(book, question, answer)
    [entry] = sheet_of(book, [(question, answer)], date(2026, 12, 1)).entries
    assert "Area: Leeds" in entry.quoted[0].facts


def test_a_town_tells_its_area(book: Handbook) -> None:
    asked = "How soon must the clinic see a baby with a fever?"
    assert "two hours" not in told(book.ask(Question(asked, area="leeds")))
    answer = book.ask(Question(asked, area="calderdale"))
    assert (answer.citations[0].quote, answer.citations[0].edition.area) == (TOWN, "calderdale")


def test_of_a_list_by_area_only_the_areas_item_is_quoted(book: Handbook) -> None:
    answer = book.ask(Question(DESK, area="wakefield"))
    assert "seven minutes" in told(answer)
    assert "six minutes" not in told(answer)


def test_made_material_takes_it_for_its_area_alone(book: Handbook) -> None:
    everywhere = {line.citation.quote for line in all_in_force(book, None)}
    assert EVERYBODY in everywhere
    assert everywhere.isdisjoint({LEEDS, TWO, VISIT, GOES_ON})
    assert LEEDS in {line.citation.quote for line in all_in_force(book, "leeds")}
    near = {line.citation.quote for line in rules_near(book, IN_WRITING, "kirklees")}
    assert near.isdisjoint({LEEDS, TWO})


def test_the_measure_of_leaks_reads_heading_and_sentence(book: Handbook) -> None:
    """Whatever the answer says of the area: the measure does not go by what is measured."""
    question = Question(IN_WRITING, area="kirklees")
    case = Case("leak", question, frozenset({Status.NOT_COVERED}), (), (), (), ())
    for asked, area in ((IN_WRITING, "leeds"), (WEIGHED, "leeds"), (IN_WRITING, "bradford")):
        leaked = book.ask(Question(asked, area=area))
        first = leaked.citations[0]
        as_all = replace(first, edition=replace(first.edition, areas=()))
        assert area_leak(replace(leaked, citations=(as_all,)), case) == 1.0
    everybodys = book.ask(Question(BIRTH, area="kirklees"))
    assert area_leak(everybodys, case) == 0.0


WORDS = AreaWords(Places({**Places().areas, "hebden bridge": "calderdale"}))


@pytest.mark.parametrize(
    ("heading", "areas"),
    [
        ("5. Leeds only", ("leeds",)),
        ("In Bradford and Calderdale", ("bradford", "calderdale")),
        ("3.2 Bradford, Kirklees and Wakefield", ("bradford", "kirklees", "wakefield")),
        ("Contact form (Leeds)", ("leeds",)),
        ("What to do in Leeds", ("leeds",)),
        ("Leeds: Duty and Advice", ("leeds",)),
        ("Hebden Bridge only", ("calderdale",)),
        ("All areas except Leeds", ("bradford", "calderdale", "kirklees", "wakefield")),
        ("Children of Leeds who live in Bradford", ()),
        ("Moving from Leeds to Kirklees", ()),
        ("Children living in Leeds", ()),
        ("The Leeds review of 2015 and what followed", ()),
        ("Bradford, Calderdale, Kirklees, Leeds and Wakefield", ()),
    ],
)
def test_what_a_heading_says(heading: str, areas: tuple[str, ...]) -> None:
    assert WORDS.of_headings(["Referrals", heading]) == areas


@pytest.mark.parametrize(
    ("sentence", "areas"),
    [
        ("In Leeds, a form is sent.", ("leeds",)),
        ("In Leeds and Wakefield the chair decides.", ("leeds", "wakefield")),
        ("Leeds: ring Duty and Advice.", ("leeds",)),
        ("Leeds staff use the Leeds process.", ("leeds",)),
        ("Staff in Leeds use another process.", ("leeds",)),
        ("Except in Leeds, the form is sent.", ("bradford", "calderdale", "kirklees", "wakefield")),
        ("In Leeds Crown Court the judge decided.", ()),
        ("In Leeds and other cities, numbers rose.", ()),
        ("A child from Leeds has the same rights.", ()),
    ],
)
def test_what_a_sentence_says(sentence: str, areas: tuple[str, ...]) -> None:
    assert WORDS.of_sentence(sentence) == areas
