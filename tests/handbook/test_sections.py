"""Sections: every stored character is read in one of them, once, and none is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.book import Handbook
from handbook.domain import Passage, Role, Sentence, Span, Unit
from handbook.index.editions import Held
from handbook.library import Library
from handbook.section_text import Block, find_heading, read_section
from handbook.sections import find_sections
from tests.conftest import open_book, shared


def held(book: Handbook, source_id: str) -> Held:
    return book.chain(source_id)[-1]


def read(book: Handbook, document_id: str, number: int) -> tuple[Block, ...]:
    sections = Library(book).sections(document_id)
    return read_section(book.units(document_id), sections, number)


def shown(book: Handbook, document_id: str) -> list[str]:
    """The visible characters of all sections. Panels may be stored in another order than they are
    read in, so their order is left out."""
    sections = Library(book).sections(document_id)
    blocks = [b for s in sections for b in read(book, document_id, s.number)]
    return sorted("".join("".join(b.lines) for b in blocks).replace(" ", ""))


def stored(book: Handbook, document_id: str) -> list[str]:
    return sorted("".join("".join(u.text.split()) for u in book.units(document_id)))


def test_the_sections_of_an_edition_hold_every_stored_character_once(corpus_book: Handbook) -> None:
    for one in corpus_book.opened().edition.all():
        assert shown(corpus_book, one.document_id) == stored(corpus_book, one.document_id)


def test_so_do_those_of_a_long_publication_with_footnotes(tmp_path: Path) -> None:
    path = shared("documents", "information-sharing-advice-2024.pdf")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / path.name).write_bytes(path.read_bytes())
    book = open_book(corpus, tmp_path / "data")
    try:
        key = next(book.opened().edition.all()).document_id
        assert shown(book, key) == stored(book, key)
    finally:
        book.close()


def test_every_passage_and_question_begins_once_in_its_section(corpus_book: Handbook) -> None:
    for one in corpus_book.opened().edition.all():
        for section in Library(corpus_book).sections(one.document_id):
            blocks = read(corpus_book, one.document_id, section.number)
            begun = [item for block in blocks for item in block.begin]
            assert sorted(i.spans for i in begun) == sorted(i.spans for i in section.items)


def test_a_section_begins_with_its_heading_and_ends_before_the_next(corpus_book: Handbook) -> None:
    key = held(corpus_book, "core-groups").document_id
    fourth, fifth = (read(corpus_book, key, n) for n in (4, 5))
    assert fourth[0].is_heading
    assert fourth[0].lines == ["1. When the core group meets"]
    assert fourth[1].lines[0].startswith("1.1 The core group should meet within 10 working days")
    assert fifth[0].lines == ["2. Who is in the core group"]


def test_a_loose_line_above_a_heading_ends_the_section_before_it() -> None:
    text = "First\nA rule.\nA caption\nSecond\nAnother.\n"
    passages = []
    for heading, words in (("First", "A rule."), ("Second", "Another.")):
        spans = (Span(0, text.index(words), text.index(words) + len(words)),)
        number = len(passages)
        passages.append(
            Passage(
                f"d-{number}",
                "d",
                number,
                (heading,),
                None,
                Role.RULE,
                spans,
                (Sentence(spans),),
                words,
            )
        )
    sections = find_sections(passages, ())
    units = (Unit(0, "section", text, ()),)
    lines = [[b.lines[0] for b in read_section(units, sections, n)] for n in (1, 2)]
    assert lines == [["First", "A rule.", "A caption"], ["Second", "Another."]]


def test_the_questions_of_a_panel_are_a_section_of_their_own(corpus_book: Handbook) -> None:
    key = held(corpus_book, "emily-briefing").document_id
    section = next(s for s in Library(corpus_book).sections(key) if s.questions)
    assert (section.panel, len(section.items), section.title) == (6, 7, "")
    lines = [line for b in read(corpus_book, key, section.number) for line in b.lines]
    assert lines[:2] == ["6", "Questions"]


def test_a_question_within_a_passage_belongs_to_its_section(corpus_book: Handbook) -> None:
    key = held(corpus_book, "rowan-made-up-briefing").document_id
    section = next(s for s in Library(corpus_book).sections(key) if s.questions)
    assert isinstance(section.items[0], Passage)
    assert section.questions[0].text == "Who looks after this made-up child on Fridays?"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("before\n1. What the core\n group does\nafter", "1. What the core\n group does"),
        ("What the core group does\n", "What the core group does"),
        ("He said what the core group does today.", None),
    ],
)
def test_a_heading_is_found_on_lines_of_its_own_with_or_without_its_number(
    text: str, found: str | None
) -> None:
    match = find_heading("1. What the core group does", text)
    assert (match[0] if match else None) == found
