"""Real PDFs: paragraphs, lists, furniture, page numbers, and the map to the raw text."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, RectangleObject, TextStringObject

from handbook.errors import ReadError
from ingest.document import make_document
from ingest.read.pdf import read_pdf
from ingest.reading import Kind
from tests.conftest import shared


def test_every_numbered_paragraph_of_working_together_is_found_in_order() -> None:
    reading = read_pdf(shared("documents", "working-together-2023.pdf"))
    numbers = [b.mark for b in reading.blocks if b.kind is Kind.PARAGRAPH and b.mark]
    wanted = iter(numbers)
    assert all(str(n) in wanted for n in range(1, 404))


def test_each_character_of_a_page_maps_to_the_raw_text() -> None:
    path = shared("documents", "children-missing-education-2024.pdf")
    raw = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    for unit in read_pdf(path).units:
        for run in unit.runs:
            page = int(run.place.removeprefix("page "))
            there = raw[page][run.offset : run.offset + run.length]
            assert unit.text[run.start : run.start + run.length] == there


def test_page_numbers_stand_apart_and_become_labels() -> None:
    units = read_pdf(shared("documents", "working-together-2023.pdf")).units
    assert units[91].page_label == "92"
    assert units[91].foot == "92"
    assert not units[91].text.strip().startswith("92")


def test_the_printed_number_counts_where_the_file_declares_none() -> None:
    units = read_pdf(shared("documents", "iro-guidance-2010.pdf")).units
    assert units[28].page_label == "28"
    assert "IRO Handbook" not in units[28].text


def test_the_last_item_of_a_list_ends_its_sentence_without_a_full_stop() -> None:
    read = make_document(shared("documents", "working-together-2023.pdf"), "hash", None)
    sentences = [
        "".join(read.document.units[s.unit].text[s.start : s.end] for s in sentence.spans)
        for p in read.document.passages
        for sentence in p.sentences
    ]
    rule = next(s for s in sentences if "within \n15 working days of a strategy" in s)
    assert rule.startswith("The initial child protection conference")
    assert rule.endswith("if more than one has been held")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("r4-aes-user-password.pdf", "password"),
        ("password-page.pdf", "password"),
        ("edgar_image.pdf", "no text"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(name: str, why: str) -> None:
    with pytest.raises(ReadError, match=why):
        make_document(shared("hostile", "pdf", name), "hash", None)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("commented.pdf", "2 comments are left out."),
        ("attachment.pdf", "1 attached files are not read."),
    ],
)
def test_what_is_no_text_of_a_page_is_counted(name: str, sentence: str) -> None:
    reading = read_pdf(shared("hostile", "pdf", name))
    assert sentence in reading.warnings


def test_a_filled_form_field_is_counted(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=shared("hostile", "pdf", "commented.pdf"))
    field = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Tx", "/V": "the answer"}
    written = DictionaryObject(
        {
            NameObject(k): NameObject(v) if v[0] == "/" else TextStringObject(v)
            for k, v in field.items()
        }
    )
    written[NameObject("/Rect")] = RectangleObject((0, 0, 10, 10))
    writer.add_annotation(0, written)
    writer.write(tmp_path / "form.pdf")
    assert "1 filled form fields are not read." in read_pdf(tmp_path / "form.pdf").warnings


def test_an_empty_password_is_tried() -> None:
    assert make_document(shared("hostile", "pdf", "r6-empty-password.pdf"), "hash", None).document


def _hostile() -> list[str]:
    from tests.conftest import SHARED

    folder = SHARED / "hostile"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.*"))


@pytest.mark.parametrize("name", _hostile())
def test_no_hostile_file_crashes_the_reader(name: str) -> None:
    try:
        read = make_document(shared("hostile", name), "hash", None)
    except ReadError as error:
        sentence = str(error)
    else:
        sentence = "" if read.document.passages else read.warnings[0]
    assert not sentence or sentence.endswith(".")


@pytest.mark.parametrize(("name", "last"), [("kcsie-2024", 565), ("kcsie-2025", 562)])
def test_every_numbered_paragraph_of_both_editions_is_found_in_order(name: str, last: int) -> None:
    reading = read_pdf(shared("documents", f"{name}.pdf"))
    numbers = [b.mark for b in reading.blocks if b.kind is Kind.PARAGRAPH and b.mark]
    wanted = iter(numbers)
    assert all(str(n) in wanted for n in range(1, last + 1))


def test_the_same_paragraphs_of_two_editions_read_the_same() -> None:
    earlier, later = (_numbered(f"kcsie-{year}.pdf") for year in (2024, 2025))
    assert sum(text in earlier for text in later) >= 508


def _numbered(name: str) -> list[str]:
    """The numbered paragraphs of a document in turn, each as one line."""
    reading = read_pdf(shared("documents", name))
    found: list[str] = []
    for block in reading.blocks:
        if block.kind is Kind.PARAGRAPH and block.mark == str(len(found) + 1):
            found.append(" ".join(reading.text(block.spans).split()))
    return found
