"""Files made to trick, and odd real ones: none crashes, hangs or is called ready when empty."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from lxml.etree import SubElement
from pptx import Presentation
from pptx.oxml.ns import qn

from handbook.errors import ReadError
from handbook.settings import ROOT
from ingest.read import read_document
from tests.conftest import SHARED, shared
from tests.ingest.office import docx, paragraph

OFFICE = sorted((SHARED / "hostile" / "office").glob("*.*"))
SAYS = {
    "docx_comments.docx": ("first paragraph that has a comment",),
    "docx_external_image.docx": ("text before the image", "after the external image"),
    "docx_list_resumed_numbering.docx": ("Third ordered item",),
    "docx_page_header_footer_first_page.docx": ("body text on page 1", "body text on page 2"),
    "drawingml.docx": ("Text 1", "Text 2"),
    "powerpoint_bad_text.pptx": ("X-Library",),
    "powerpoint_comments.pptx": ("Install Docling",),
    "powerpoint_malformed_pictures.pptx": ("Missing BlipFill", "Wrong Content Type"),
    "powerpoint_sample.pptx": ("A merged with B", "List item4", "Some notes on the second"),
    "powerpoint_unrecognized_shape.pptx": ("Text in an unrecognized shape", "Hire 3"),
    "textbox.docx": ("within 24 hours", "Case closed."),
    "word_sample.docx": ("Wear sunglasses", "Ash, Elm, Maple"),
}
"""Words that a reader of each file sees: what makes each of them odd stands beside these."""

LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from ingest.document import make_document
read = make_document(Path(sys.argv[1]), "h", None)
print(len(read.document.passages))
"""


@pytest.mark.parametrize("path", OFFICE, ids=lambda p: p.name)
def test_an_odd_file_is_read_with_a_true_outcome_in_little_time_and_memory(path: Path) -> None:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert time.perf_counter() - began < 20
    reading = read_document(path)
    words = " ".join(" ".join(u.text for u in reading.units).split())
    assert [w for w in SAYS.get(path.name, ()) if w not in words] == []
    if all(b.kind == "heading" for b in reading.blocks):
        assert "ReadError" in done.stderr
        assert "nothing but headings" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) > 0


def test_comments_are_counted_and_never_text() -> None:
    for name, count in (("docx_comments.docx", 3), ("powerpoint_comments.pptx", 4)):
        reading = read_document(shared("hostile", "office", name))
        assert reading.comments == count
        assert f"{count} comments are left out." in reading.warnings


def test_a_list_that_resumes_goes_on_counting() -> None:
    reading = read_document(shared("hostile", "office", "docx_list_resumed_numbering.docx"))
    assert [b.mark for b in reading.blocks[1:]] == ["1", "2", "•", "•", "3"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 50_000_000)
    with pytest.raises(ReadError, match="unpacks to 50 MB"):
        read_document(path)


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil", "C:/evil.xml", "a\\..\\..\\evil"])
def test_a_part_whose_name_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = docx(tmp_path / "trick.docx", paragraph("A visit is made."))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(ReadError, match="has a part named"):
        read_document(path)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = docx(tmp_path / "twice.docx", paragraph("A visit is made."))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/document.xml", "<other/>")
    with pytest.raises(ReadError, match="two parts of one name"):
        read_document(path)


@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_a_file_with_a_password_gets_a_sentence_that_says_so(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"locked.{ending}"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    with pytest.raises(ReadError, match="locked with a password"):
        read_document(path)


@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_more_paragraphs_than_any_honest_document_has_are_refused(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"many.{ending}"
    if ending == "docx":
        docx(path, paragraph("a") * 100_001)
    else:
        deck = Presentation()
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        body = slide.shapes.add_textbox(0, 0, 9, 9).text_frame._txBody
        for _ in range(100_001):
            SubElement(body, qn("a:p"))
        deck.save(str(path))
    with pytest.raises(ReadError, match="paragraphs, which no honest document"):
        read_document(path)


def test_a_document_of_more_text_than_any_honest_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("A visit is made. " * 700_000)
    with pytest.raises(ReadError, match="million characters"):
        read_document(path)


def test_a_part_that_begins_before_its_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph("Visit the child."))
    raw = path.read_bytes()
    end = raw.rindex(b"PK\x05\x06")
    start = int.from_bytes(raw[end + 16 : end + 20], "little") + 60_000
    path.write_bytes(raw[: end + 16] + start.to_bytes(4, "little") + raw[end + 20 :])
    with pytest.raises(ReadError, match="is not a readable Word document"):
        read_document(path)
