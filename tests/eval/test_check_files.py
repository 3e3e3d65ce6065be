"""Statements with known verdicts sent through real files: each arrives, in its place, and is found
to be what it is found to be by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.check.cases import Case, load
from eval.check.files.through import WRITERS, Arrived, by_deck, through_file
from handbook.book import Handbook
from handbook.check.run import check_lines
from ingest.material import read_material

EDITABLE = ("pptx", "docx", "md")
DECKS = {"missing education", "exploitation", "kirklees-babies-under-one"}
"""With tables, notes, paragraphs, lists, one with an area of its own."""


def _sent(form: str, folder: Path) -> list[Arrived]:
    return [a for some in by_deck(load("tuning")) for a in through_file(some, form, folder)]


@pytest.mark.parametrize("form", EDITABLE)
def test_each_statement_arrives_with_its_place_and_what_introduces_it(
    form: str, tmp_path: Path
) -> None:
    sent = _sent(form, tmp_path)
    assert len(sent) == len(load("tuning"))
    assert [a for a in sent if not a.is_whole] == []


def test_of_slides_each_statement_arrives_as_the_kind_of_line_that_it_is(tmp_path: Path) -> None:
    kinds = [(a.line.kind, a.stands.case.line.kind) for a in _sent("pptx", tmp_path) if a.line]
    assert [k for k in kinds if k[0] != k[1]] == []
    assert {k for k, _ in kinds} == {"heading", "item", "row", "paragraph", "note"}


@pytest.mark.parametrize("form", EDITABLE)
def test_no_line_comes_of_a_file_but_statements_and_titles(form: str, tmp_path: Path) -> None:
    for cases in by_deck(load("tuning")):
        sent = through_file(cases, form, tmp_path)
        told = {a.line.ordinal for a in sent if a.line}
        lines = read_material(tmp_path / f"deck.{form}").lines
        others = [line for line in lines if line.ordinal not in told]
        assert [line.text for line in others if line.kind != "heading"] == []


def test_of_pdf_pages_all_but_a_few_statements_arrive_whole(tmp_path: Path) -> None:
    """Where a line ends without a stop and the next paragraph stands as close as a line, the two
    are read as one."""
    sent = _sent("pdf", tmp_path)
    assert sum(a.is_whole for a in sent) >= 0.98 * len(sent)
    assert all(a.is_whole for a in sent if a.line)


@pytest.mark.parametrize("form", WRITERS)
def test_a_statement_from_a_file_gets_the_verdict_that_it_gets_alone(
    form: str, corpus_book: Handbook, tmp_path: Path
) -> None:
    compared = 0
    for cases in by_deck(load("tuning")):
        if cases[0].deck not in DECKS:
            continue
        sent = [
            a
            for a in through_file(cases, form, tmp_path)
            if a.line and a.line.lead_in == a.stands.case.line.lead_in
        ]
        read = _verdicts(corpus_book, [replace(a.stands.case, line=a.line) for a in sent if a.line])
        assert read == _verdicts(corpus_book, [a.stands.case for a in sent])
        compared += len(sent)
    assert compared >= 60


def _verdicts(book: Handbook, cases: list[Case]) -> list[tuple[str, str, list[str]]]:
    found = check_lines(book, [c.line for c in cases], cases[0].area)
    return [(f.line.text, f.verdict, [d.part for d in f.differences]) for f in found]
