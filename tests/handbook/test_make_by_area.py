"""Made material where areas say the same: nobody is shown another area's citation alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from handbook.book import Handbook
from handbook.export.sheet import Booklet, Part
from handbook.make.discussion import discussion_of
from handbook.make.handout import handout_of_topic
from handbook.make.lines import Line, lines_of, rules_near
from tests.handbook.test_by_area import RULES, SAME, opened

DAY = date(2026, 12, 1)
TOPIC = "settling a dispute between agencies"


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """Two areas with one rule in the same words, and an area that differs."""
    book = opened(
        tmp_path_factory,
        {"leeds": SAME, "bradford": SAME, "kirklees": RULES["leeds"]},
    )
    yield book
    book.close()


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """One rule in the same words for everybody and in an area."""
    book = opened(tmp_path_factory, {"leeds": SAME, "": SAME})
    yield book
    book.close()


def areas_of(parts: tuple[Part, ...], text: str) -> list[str]:
    found = [q for part in parts for q in part.quoted if q.text == text]
    return sorted(f for q in found for f in q.facts if f.startswith("Area: "))


def made(book: Handbook, area: str | None) -> list[Booklet]:
    return [
        handout_of_topic(book, TOPIC, area, DAY, None),
        discussion_of(book, "The agencies have a dispute to settle.", area, DAY, None),
    ]


def test_words_that_two_areas_have_in_common_are_cited_for_each(alike: Handbook) -> None:
    for booklet in made(alike, None):
        assert areas_of(booklet.parts, SAME) == ["Area: Bradford", "Area: Leeds"]
        assert areas_of(booklet.parts, RULES["leeds"]) == ["Area: Kirklees"]


def test_one_area_is_shown_its_own_citation(alike: Handbook) -> None:
    for booklet in made(alike, "bradford"):
        assert areas_of(booklet.parts, SAME) == ["Area: Bradford"]


def test_words_that_hold_everywhere_are_cited_once(everywhere: Handbook) -> None:
    [line] = rules_near(everywhere, TOPIC, None)
    assert line.citation.edition.areas == ()


def test_a_discussion_has_them_once_though_one_sentence_finds_an_areas_alone(
    everywhere: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(book: Handbook, text: str, area: str | None) -> list[Line]:
        del area
        wanted = ("leeds",) if text.startswith("Leeds") else ()
        held = book.opened().edition.in_force(None).items()
        [(name, one)] = [(name, h) for name, h in held if h.edition.areas == wanted]
        return lines_of(book, book.catalogue.passages_of(name), one.edition)

    monkeypatch.setattr("handbook.make.discussion.rules_near", found)
    told = "The agencies have a dispute to settle. Leeds agencies have a dispute to settle."
    booklet = discussion_of(everywhere, told, None, DAY, None)
    [only] = [q for q in booklet.quotations if q.text == SAME]
    assert not [fact for fact in only.facts if fact.startswith("Area: ")]
