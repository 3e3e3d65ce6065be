"""Annotated copies of real files: the comments are there, and everything else is as it was."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from handbook.book import Handbook
from handbook.check.records import Check, Finding, Verdict
from handbook.check.run import make_check
from handbook.cite import Units
from handbook.cli import main
from handbook.errors import ExportError, ReadError
from ingest.annotated import annotated, look_at_forms
from ingest.material import read_material
from tests.conftest import SHARED

ICPC = "ICPC within 15 working days of the strategy discussion"
WRONG = "ICPC within 15 days of the strategy discussion"
NOTE = "Police protection lasts up to 96 hours"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd")
COMMENTS = ("ppt/comments/", "ppt/commentAuthors.xml", "word/comments.xml")
CORE = "docProps/core.xml"
MODIFIED = "{http://purl.org/dc/terms/}modified"
OFFICE = [
    path
    for folder in ("seed", "hostile/office")
    for path in sorted((SHARED / folder).glob("*.*x"))
    if path.suffix in (".docx", ".pptx")
]


def deck_of_timescales(path: Path) -> Path:
    deck = Presentation()
    for text in (ICPC, WRONG):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = "Timescales"
        slide.placeholders[1].text_frame.text = text
    table = slide.shapes.add_table(1, 2, Inches(2), Inches(5), Inches(5), Inches(1)).table
    table.cell(0, 0).text = NOTE
    slide.notes_slide.notes_text_frame.text = f"{NOTE}."
    deck.save(str(path))
    return path


def handout_of_timescales(path: Path) -> Path:
    document = Document()
    document.add_heading("Timescales", 1)
    document.add_paragraph(ICPC, style="List Bullet")
    document.add_paragraph(WRONG, style="List Bullet")
    row = document.add_table(2, 2).rows[1]
    row.cells[0].text = NOTE
    document.save(str(path))
    return path


def _check(book: Handbook, path: Path) -> Check:
    lines = read_material(path).lines
    return make_check(book, path.name, path.read_bytes(), lines, None, date(2026, 11, 24))


def no_units(document_id: str) -> Units:
    """Where findings quote nothing, nothing is looked up."""
    raise AssertionError(document_id)


def _parts(content: bytes, had: frozenset[str] | None = None) -> dict[str, bytes]:
    """The parts of a file; XML in its canonical form, a Word text without marks of comments other
    than those that it ``had``, by their numbers."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: _canonical(name, archive.read(name), had) for name in archive.namelist()}


def _canonical(name: str, content: bytes, had: frozenset[str] | None) -> bytes:
    if not name.endswith(".xml"):
        return content
    root = etree.fromstring(content)
    if name == "word/document.xml" and had is not None:
        _take_out_marks(root, had)
    if name == "docProps/core.xml":
        for modified in root.findall(MODIFIED):
            root.remove(modified)
    for element in root.iter(etree.Element):
        if len(element) and not (element.text or "").strip():
            element.text = None  # between elements it is layout, which the libraries leave out
        if not (element.tail or "").strip():
            element.tail = None
    try:
        return etree.tostring(root, method="c14n")
    except etree.C14NError:  # a name space that is no address; such a part is kept byte by byte
        return content


def _take_out_marks(root: Any, had: frozenset[str]) -> None:
    for reference in list(root.iter(f"{W}commentReference")):
        if reference.get(f"{W}id") not in had:
            run = reference.getparent()
            run.getparent().remove(run)
    for mark in list(root.iter(*_MARKS)):
        if mark.get(f"{W}id") not in had:
            mark.getparent().remove(mark)


def _assert_kept(before: bytes, after: bytes) -> None:
    """Every part of the file is in the copy, unchanged; relations, the list of parts and parts of
    comments may grow, and those of comments may be new."""
    old = _parts(before)
    new = _parts(after, frozenset(_word_comments(old)))
    assert old.keys() <= new.keys()
    fresh = new.keys() - old.keys()
    assert all(name.startswith((*COMMENTS, CORE)) or ".rels" in name for name in fresh)
    for name, content in old.items():
        if name.startswith(COMMENTS):
            assert _told(content) == _told(new[name])[: len(_told(content))], name
        elif name.endswith(".rels") or name == "[Content_Types].xml":
            assert _entries(name, content, old) <= _entries(name, new[name], new), name
        else:
            assert content == new[name], name


def _word_comments(parts: dict[str, bytes]) -> list[str]:
    """The numbers of the comments that a Word document has."""
    if "word/comments.xml" not in parts:
        return []
    return [e.get(f"{W}id", "") for e in etree.fromstring(parts["word/comments.xml"])]


def _told(content: bytes) -> list[bytes]:
    """Each comment, or author of comments, with all that it has."""
    return [etree.tostring(e, method="c14n") for e in etree.fromstring(content)]


def _entries(part: str, content: bytes, parts: dict[str, bytes]) -> set[tuple[str, ...]]:
    """The relations of a part, or the type of each part, by its name or by its ending."""
    root = etree.fromstring(content)
    if not root.tag.endswith("Types"):
        return {
            (e.get("Id", ""), e.get("Type", ""), e.get("TargetMode", ""), _target(part, e))
            for e in root
        }
    declared = {e.get("PartName") or e.get("Extension"): e.get("ContentType") for e in root}
    return {
        (name, declared.get(f"/{name}") or declared.get(name.rpartition(".")[2].lower()) or "")
        for name in parts
        if name != "[Content_Types].xml"
    }


def _target(relations: str, entry: Any) -> str:
    """Where a relation leads: an address as it stands, a part by its whole name, since the
    libraries write some from the root that were written from the part's own folder."""
    target = str(entry.get("Target", ""))
    if entry.get("TargetMode") == "External":
        return target
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join("/", folder, target))


def test_a_deck_gets_a_comment_at_each_finding_and_keeps_every_part(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = deck_of_timescales(tmp_path / "deck.pptx")
    copy = annotated(path, _check(corpus_book, path).findings, corpus_book.units)
    _assert_kept(path.read_bytes(), copy)
    parts = _parts(copy)
    assert b'name="Handbook"' in parts["ppt/commentAuthors.xml"]
    [comments] = [parts[n] for n in parts if n.startswith("ppt/comments/")]
    assert comments.count(b"<p:cm ") == 3
    said = etree.fromstring(comments).xpath("string()")
    assert "unit: “15 days” is said, “15 working days” stands there" in said
    assert "Suggestion: “15 working days” instead of “15 days”." in said
    assert "Suggestion: “72 hours” instead of “96 hours”." in said
    assert "Source: “" in said
    again = Presentation(BytesIO(copy))
    relations = [r.reltype.rpartition("/")[2] for s in again.slides for r in s.part.rels.values()]
    assert relations.count("comments") == 1
    (tmp_path / "copy.pptx").write_bytes(copy)
    before, after = read_material(path), read_material(tmp_path / "copy.pptx")
    assert before.lines == after.lines


def test_each_comment_of_a_deck_has_its_shape_and_a_number_of_its_own(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = deck_of_timescales(tmp_path / "deck.pptx")
    parts = _parts(annotated(path, _check(corpus_book, path).findings, corpus_book.units))
    root = etree.fromstring(parts["ppt/comments/comment1.xml"])
    positions = [(e.get("x"), e.get("y")) for e in root.iter("{*}pos")]
    assert ("1152", "2880") in positions
    assert len(set(positions)) == 3
    assert [e.get("idx") for e in root] == ["1", "2", "3"]


def test_a_word_document_gets_comments_and_keeps_its_text(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = handout_of_timescales(tmp_path / "handout.docx")
    copy = annotated(path, _check(corpus_book, path).findings, corpus_book.units)
    _assert_kept(path.read_bytes(), copy)
    document = Document(BytesIO(copy))
    texts = [c.text for c in document.comments]
    assert [t.partition("\n")[0] for t in texts] == ["Differs", "Differs"]
    assert "Suggestion: “15 working days” instead of “15 days”." in texts[0]
    marked = [
        "".join(t.text for t in p.iter(f"{W}t"))
        for p in document.element.iter(f"{W}p")
        if p.find(f"{W}commentRangeStart") is not None
    ]
    assert marked == [WRONG, NOTE]


@pytest.mark.parametrize("path", OFFICE, ids=lambda p: p.name)
def test_real_files_with_a_comment_at_every_line_keep_all_they_have(path: Path) -> None:
    try:
        lines = read_material(path).lines
    except ReadError:
        pytest.skip("not readable")
    findings = [Finding(line, Verdict.NOT_COVERED) for line in lines]
    copy = annotated(path, findings, no_units)
    _assert_kept(path.read_bytes(), copy)
    if path.suffix == ".docx":
        assert len(list(Document(BytesIO(copy)).comments)) >= len(findings)


def test_comments_that_a_deck_has_stay_beside_the_new_ones(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    path = deck_of_timescales(tmp_path / "deck.pptx")
    findings = _check(corpus_book, path).findings
    once = tmp_path / "once.pptx"
    once.write_bytes(annotated(path, findings, corpus_book.units))
    twice = annotated(once, findings, corpus_book.units)
    _assert_kept(once.read_bytes(), twice)
    parts = _parts(twice)
    assert parts["ppt/comments/comment1.xml"].count(b"<p:cm ") == 6
    authors = etree.fromstring(parts["ppt/commentAuthors.xml"])
    assert [a.get("id") for a in authors] == ["0", "1"]


def test_a_deck_with_the_newer_comments_is_refused(tmp_path: Path) -> None:
    path = deck_of_timescales(tmp_path / "deck.pptx")
    deck = Presentation(str(path))
    kind = "http://schemas.microsoft.com/office/2018/10/relationships/comments"
    deck.slides[0].part.rels.get_or_add(kind, deck.slides[0].slide_layout.part)
    deck.save(str(path))
    with pytest.raises(ExportError, match="newer kind"):
        annotated(path, [], no_units)


def test_signs_that_xml_cannot_hold_do_not_stop_a_copy(tmp_path: Path) -> None:
    path = deck_of_timescales(tmp_path / "deck.pptx")
    line = read_material(path).lines[0]
    term = Finding(line, Verdict.OUTDATED_TERM, term="a\x07b")
    for file in (path, handout_of_timescales(tmp_path / "handout.docx")):
        [first, *_] = read_material(file).lines
        found = Finding(first, Verdict.OUTDATED_TERM, term=term.term)
        assert annotated(file, [found], no_units)


@pytest.mark.parametrize(
    ("name", "out", "why"),
    [
        ("deck.pdf", "copy.pdf", "can hold no comments"),
        ("deck.pptx", "copy.docx", "must end with .pptx"),
        ("deck.pptx", "deck.pptx", "is the file itself"),
    ],
)
def test_a_copy_that_cannot_be_made_is_refused_with_the_reason(
    name: str, out: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=why):
        look_at_forms(tmp_path / name, tmp_path / out)


def test_the_command_writes_the_copy_beside_the_untouched_file(
    corpus_book: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    path = deck_of_timescales(tmp_path / "deck.pptx")
    before = path.read_bytes()
    assert main(["check", str(path), "--annotate", str(tmp_path / "copy.pptx")]) == 1
    assert path.read_bytes() == before
    _assert_kept(before, (tmp_path / "copy.pptx").read_bytes())


@pytest.mark.parametrize(
    ("make", "name"), [(deck_of_timescales, "a.pptx"), (handout_of_timescales, "a.docx")]
)
def test_comments_whose_number_is_none_are_a_sentence(
    corpus_book: Handbook, tmp_path: Path, make: Callable[[Path], Path], name: str
) -> None:
    findings = _check(corpus_book, make(tmp_path / name)).findings
    once = tmp_path / f"once-{name}"
    whole = BytesIO(annotated(tmp_path / name, findings, corpus_book.units))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(once, "w") as new:
        for part in old.namelist():
            raw = old.read(part)
            if part.endswith(("comments.xml", "Authors.xml")):
                raw = re.sub(rb'( (?:w:)?id)="\d+"', rb'\1="x"', raw)
            new.writestr(part, raw)
    with pytest.raises(ExportError, match=r"comments that once-a\.\w+ has cannot be read"):
        annotated(once, findings, corpus_book.units)
