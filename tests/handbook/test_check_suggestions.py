"""What each verdict of a check suggests, and what stands beside a statement that is true elsewhere
or was true once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from pptx import Presentation

from handbook.book import Handbook
from handbook.check.again import compare_checks
from handbook.check.kept import keep_check, kept_of
from handbook.check.marked import said_stretches
from handbook.check.present import NOTHING_HELD, check_json, check_text
from handbook.check.present_again import again_text
from handbook.check.read_back import read_findings
from handbook.check.records import Check, Finding, Part, Verdict
from handbook.check.remarks import remark
from handbook.check.run import Checker, make_check
from handbook.check.suggestion import suggestion
from handbook.export.check_report import row_of, write_report
from ingest.annotated import annotated
from ingest.material import read_material
from tests.conftest import open_book

MANIFEST = """
[[source]]
id = "kites"
title = "Kite procedures"
authority = "local procedure"
[[source.edition]]
effective = 2020-04-01
file = "kites-once.md"
[[source.edition]]
effective = 2024-04-01
file = "kites.md"
[[source.edition]]
effective = 2995-04-01
file = "kites-to-come.md"

[[source]]
id = "owls-leeds"
title = "Owl procedures of Leeds"
authority = "local procedure"
areas = ["leeds"]
[[source.edition]]
effective = 2020-04-01
file = "owls-leeds.md"

[[source]]
id = "owls-bradford"
title = "Owl procedures of Bradford"
authority = "local procedure"
areas = ["bradford"]
[[source.edition]]
effective = 2020-04-01
file = "owls-bradford.md"
"""
STRING = "The kite warden must report a broken string within {0} working days."
REEL = "The kite warden must oil the spare reels in the locked cupboard every week."
ROPE = "The kite warden must visit the rope store if a rope has been cut at night."
ROPE_SAID = "The kite warden must visit the rope store."
OWL = "The owl keeper must weigh every young owl within {0} hours of its landing."
LEEDS_ALONE = "The owl keeper must lock the barn door at dusk."
BOARD = "The kite warden tells the safeguarding partnership of every broken string."
MATERIAL = (OWL.format("nine"), STRING.format("three"))


def write_corpus(folder: Path) -> Path:
    """A source with an edition of each standing, and a rule that two areas have otherwise."""
    corpus = folder / "corpus"
    corpus.mkdir()
    once, now, then = (STRING.format(days) for days in ("three", "five", "eight"))
    (corpus / "manifest.toml").write_text(MANIFEST)
    (corpus / "kites-once.md").write_text(f"# Kites\n\n1.1 {once}\n\n1.2 {REEL}\n")
    (corpus / "kites.md").write_text(f"# Kites\n\n1.1 {now}\n\n1.2 {ROPE}\n\n1.3 {BOARD}\n")
    (corpus / "kites-to-come.md").write_text(f"# Kites\n\n1.1 {then}\n\n1.2 {ROPE}\n")
    leeds, bradford = OWL.format("nine"), OWL.format("four")
    (corpus / "owls-leeds.md").write_text(f"# Owls\n\n1.1 {leeds}\n\n1.2 {LEEDS_ALONE}\n")
    (corpus / "owls-bradford.md").write_text(f"# Owls\n\n1.1 {bradford}\n")
    return corpus


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    folder = tmp_path_factory.mktemp("suggestions")
    opened = open_book(write_corpus(folder), folder / "data")
    yield opened
    opened.close()


def _check(book: Handbook, folder: Path, *said: str, area: str | None = "bradford") -> Check:
    path = folder / "slides.txt"
    path.write_text("\n\n".join(said) + "\n", encoding="utf-8")
    lines = read_material(path).lines
    return make_check(book, path.name, path.read_bytes(), lines, area, date(2026, 12, 1))


def _one(book: Handbook, folder: Path, said: str, area: str | None = "bradford") -> Finding:
    [found] = _check(book, folder, said, area=area).findings
    return found


def test_what_was_true_once_suggests_the_sentence_in_its_place(
    book: Handbook, tmp_path: Path
) -> None:
    found = _one(book, tmp_path, STRING.format("three"))
    assert (found.verdict, found.until) == (Verdict.TRUE_UNTIL, date(2024, 4, 1))
    assert [c.quote for c in found.cited] == [STRING.format("three"), STRING.format("five")]
    assert found.fix == STRING.format("five")
    assert suggestion(found) == f"use “{STRING.format('five')}”"


def test_what_was_true_once_and_nothing_took_the_place_of_suggests_nothing(
    book: Handbook, tmp_path: Path
) -> None:
    check = _check(book, tmp_path, REEL)
    [found] = check.findings
    assert (found.verdict, found.beside) == (Verdict.TRUE_UNTIL, None)
    assert (found.fix, suggestion(found)) == (None, "")
    assert f"in its place: {NOTHING_HELD}" in check_text(check)


def test_what_is_true_in_another_area_suggests_the_rule_of_the_own_area(
    book: Handbook, tmp_path: Path
) -> None:
    found = _one(book, tmp_path, OWL.format("nine"))
    assert (found.verdict, found.areas) == (Verdict.TRUE_IN_ANOTHER_AREA, ("leeds",))
    assert [c.quote for c in found.cited] == [OWL.format("nine"), OWL.format("four")]
    assert found.fix == OWL.format("four")
    assert suggestion(found) == f"use “{OWL.format('four')}”"


def test_what_is_true_in_another_area_and_of_which_the_own_says_nothing_suggests_nothing(
    book: Handbook, tmp_path: Path
) -> None:
    check = _check(book, tmp_path, LEEDS_ALONE)
    [found] = check.findings
    assert (found.verdict, found.beside) == (Verdict.TRUE_IN_ANOTHER_AREA, None)
    assert (found.fix, suggestion(found)) == (None, "")
    assert f"where it is meant to hold: {NOTHING_HELD}" in check_text(check)


def test_a_condition_that_another_areas_rule_has_is_not_suggested(
    book: Handbook, tmp_path: Path
) -> None:
    found = _one(book, tmp_path, ROPE_SAID)
    assert [d.part for d in found.differences] == [Part.CONDITION]
    elsewhere = replace(found, verdict=Verdict.TRUE_IN_ANOTHER_AREA, areas=("leeds",))
    assert suggestion(elsewhere) == ""


def test_an_outdated_term_suggests_the_name_of_the_table_and_no_sentence(
    book: Handbook, tmp_path: Path
) -> None:
    found = _one(book, tmp_path, "The kite warden tells the LSCB of every broken string.")
    assert found.verdict is Verdict.OUTDATED_TERM
    assert found.citation is not None
    assert found.fix is None
    assert suggestion(found) == "safeguarding partnership (table of terms) instead of “LSCB”."


def test_what_differs_suggests_the_words_that_stand_there(book: Handbook, tmp_path: Path) -> None:
    found = _one(book, tmp_path, STRING.format("six"))
    assert found.verdict is Verdict.DIFFERS
    assert found.fix == STRING.format("five")
    assert suggestion(found) == "“five working days” instead of “six working days”."


def test_what_is_true_from_a_day_agrees_or_is_not_covered_suggests_nothing(
    book: Handbook, tmp_path: Path
) -> None:
    said = (STRING.format("eight"), ROPE, "Every form tutor must keep a blue diary.")
    found = _check(book, tmp_path, *said).findings
    verdicts = [f.verdict for f in found]
    assert verdicts == [Verdict.TRUE_FROM, Verdict.AGREES, Verdict.NOT_COVERED]
    assert [(f.fix, suggestion(f)) for f in found] == [(None, "")] * 3


def test_what_partly_agrees_is_shown_with_what_it_leaves_out_wherever_the_check_is_shown(
    book: Handbook, tmp_path: Path
) -> None:
    check = _check(book, tmp_path, ROPE_SAID)
    [found] = check.findings
    assert found.verdict is Verdict.PARTLY_AGREES
    assert found.citation is not None
    assert found.fix == found.citation.quote == ROPE
    assert not check.passes
    [left_out] = found.differences
    assert left_out.said is None
    assert left_out.stands is not None
    words = left_out.stands.of(ROPE)
    page = write_report(book, check, ".html").decode()
    for shown in (check_text(check), remark(found), page):
        assert "partly agrees" in shown.lower()
        assert f"condition: nothing is said, “{words}” stands there" in shown
        assert f"add “{words}”." in shown
    [again] = read_findings(book, json.loads(json.dumps(check_json(check))))
    assert row_of(book, again) == row_of(book, found)


def test_what_stands_beside_and_the_suggestion_are_the_same_wherever_the_check_is_shown(
    book: Handbook, tmp_path: Path
) -> None:
    check = _check(book, tmp_path, *MATERIAL)
    record = json.loads(json.dumps(check_json(check)))
    page = write_report(book, check, ".html").decode()
    assert write_report(book, check, ".xlsx").startswith(b"PK")
    told = {"where it is meant to hold": OWL.format("four"), "in its place": STRING.format("five")}
    for finding, written, (heading, now) in zip(
        check.findings, record["findings"], told.items(), strict=True
    ):
        for shown in (check_text(check), remark(finding), page):
            assert f"{heading}: “{now}”" in shown or f"{heading.capitalize()}: “{now}”" in shown
            assert f"uggest: use “{now}”" in shown or f"uggestion: use “{now}”" in shown
        row = row_of(book, finding)
        assert f"“{now}”" in row.beside
        assert (written["fix"], written["beside"]["quote"]) == (now, now)
        assert written["suggestion"] == row.suggestion == suggestion(finding)
    again = read_findings(book, record)
    assert [row_of(book, f) for f in again] == [row_of(book, f) for f in check.findings]


def test_a_comment_of_an_annotated_copy_names_what_stands_in_its_place(
    book: Handbook, tmp_path: Path
) -> None:
    path = tmp_path / "handout.docx"
    document = Document()
    document.add_paragraph(STRING.format("three"))
    document.save(str(path))
    lines = read_material(path).lines
    check = make_check(book, path.name, path.read_bytes(), lines, None, date(2026, 12, 1))
    [comment] = Document(BytesIO(annotated(path, check.findings, book.units))).comments
    assert f"In its place: “{STRING.format('five')}”" in comment.text
    assert f"Suggestion: use “{STRING.format('five')}”" in comment.text


def test_of_a_former_finding_it_is_not_said_how_to_mend_it(book: Handbook, tmp_path: Path) -> None:
    check = _check(book, tmp_path, STRING.format("five"))
    keep_check(tmp_path, check, tmp_path / "slides.txt", book.masker)
    [before] = kept_of(tmp_path, check.sha256)
    assert before is not None
    [kept] = before.findings
    was = replace(before, findings=(replace(kept, verdict=Verdict.DIFFERS),))
    assert "suggest:" not in again_text(compare_checks(book, was, check))
    now = make_check(
        book,
        check.file_name,
        (tmp_path / "slides.txt").read_bytes(),
        read_material(tmp_path / "slides.txt").lines,
        "bradford",
        date(2995, 5, 1),
    )
    assert again_text(compare_checks(book, before, now)).count("suggest: use “") == 1


@pytest.mark.parametrize(
    "said",
    [
        "# Core assessments",
        "Who sits on the LSCB?",
        "Discuss in pairs what the LSCB does",
        "I think the LSCB is brilliant",
        "10:45 The LSCB and its work",
    ],
)
def test_an_outdated_term_is_found_in_what_is_no_statement(
    book: Handbook, tmp_path: Path, said: str
) -> None:
    path = tmp_path / "slides.md"
    path.write_text(f"{said}\n", encoding="utf-8")
    [found] = Checker(book).check(read_material(path).lines, None)
    assert (found.verdict, found.citation, found.fix) == (Verdict.OUTDATED_TERM, None, None)
    assert suggestion(found).startswith(f"{found.term} (table of terms) instead of “")
    assert "".join(text for text, marked in said_stretches(found) if marked) in (
        "Core assessments",
        "LSCB",
    )


@pytest.mark.parametrize(
    "said", ["# From serious case reviews to what replaced them", "What is the LSCB now called?"]
)
def test_a_heading_or_a_question_that_tells_of_the_change_is_left_alone(
    book: Handbook, tmp_path: Path, said: str
) -> None:
    path = tmp_path / "slides.md"
    path.write_text(f"{said}\n", encoding="utf-8")
    [found] = Checker(book).check(read_material(path).lines, None)
    assert found.verdict is Verdict.NOT_CHECKABLE
    assert found.apart is not None


def test_a_slides_title_with_an_outdated_term_gets_a_comment(
    book: Handbook, tmp_path: Path
) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Core assessments"
    path = tmp_path / "deck.pptx"
    deck.save(str(path))
    lines = read_material(path).lines
    check = make_check(book, path.name, path.read_bytes(), lines, None, date(2026, 12, 1))
    assert not check.passes
    with ZipFile(BytesIO(annotated(path, check.findings, book.units))) as copy:
        said = copy.read("ppt/comments/comment1.xml").decode()
    assert "assessment (table of terms) instead of “Core assessments”." in said
