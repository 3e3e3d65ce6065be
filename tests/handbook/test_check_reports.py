"""Reports on a check, opened as their readers open them: the page by an HTML parser, the workbook
as the parts of its archive."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from handbook.book import Handbook
from handbook.check.marked import said_stretches, stands_stretches
from handbook.check.records import Check, Difference, Finding, Line, Part, Verdict
from handbook.check.run import make_check
from handbook.cli import main
from handbook.commands.check import FAULT
from handbook.errors import QuoteError
from handbook.export.check_report import REPORTS, write_report
from handbook.rule_records import Piece
from ingest.material import read_material

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RIGHT = "ICPC within 15 working days of the strategy discussion"
WRONG = "ICPC within 15 days of the strategy discussion"
NASTY = '=HYPERLINK("http://x.test","ICPC") within 15 days of the <b>strategy</b> discussion'
DECK = f"# Timescales\n\n- {RIGHT}\n- {WRONG}\n- Every form tutor must keep a blue diary\n"


def _check(book: Handbook, folder: Path, text: str = DECK, area: str | None = None) -> Check:
    path = folder / "deck.md"
    path.write_text(text, encoding="utf-8")
    lines = read_material(path).lines
    return make_check(book, path.name, path.read_bytes(), lines, area, date(2026, 11, 24))


def _page(book: Handbook, check: Check) -> Any:
    return html.fromstring(write_report(book, check, ".html").decode())


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


def _sheet(content: bytes, number: int) -> tuple[Any, list[list[str]]]:
    """A sheet of a workbook, with its rows of text."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        root = etree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
        strings = [
            "".join(si.itertext())
            for si in etree.fromstring(archive.read("xl/sharedStrings.xml")).iter(f"{S}si")
        ]
    cells = [list(row) for row in root.iter(f"{S}row")]
    assert all(c.get("t") == "s" and c.find(f"{S}f") is None for row in cells for c in row)
    return root, [[strings[int(c.findtext(f"{S}v"))] for c in row] for row in cells]


def test_the_page_has_a_row_for_every_statement_with_its_source_and_what_differs(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    check = _check(corpus_book, tmp_path)
    page = _page(corpus_book, check)
    rows = page.xpath("//tbody/tr")
    assert len(rows) == len(check.findings) == 4
    wrong = next(r for r in rows if r.get("class") == "differs")
    told = _text(wrong)
    assert "unit: “15 days” is said, “15 working days” stands there" in told
    assert "Suggestion: “15 working days” instead of “15 days”." in told
    assert [m.text for m in wrong.iter("mark")] == ["15 days", "15 working days"]
    citation = next(f.citation for f in check.findings if f.verdict is Verdict.DIFFERS)
    assert citation is not None
    assert _text(wrong.find(".//blockquote")) == f"“{citation.quote}”"
    assert citation.edition.title in told
    assert "Digest: retold for this handbook" in told
    assert "Not checkable: heading" in _text(rows[0])


def test_a_row_of_contacts_is_shown_as_a_row_and_not_as_a_quotation(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = tmp_path / "slide.txt"
    path.write_text("Out of hours in Leeds ring 0113 240 9536\n", encoding="utf-8")
    lines = read_material(path).lines
    check = make_check(corpus_book, path.name, path.read_bytes(), lines, None, date(2026, 11, 30))
    row = _page(corpus_book, check).xpath("//tbody/tr")[0]
    assert "Table of contacts" in _text(row)
    assert row.find(".//blockquote") is None
    assert [m.text for m in row.iter("mark")] == ["0113 240 9536", "0113 535 0600"]
    assert "Suggestion: “0113 535 0600” instead of “0113 240 9536”." in _text(row)


def test_the_head_says_which_file_when_for_whom_and_against_what(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    check = _check(corpus_book, tmp_path, area="leeds")
    page = _text(_page(corpus_book, check))
    assert "Check of deck.md" in page
    assert "24 November 2026, for Leeds" in page
    assert "1 agrees, 1 differs, 1 not covered, 1 not checkable" in page
    assert check.sha256 in page
    for edition in check.editions:
        assert edition.title in page
        assert edition.edition in page


def test_the_page_loads_nothing_and_runs_nothing(corpus_book: Handbook, tmp_path: Path) -> None:
    page = _page(corpus_book, _check(corpus_book, tmp_path))
    assert not page.xpath("//script | //link | //img | //@src | //@onclick")
    assert page.xpath("//style")


def test_the_filter_has_a_box_for_each_verdict_that_was_found(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    page = _page(corpus_book, _check(corpus_book, tmp_path))
    labels = [_text(label) for label in page.iter("label")]
    assert labels == ["Agrees (1)", "Differs (1)", "Not covered (1)", "Not checkable (1)"]
    style = page.findtext(".//style")
    for box in page.xpath("//input/@id"):
        assert f"#{box}:not(:checked)" in style


def test_markup_in_a_statement_stays_text(corpus_book: Handbook, tmp_path: Path) -> None:
    check = _check(corpus_book, tmp_path)
    line = replace(check.findings[0].line, text="<script>alert(1)</script>")
    named = replace(check, findings=(Finding(line, Verdict.NOT_COVERED),), file_name="<i>.md")
    content = write_report(corpus_book, named, ".html").decode()
    assert "<script" not in content
    assert "<i>" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_the_workbook_has_the_same_rows_under_a_frozen_and_filtered_header(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    check = _check(corpus_book, tmp_path)
    sheet, rows = _sheet(write_report(corpus_book, check, ".xlsx"), 1)
    assert rows[0][:4] == ["Where", "Statement", "Verdict", "What differs"]
    assert len(rows) == 1 + len(check.findings)
    wrong = dict(zip(rows[0], next(r for r in rows if r[2] == "Differs"), strict=True))
    assert wrong["Statement"] == WRONG
    assert wrong["Suggestion"] == "“15 working days” instead of “15 days”."
    quotations = {f.citation.quote for f in check.findings if f.citation}
    assert wrong["Quotation"] in quotations
    assert "Digest: retold for this handbook" in wrong["Citation"]
    assert sheet.find(f".//{S}pane").get("state") == "frozen"
    assert sheet.find(f"{S}autoFilter").get("ref") == "A1:I5"
    assert len(list(sheet.iter(f"{S}col"))) == 9
    _, about = _sheet(write_report(corpus_book, check, ".xlsx"), 2)
    told = dict(about)
    assert (told["File"], told["Checked on"], told["Differs"]) == ("deck.md", "2026-11-24", "1")


@pytest.mark.parametrize("first", ["=1+1", "+44 113", "-2", "@SUM(A1)", NASTY, "http://x.test"])
def test_a_statement_is_never_a_formula_or_a_link(
    corpus_book: Handbook, tmp_path: Path, first: str
) -> None:
    check = _check(corpus_book, tmp_path)
    line = replace(check.findings[0].line, text=first)
    planted = replace(check, findings=(Finding(line, Verdict.NOT_COVERED),))
    content = write_report(corpus_book, planted, ".xlsx")
    sheet, rows = _sheet(content, 1)
    assert rows[1][1] == first
    assert sheet.find(f"{S}hyperlinks") is None


def test_what_xml_cannot_hold_and_what_no_cell_can_does_not_stop_a_workbook(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    check = _check(corpus_book, tmp_path)
    line = replace(check.findings[0].line, text="a\x07\ud800b" + "c" * 40_000)
    planted = replace(check, findings=(Finding(line, Verdict.NOT_COVERED),))
    _, rows = _sheet(write_report(corpus_book, planted, ".xlsx"), 1)
    assert rows[1][1].startswith("a\ufffd\ufffdb")
    assert len(rows[1][1]) == 32_767
    assert rows[1][1].endswith("…")
    assert write_report(corpus_book, planted, ".html")


@pytest.mark.parametrize("form", REPORTS)
def test_a_quotation_that_does_not_stand_in_the_store_makes_no_report(
    corpus_book: Handbook, tmp_path: Path, form: str
) -> None:
    check = _check(corpus_book, tmp_path)
    finding = next(f for f in check.findings if f.citation)
    assert finding.citation is not None
    planted = replace(finding.citation, quote=finding.citation.quote.replace("15", "16"))
    false = replace(check, findings=(replace(finding, citation=planted),))
    with pytest.raises(QuoteError):
        write_report(corpus_book, false, form)


def test_marks_that_overlap_show_every_character_once() -> None:
    line = Line(0, "within 15 working days of it", (), "item", "slide 1")
    differences = (
        Difference(Part.NUMBER, Piece(7, 9), None),
        Difference(Part.UNIT, Piece(7, 22), None),
        Difference(Part.COUNTED_FROM, Piece(26, 28), None),
    )
    finding = Finding(line, Verdict.DIFFERS, differences=differences)
    stretches = said_stretches(finding)
    assert "".join(text for text, _ in stretches) == line.text
    assert "".join(text for text, marked in stretches if marked) == "15 working daysit"
    assert stands_stretches(finding) == []


def test_the_command_writes_both_reports_and_keeps_nothing_where_it_is_told_to(
    corpus_book: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    (tmp_path / "deck.md").write_text(DECK)
    kept = set((corpus_book.settings.data / "checks").glob("*"))
    outs = [tmp_path / "report.html", tmp_path / "report.xlsx"]
    asked = ["check", str(tmp_path / "deck.md"), "--no-keep"]
    assert main([*asked, *(f"--report={out}" for out in outs)]) == 1
    assert outs[0].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert outs[1].read_bytes().startswith(b"PK")
    assert set((corpus_book.settings.data / "checks").glob("*")) == kept


@pytest.mark.parametrize(
    ("out", "why"),
    [("report.pdf", "end it with .html, .xlsx"), ("deck.html", "is the file itself")],
)
def test_a_report_that_cannot_be_made_is_refused_before_anything_is_read(
    corpus_book: Handbook,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    out: str,
    why: str,
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    (tmp_path / "deck.html").write_text(f"<p>{WRONG}</p>")
    before = (tmp_path / "deck.html").read_bytes()
    assert main(["check", str(tmp_path / "deck.html"), "--report", str(tmp_path / out)]) == FAULT
    said = capsys.readouterr()
    assert why in said.err
    assert not said.out
    assert (tmp_path / "deck.html").read_bytes() == before


def test_a_report_that_cannot_be_written_does_not_cost_the_check(
    corpus_book: Handbook,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    (tmp_path / "deck.md").write_text(f"- {RIGHT}\n")
    report = f"--report={tmp_path / 'none' / 'report.html'}"
    assert main(["check", str(tmp_path / "deck.md"), "--no-keep", report]) == FAULT
    said = capsys.readouterr()
    assert "1 agrees" in said.out
    assert "cannot be written" in said.err
