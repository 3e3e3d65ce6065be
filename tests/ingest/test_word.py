"""Word: what its own numbers, notes, links and changes become."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as NewDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from handbook.errors import ReadError
from ingest.document import make_document
from ingest.read import read_document
from ingest.reading import HEADER, Block, Kind, Reading
from tests.ingest.office import W, docx, paragraph, run

CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(path: Path) -> list[tuple[Kind, str | None, str]]:
    reading = read_document(path)
    return [(b.kind, b.mark, _text(reading, b)) for b in reading.blocks]


def _text(reading: Reading, block: Block) -> str:
    return reading.text(block.spans)


def test_a_paragraph_is_cited_by_the_number_that_word_makes(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "rules.docx",
        paragraph("Visits", style="Heading1", num=1),
        paragraph("A visit is made within two days.", num=1, level=1),
        paragraph("Who visits", style="Heading1", num=1),
        paragraph("A social worker visits.", num=1, level=1),
        paragraph("A second visitor comes along.", num=1, level=1),
        paragraph("The manager agrees to every change of visitor.", num=1, level=1),
        paragraph("in writing;", num=1, level=2),
    )
    assert read(path) == [
        (Kind.HEADING, "1.", "Visits"),
        (Kind.PARAGRAPH, "1.1", "A visit is made within two days."),
        (Kind.HEADING, "2.", "Who visits"),
        (Kind.PARAGRAPH, "2.1", "A social worker visits."),
        (Kind.PARAGRAPH, "2.2", "A second visitor comes along."),
        (Kind.PARAGRAPH, "2.3", "The manager agrees to every change of visitor."),
        (Kind.ITEM, "i", "in writing;"),
    ]
    passage = next(
        p for p in make_document(path, "h", None).document.passages if "manager" in p.text
    )
    assert (passage.headings, passage.paragraph) == (("2. Who visits",), "2.3")
    assert passage.text.startswith("The manager"), "the unit holds only what the file holds"


def test_a_list_goes_on_counting_and_an_override_begins_again(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "steps.docx",
        paragraph("The steps are:"),
        paragraph("ring the family", num=2),
        paragraph("Wait.", style=""),
        paragraph("write it down", num=2),
        paragraph("tell the manager", num=3),
        paragraph("tell the police", num=3),
    )
    assert [mark for kind, mark, _ in read(path) if kind is Kind.ITEM] == ["1", "2", "5", "6"]


def test_deleted_words_are_left_out_inserted_ones_kept_and_moves_read_once(tmp_path: Path) -> None:
    body = paragraph(
        run("The meeting is held within ")
        + f"<w:del>{run('10').replace('w:t', 'w:delText')}</w:del><w:ins>{run('15')}</w:ins>"
        + run(" working days.")
        + f"<w:moveFrom>{run('Never.')}</w:moveFrom>"
    )
    reading = read_document(docx(tmp_path / "changes.docx", body))
    assert reading.units[0].text.strip() == "The meeting is held within 15 working days."
    assert "3 tracked changes" in reading.warnings[0]


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ("<w:vanish/>", "hidden by the file"),
        ('<w:color w:val="FFFFFF"/>', "white"),
        ('<w:sz w:val="2"/>', "tiny"),
        ("<w:strike/>", "struck out"),
    ],
)
def test_words_that_cannot_be_seen_are_reported_and_kept_out(
    tmp_path: Path, properties: str, why: str
) -> None:
    body = paragraph(run("Seen. ") + run("No visit is needed.", properties))
    reading = read_document(docx(tmp_path / "hidden.docx", body))
    assert "No visit" not in reading.units[0].text
    assert [(h.text, h.why) for h in reading.hidden] == [("No visit is needed.", why)]


def test_white_words_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    white = '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="003366"/>'
    body = paragraph(run("Always ask.", white))
    assert read(docx(tmp_path / "dark.docx", body))[0][2] == "Always ask."


def test_a_linked_word_is_kept_and_its_target_told(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK '
        '"https://x.org/a"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("Core Group")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = paragraph(
        run("Ask the ") + field + run(" and the ") + f'<w:hyperlink w:anchor="s">{run("Chair")}'
        "</w:hyperlink>" + run(".")
    )
    reading = read_document(docx(tmp_path / "links.docx", body))
    assert reading.units[0].text.strip() == "Ask the Core Group and the Chair."
    told = [(reading.text((k.span,)), k.target) for k in reading.links]
    assert told == [("Core Group", "https://x.org/a"), ("Chair", "#s")]


def test_a_table_keeps_its_head_and_a_table_that_lays_out_the_page_is_no_table(
    tmp_path: Path,
) -> None:
    path = tmp_path / "tables.docx"
    document = NewDocument()
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for r in table.rows for c in r.cells],
        ("Who", "By when", "School", "2 days"),
        strict=True,
    ):
        cell.text = text
    layout = document.add_table(1, 2)
    for cell, name in zip(layout.rows[0].cells, ("Background", "Learning"), strict=True):
        cell.paragraphs[0].style = document.styles["Heading 2"]
        cell.paragraphs[0].text = name
        cell.add_paragraph(f"The {name.lower()} of it.")
    document.save(str(path))
    reading = read_document(path)
    assert reading.tables == 1
    assert [(b.kind, b.mark) for b in reading.blocks[:2]] == [
        (Kind.ROW, HEADER),
        (Kind.ROW, None),
    ]
    assert [b.kind for b in reading.blocks[2:]] == [Kind.HEADING, Kind.PARAGRAPH] * 2


def test_a_footnote_follows_its_section_and_stays_apart(tmp_path: Path) -> None:
    document = NewDocument()
    document.add_paragraph("A visit is made within two days")
    document.add_heading("Later", level=1)
    document.add_paragraph("Visits go on.")
    note = run("Not counting Sundays.") + run("No visit.", "<w:vanish/>")
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph(note)}</w:footnote></w:footnotes>'
    )
    name, kind = PackURI("/word/footnotes.xml"), f"{CONTENT}.footnotes+xml"
    part = Part(name, kind, notes.encode(), document.part.package)
    document.part.relate_to(part, f"{RELATION}/footnotes")
    call = document.paragraphs[0].add_run()._r
    call.append(call.makeelement(f"{{{W}}}footnoteReference", {f"{{{W}}}id": "2"}))
    document.paragraphs[0].add_run(".")
    document.save(str(tmp_path / "notes.docx"))
    reading = read_document(tmp_path / "notes.docx")
    assert [(h.text, h.place) for h in reading.hidden] == [("No visit.", "footnote 2")]
    assert read(tmp_path / "notes.docx") == [
        (Kind.PARAGRAPH, None, "A visit is made within two days."),
        (Kind.NOTE, "2", "Not counting Sundays."),
        (Kind.HEADING, None, "Later"),
        (Kind.PARAGRAPH, None, "Visits go on."),
    ]


def test_tables_in_tables_give_each_word_once(tmp_path: Path) -> None:
    deep = paragraph("A visit is made.")
    for _ in range(40):
        deep = f"<w:tbl><w:tr><w:tc>{deep}</w:tc></w:tr></w:tbl>"
    reading = read_document(docx(tmp_path / "deep.docx", deep))
    assert reading.units[0].text.count("A visit is made.") == 1


def test_nesting_beyond_any_honest_document_is_refused(tmp_path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 3000
    with pytest.raises(ReadError, match=r"deep\.docx is not a readable Word document"):
        read_document(docx(tmp_path / "deep.docx", deep))


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    body = (
        f'<!DOCTYPE x [{names}]><w:document xmlns:w="{W}">'
        "<w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    )
    with pytest.raises(ReadError, match=r"bomb\.docx is not a readable Word document"):
        read_document(docx(tmp_path / "bomb.docx", body))


def test_an_entity_brings_in_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    body = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="{W}">'
        "<w:body><w:p><w:r><w:t>Seen. &e;</w:t></w:r></w:p></w:body></w:document>"
    )
    reading = read_document(docx(tmp_path / "file.docx", body))
    assert "secret" not in reading.units[0].text
