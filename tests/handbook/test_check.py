"""Statements held against the shipped corpus, from real files to verdicts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from eval.check.files.diagram import add_diagram
from handbook.book import Handbook
from handbook.catalogue import Catalogue
from handbook.check.present import check_json, check_text
from handbook.check.read_back import read_findings
from handbook.check.records import Apart, Check, Finding, Part, Verdict
from handbook.check.run import Checker, make_check
from handbook.cite import quote
from handbook.cli import main
from handbook.commands.check import FAULT
from handbook.domain import Passage
from handbook.opened import Opened
from ingest.build import ingest
from ingest.manifest import list_corpus
from ingest.material import read_material
from tests.conftest import open_book
from tests.ingest.read.make_pdf import make_pdf, text

ICPC = "ICPC within 15 working days of the strategy discussion"
WRONG = "ICPC within 15 days of the strategy discussion"


def _check(book: Handbook, path: Path, area: str | None = None) -> Check:
    material = read_material(path)
    return make_check(book, path.name, path.read_bytes(), material.lines, area, date(2026, 11, 24))


def _one(book: Handbook, folder: Path, text: str, area: str | None = None) -> Finding:
    path = folder / "slide.txt"
    path.write_text(text + "\n", encoding="utf-8")
    found = _check(book, path, area).findings
    assert len(found) == 1
    return found[0]


def _deck(path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Timescales"
    slide.placeholders[1].text_frame.text = ICPC
    box = slide.shapes.add_textbox(Inches(1), Inches(5), Inches(5), Inches(1))
    box.text_frame.text = "Police protection lasts up to 96 hours"
    slide.notes_slide.notes_text_frame.text = (
        "The first review conference must be held within three months of the initial conference."
    )
    deck.save(str(path))


def test_a_deck_is_checked_with_its_boxes_and_its_notes(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = tmp_path / "deck.pptx"
    _deck(path)
    check = _check(corpus_book, path)
    found = {f.line.text: f for f in check.findings}
    assert found["Timescales"].apart is Apart.HEADING
    assert found[ICPC].verdict is Verdict.AGREES
    boxed = found["Police protection lasts up to 96 hours"]
    assert (boxed.verdict, boxed.line.where) == (Verdict.DIFFERS, "slide 1")
    assert boxed.line.box is not None
    assert boxed.line.places == ("slide 1 shape 3 paragraph 0",)
    noted = next(f for f in check.findings if f.line.unit_kind == "notes")
    assert noted.line.where == "slide 1, notes"
    assert [d.part for d in noted.differences] == [Part.DUTY]
    assert not check.passes


def test_a_word_file_and_a_markdown_file_give_the_same_verdicts(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    document = Document()
    document.add_heading("Timescales", 1)
    document.add_paragraph(WRONG, style="List Bullet")
    document.save(str(tmp_path / "handout.docx"))
    (tmp_path / "handout.md").write_text(f"# Timescales\n\n- {WRONG}\n", encoding="utf-8")
    for name in ("handout.docx", "handout.md"):
        last = _check(corpus_book, tmp_path / name).findings[-1]
        assert [d.part for d in last.differences] == [Part.UNIT]


def test_words_in_a_diagram_and_in_a_chart_are_checked(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    add_diagram(slide, [ICPC, WRONG], (0, 0, 4_000_000, 2_000_000))
    data = CategoryChartData()
    data.categories = [WRONG, "Others"]
    data.add_series("Held in time", (61, 72))
    area = (Inches(1), Inches(4), Inches(6), Inches(3))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *area, data)
    deck.save(str(tmp_path / "deck.pptx"))
    findings = _check(corpus_book, tmp_path / "deck.pptx").findings
    assert [(f.line.text, f.verdict) for f in findings if not f.apart] == [
        (ICPC, Verdict.AGREES),
        (WRONG, Verdict.DIFFERS),
        (WRONG, Verdict.DIFFERS),
    ]
    assert {f.line.where for f in findings} == {"slide 1"}


def test_a_page_of_a_pdf_is_checked_with_its_place(corpus_book: Handbook, tmp_path: Path) -> None:
    pages = ("Timescales", ICPC), ("Again", WRONG)
    drawn = [text(60, 760, title, 20) + text(60, 700, said) for title, said in pages]
    found = _check(corpus_book, make_pdf(tmp_path / "handout.pdf", *drawn)).findings
    assert [(f.line.where, f.line.lead_in, f.verdict) for f in found if not f.apart] == [
        ("page 1", "Timescales", Verdict.AGREES),
        ("page 2", "Again", Verdict.DIFFERS),
    ]


def test_the_difference_points_at_the_characters_on_both_sides(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    found = _one(corpus_book, tmp_path, WRONG)
    difference = found.differences[0]
    assert difference.said is not None
    assert difference.said.of(WRONG) == "15 days"
    assert found.citation is not None
    assert difference.stands is not None
    assert difference.stands.of(found.citation.quote) == "15 working days"
    assert found.fix == found.citation.quote


def test_every_quotation_of_a_check_stands_in_the_store(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = tmp_path / "deck.pptx"
    _deck(path)
    cited = [f.citation for f in _check(corpus_book, path).findings if f.citation]
    assert cited
    for citation in cited:
        assert quote(corpus_book.units(citation.document_id), citation.spans) == citation.quote


def test_the_rule_of_one_area_taught_as_everybodys_is_found(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    said = "Confirm a telephone referral in writing within 24 hours of the call"
    found = _one(corpus_book, tmp_path, said)
    assert (found.verdict, found.areas) == (Verdict.TRUE_IN_ANOTHER_AREA, ("leeds",))
    assert _one(corpus_book, tmp_path, said, "leeds").verdict is Verdict.AGREES


def test_what_a_superseded_edition_said_is_true_until_its_successor(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    said = (
        "Guidance on school attendance says how schools should work with local authority "
        "children's services where absence indicates safeguarding concerns"
    )
    found = _one(corpus_book, tmp_path, said)
    assert (found.verdict, found.until) == (Verdict.TRUE_UNTIL, date(2025, 9, 1))


def test_an_outdated_name_is_found_and_the_story_of_its_change_is_not(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    found = _one(corpus_book, tmp_path, "Tell the LSCB about every training day")
    assert (found.verdict, found.term) == (Verdict.OUTDATED_TERM, "safeguarding partnership")
    told = "Serious case reviews were replaced by child safeguarding practice reviews"
    assert _one(corpus_book, tmp_path, told).verdict is not Verdict.OUTDATED_TERM


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("What would you do next?", Apart.QUESTION),
        ("Discuss in pairs what went wrong", Apart.INSTRUCTION),
        ("In my view the police should have been told", Apart.OPINION),
        ("10:45 Coffee", Apart.AGENDA),
        ("Types of neglect", Apart.NO_STATEMENT),
    ],
)
def test_what_cannot_be_checked_is_set_apart(
    corpus_book: Handbook, tmp_path: Path, text: str, apart: Apart
) -> None:
    found = _one(corpus_book, tmp_path, text)
    assert (found.verdict, found.apart) == (Verdict.NOT_CHECKABLE, apart)


@pytest.mark.parametrize(
    ("said", "area", "verdict"),
    [
        ("Leeds Duty and Advice for practitioners: 0113 376 0336", None, Verdict.AGREES),
        ("Duty and Advice for practitioners: 01133 760336", None, Verdict.TRUE_IN_ANOTHER_AREA),
        ("Duty and Advice for practitioners: 0113 376 0336", "leeds", Verdict.AGREES),
        ("Duty and Advice for practitioners: 0113 376 0363", "leeds", Verdict.DIFFERS),
        ("The school bursar answers on 0113 376 0363", "leeds", Verdict.NOT_COVERED),
    ],
)
def test_a_number_to_ring_is_held_against_the_table_of_contacts(
    corpus_book: Handbook, tmp_path: Path, said: str, area: str | None, verdict: Verdict
) -> None:
    assert _one(corpus_book, tmp_path, said, area).verdict is verdict


def test_a_stale_number_is_told_with_the_one_that_stands_in_its_place(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = tmp_path / "slide.txt"
    path.write_text("Out of hours in Leeds ring 0113 240 9536\n", encoding="utf-8")
    check = _check(corpus_book, path)
    found = check.findings[0]
    assert (found.verdict, found.citation) == (Verdict.DIFFERS, None)
    assert [d.stands.of(found.evidence) for d in found.differences if d.stands] == ["0113 535 0600"]
    record = check_json(check)["findings"][0]
    assert record["contact"] == found.evidence
    assert record["differences"][0]["stands"] == "0113 535 0600"
    assert "contacts: Leeds children's social care, out of hours: 0113 535 0600" in check_text(
        check
    )
    again = read_findings(corpus_book, check_json(check))[0]
    assert (again.contact, again.differences) == (found.contact, found.differences)


def test_the_number_of_a_page_is_held_against_that_page(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    said = "National Domestic Abuse Helpline: 0808 2000 247, 24 hours a day"
    assert _one(corpus_book, tmp_path, said).verdict is Verdict.AGREES
    found = _one(corpus_book, tmp_path, said.replace("247", "274"))
    assert found.verdict is Verdict.DIFFERS
    assert found.citation is not None
    assert [d.part for d in found.differences] == [Part.NUMBER]


def test_what_the_corpus_does_not_hold_is_a_finding_and_no_pass(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    found = _one(corpus_book, tmp_path, "Every form tutor must keep a blue diary")
    assert found.verdict is Verdict.NOT_COVERED
    assert found.fix is None


@pytest.mark.parametrize(
    ("title", "verdict"),
    [("Invisible men", Verdict.AGREES), ("Figures", Verdict.NOT_COVERED)],
)
def test_a_review_named_by_a_slides_title_bears_its_bullets_out(
    corpus_book: Handbook, tmp_path: Path, title: str, verdict: Verdict
) -> None:
    told = (
        "27% of the rapid reviews sent to the panel, July 2018 to December 2019:"
        " non-accidental injury, baby under one"
    )
    path = tmp_path / "slide.md"
    path.write_text(f"# {title}\n\n- {told}\n", encoding="utf-8")
    assert _check(corpus_book, path).findings[-1].verdict is verdict


def test_the_record_and_the_table_say_what_was_checked(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = tmp_path / "deck.pptx"
    _deck(path)
    check = _check(corpus_book, path)
    record = json.loads(json.dumps(check_json(check)))
    assert record["sha256"] == check.sha256
    assert record["counts"]["differs"] == 2
    wrong = next(f for f in record["findings"] if f["verdict"] == "differs")
    assert wrong["differences"][0] == {
        "part": "number",
        "said": "96 hours",
        "said_at": [30, 38],
        "stands": "72 hours",
        "stands_at": wrong["differences"][0]["stands_at"],
    }
    assert "number: “96 hours” is said, “72 hours” stands there" in check_text(check)


def test_the_command_ends_with_1_where_something_differs_and_with_2_where_it_cannot_look(
    corpus_book: Handbook,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    (tmp_path / "right.md").write_text(f"- {ICPC}\n", encoding="utf-8")
    (tmp_path / "wrong.md").write_text(f"- {WRONG}\n", encoding="utf-8")
    assert main(["check", str(tmp_path / "right.md")]) == 0
    assert main(["check", str(tmp_path / "wrong.md"), "--json"]) == 1
    printed = capsys.readouterr().out
    assert '"verdict": "differs"' in printed
    assert main(["check", str(tmp_path / "none.md")]) == FAULT
    assert "none.md is not there" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "right.md"), "--area", "mars"]) == FAULT
    monkeypatch.setenv("HANDBOOK_PORT", "none")
    assert main(["check", str(tmp_path / "right.md")]) == FAULT
    monkeypatch.delenv("HANDBOOK_PORT")
    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path / "empty"))
    assert main(["check", str(tmp_path / "right.md")]) == FAULT
    assert main(["doctor"]) == 1


def test_many_documents_are_known_to_be_many_without_reading_a_passage_of_them(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    passages_of = Catalogue.passages_of

    def reading(catalogue: Catalogue, document_id: str) -> tuple[Passage, ...]:
        read.append(document_id)
        return passages_of(catalogue, document_id)

    monkeypatch.setattr(Catalogue, "passages_of", reading)
    matcher = Checker(corpus_book).matcher
    [vectors] = matcher.vectors([ICPC], [ICPC])
    many = corpus_book.opened().edition.in_force(None)
    found = matcher.matches(matcher.read(ICPC), "", vectors, many)
    assert found
    assert read == []
    document_id = found[0].hit.passage.document_id
    few = {document_id: many[document_id]}
    assert matcher.matches(matcher.read(ICPC), "", vectors, few)
    assert read == [document_id]


def test_a_check_names_the_index_edition_that_it_was_made_from_though_another_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rule = "# Meetings\n\n1.1 The planning meeting must be held within ten working days of it.\n"
    (corpus / "meetings.md").write_text(rule)
    book = open_book(corpus, tmp_path / "data")
    first, opened = book.opened().edition.edition_id, book.opened

    def opened_and_followed() -> Opened:
        """What is opened, when the next edition has been built right behind it."""
        monkeypatch.setattr(book, "opened", opened)
        found = opened()
        (corpus / "meetings.md").write_text(rule.replace("ten", "thirty"))
        ingest(book.settings, list_corpus(corpus), whole=True)
        return found

    slide = tmp_path / "slide.txt"
    slide.write_text("The planning meeting must be held within ten working days\n")
    monkeypatch.setattr(book, "opened", opened_and_followed)
    check = _check(book, slide)
    assert (check.index_edition, check.findings[0].verdict) == (first, Verdict.AGREES)
    later = _check(book, slide)
    assert later.index_edition == book.opened().edition.edition_id != first
    assert later.findings[0].verdict is not Verdict.AGREES
    book.close()
