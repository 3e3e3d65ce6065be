"""Papers: nothing is written that the store does not hold, nothing is lost, nothing is read as
markup, and each form can be read back."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import typst
from lxml import etree
from markdown_it import MarkdownIt
from pypdf import PdfReader

from handbook.answer_records import Answer, Question, Status
from handbook.book import Handbook
from handbook.cli import main
from handbook.domain import Edition, Span
from handbook.errors import ExportError, QuoteError, StoreError
from handbook.export.compose import agenda_of, sheet_of
from handbook.export.forms import FORMS, form_of, save, written
from handbook.export.quoted import UNSHOWN, web_link
from handbook.export.sheet import Agenda, Link, Sheet
from handbook.settings import ROOT
from handbook.themes import Themes
from page.address import evidence_address
from tests.conftest import open_book

DAY = date(2026, 11, 24)
CONFERENCE = Question("how soon initial conference after strategy discussion")
QUESTIONS = (
    replace(CONFERENCE, counted_from=date(2026, 12, 10)),
    Question("escalation steps"),
    Question("what does it say about parking at the conference venue for minibuses", "leeds"),
    Question("he's threatening her with a knife now"),
    Question("online safety filtering and monitoring", as_of=date(2025, 1, 1)),
)
NAMES = Themes.load(ROOT / "prompts").names
HOSTILE = (
    "# *who* _chairs_ `it`? <script>x</script> <b> ![p](http://e.example/p.png) [a](javascript:b) "
    "| a | $x^2$ #panic() @ref ~s~ &amp; &lt; \\par {\\rtf} \"q\" 'q' </w:t> ]]> %s {{ 7*7 }}"
)


def address(document_id: str, spans: Any) -> str:
    return f"http://127.0.0.1:7860{evidence_address(document_id, spans)}"


@pytest.fixture(scope="module")
def exchanges(corpus_book: Handbook) -> list[tuple[Question, Answer]]:
    return [(q, corpus_book.ask(q)) for q in QUESTIONS]


@pytest.fixture(scope="module")
def sheet(corpus_book: Handbook, exchanges: list[tuple[Question, Answer]]) -> Sheet:
    return sheet_of(corpus_book, exchanges, DAY, address)


@pytest.fixture(scope="module")
def agenda(corpus_book: Handbook) -> Agenda:
    asked = corpus_book.ask(Question("what questions does the EMILY review ask?"))
    return agenda_of(corpus_book, asked.review_questions, DAY, address)


def read_back(content: bytes, form: str) -> str:
    """The words of a file as a reader of its form sees them, each white space as one space."""
    words = {".docx": _word, ".pdf": _pdf, ".md": _markdown}[form](content)
    return " ".join(words.split())


def _pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def _word(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    lines = []
    for block in document.element.body.iter():
        if block.tag.endswith("}t"):
            lines.append(block.text or "")
        elif block.tag.endswith(("}p", "}br")):
            lines.append("\n")
    return "".join(lines)


def _markdown(content: bytes) -> str:
    return _words(_parsed(content))


def _parsed(content: bytes) -> Any:
    return MarkdownIt("commonmark").enable("table").parse(content.decode())


def _words(tokens: Any) -> str:
    kept = []
    for token in tokens:
        if token.children:
            kept.append(_words(token.children) + "\n")
        elif token.type == "text":
            kept.append(token.content)
        elif token.type.endswith("break"):
            kept.append("\n")
    return "".join(kept)


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("form", FORMS)
def test_each_form_holds_every_word_of_an_answer(
    corpus_book: Handbook, sheet: Sheet, form: str
) -> None:
    text = _squeezed(read_back(written(corpus_book, sheet, form), form))
    entries = {e.status: e for e in sheet.entries}
    assert {"The rule depends on the area", "If a child is in danger now, call 999"} < set(entries)
    told = [sheet.title, "24 November 2026", sheet.validity.title, sheet.validity.text]
    for entry in sheet.entries:
        told += [entry.question, entry.status, *entry.facts, *entry.opening, *entry.closing]
        told += [*entry.notices, *entry.searched, *(s.note for s in entry.apart)]
    for q in sheet.quotations:
        told += [f"“{q.text}”", q.title, q.place, *q.facts, *q.badges]
        told += [link.address for link in q.links] + [part for row in q.card for part in row]
    told += [source.attribution or "" for source in sheet.sources]
    for words in told:
        assert _squeezed(words) in text, words


@pytest.mark.parametrize("form", FORMS)
def test_each_quotation_is_there_to_the_character_with_its_own_mark(
    corpus_book: Handbook, sheet: Sheet, form: str
) -> None:
    text = read_back(written(corpus_book, sheet, form), form)
    marked = [q for entry in sheet.entries for q in entry.quoted]
    assert len(marked) > 3
    for quoted in marked:
        assert f"“{quoted.text}” [{quoted.marker}]" in text


def test_a_sheet_says_what_an_editor_would_ask(sheet: Sheet) -> None:
    conference, areas, declined, danger, past = sheet.entries
    [first] = conference.quoted[:1]
    assert ("Must or should", "should") in first.card
    assert "5 January 2027" in dict(first.card)["Last day"]
    assert first.place == "1. When an initial conference is held › paragraph 1.1"
    assert [link.words for link in first.links] == [
        "The publication it retells",
        "In the handbook",
    ]
    assert first.links[1].address.endswith(f"/evidence/{first.document_id}/2.42-278")
    assert "Counted from: 10 December 2026" in conference.facts
    assert len({q.facts for q in areas.quoted}) == 2
    assert declined.facts == ("Area: Leeds", "As at: 24 November 2026")
    assert declined.apart[0].title == "Nearest passages: not an answer"
    assert all(q.marker is None for q in declined.apart[0].quoted)
    assert danger.urgent
    assert past.facts[1] == "As at: 1 January 2025"
    assert past.quoted[0].badges[0] == "Superseded: a later edition is held here"
    for entry in (areas, past):
        assert [q.marker for q in entry.quoted] == list(range(1, len(entry.quoted) + 1))


def test_only_the_masked_question_is_on_the_paper(corpus_book: Handbook) -> None:
    question = Question("who chairs the core group, ring me on 07700 900123")
    sheet = sheet_of(corpus_book, [(question, corpus_book.ask(question))], DAY)
    for form in FORMS:
        assert "900123" not in read_back(written(corpus_book, sheet, form), form)


def test_a_pasted_record_is_not_on_the_paper(corpus_book: Handbook) -> None:
    answer = Answer("", "", Status.BLOCKED, corpus_book.replies.text("blocked_record"))
    [entry] = sheet_of(corpus_book, [(Question("the whole record"), answer)], DAY).entries
    assert (entry.question, entry.status) == ("A pasted record, not kept", "Not processed")


def false_sheets(sheet: Sheet) -> Iterator[Sheet]:
    """A sheet with one thing in it that does not stand in the store, in every place that quotes."""
    entry = sheet.entries[0]
    quoted, section = entry.quoted[0], entry.apart[0]
    asked = section.quoted[0]
    moved = tuple(Span(s.unit, s.start + 1, s.end + 1) for s in quoted.spans)
    wrong = (
        replace(quoted, text=quoted.text.replace("15", "10")),
        replace(quoted, text=quoted.text + " "),
        replace(quoted, spans=moved),
        replace(quoted, spans=()),
        replace(quoted, document_id="nowhere"),
        replace(quoted, card=(("By when", "within 10 working days"),)),
    )
    for one in wrong:
        yield _with_first(sheet, replace(entry, quoted=(one, *entry.quoted[1:])))
    false = replace(section, quoted=(replace(asked, text=asked.text + " Really?"),))
    yield _with_first(sheet, replace(entry, apart=(false,)))
    near = sheet.entries[2]
    passage = near.apart[0].quoted[0]
    false = replace(near.apart[0], quoted=(replace(passage, text=passage.text.upper()),))
    yield _with_first(sheet, replace(near, apart=(false,)))


def _with_first(sheet: Sheet, entry: Any) -> Sheet:
    return replace(sheet, entries=(entry, *sheet.entries[1:]))


@pytest.mark.parametrize("form", FORMS)
def test_a_false_quotation_is_stopped_in_every_form(
    corpus_book: Handbook, sheet: Sheet, agenda: Agenda, form: str
) -> None:
    asked = agenda.asked[0]
    altered_question = replace(asked, text=asked.text.replace("the", "no"))
    theme = replace(agenda.themes[0], asked=(altered_question,))
    altered = replace(agenda, themes=(theme,))
    for paper in (*false_sheets(sheet), altered):
        with pytest.raises((QuoteError, StoreError)):
            written(corpus_book, paper, form)


def test_a_false_citation_of_an_answer_reaches_no_file(
    corpus_book: Handbook, exchanges: list[tuple[Question, Answer]]
) -> None:
    question, answer = exchanges[0]
    first = answer.citations[0]
    bad = replace(answer, citations=(replace(first, quote=first.quote.replace("should", "may")),))
    sheet = sheet_of(corpus_book, [(question, bad)], DAY)
    with pytest.raises(QuoteError, match="does not stand"):
        written(corpus_book, sheet, ".pdf")


def hostile(sheet: Sheet, text: str) -> Sheet:
    return _with_first(sheet, replace(sheet.entries[0], question=text))


@pytest.mark.parametrize("form", FORMS)
def test_markup_in_a_question_is_characters(corpus_book: Handbook, sheet: Sheet, form: str) -> None:
    content = written(corpus_book, hostile(sheet, HOSTILE), form)
    assert _squeezed(HOSTILE) in _squeezed(read_back(content, form))


@pytest.mark.parametrize("text", [HOSTILE, "1. one", "- one", "> one", "===", "+ a"])
def test_markdown_has_the_same_structure_whatever_is_asked_or_said(
    corpus_book: Handbook, sheet: Sheet, text: str
) -> None:
    def kinds(question: str) -> list[str]:
        asked = hostile(sheet, question)
        given = _with_first(asked, replace(asked.entries[0], opening=(question,)))
        parsed = _parsed(written(corpus_book, given, ".md"))
        return [t.type for t in parsed] + [
            c.type
            for t in parsed
            for c in t.children or ()
            if c.type not in ("text", "text_special")
        ]

    assert kinds(text) == kinds("plain")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("bell\x07 null\x00 lone \ud800 end", f"bell{UNSHOWN} null{UNSHOWN} lone {UNSHOWN} end"),
        ("two\nlines\u2028three\x0b", "two lines three"),
        ("w" * 900, "w" * 900),
        ("\u202eevil\u202c who chairs", "who chairs"),
    ],
    ids=["control characters", "lines", "a very long word", "an override of direction"],
)
def test_any_question_can_be_exported(
    corpus_book: Handbook, typed: str, shown: str, form: str
) -> None:
    answer = Answer(typed, typed, Status.NOT_COVERED, corpus_book.replies.text("not_covered"))
    content = written(corpus_book, sheet_of(corpus_book, [(CONFERENCE, answer)], DAY), form)
    assert _squeezed(shown) in _squeezed(read_back(content, form))


def test_no_character_lies_off_the_page(corpus_book: Handbook, sheet: Sheet) -> None:
    long = hostile(sheet, f"{'w' * 400} https://example.org/{'a' * 300}")
    document = pypdfium2.PdfDocument(written(corpus_book, long, ".pdf"))
    for page in document:
        text = page.get_textpage()
        right = max(text.get_charbox(i)[2] for i in range(text.count_chars()))
        assert right < page.get_width() - 60
        text.close()
    document.close()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("word", ["שלום", "طفل"])
def test_right_to_left_words_survive(corpus_book: Handbook, word: str, form: str) -> None:
    answer = Answer(f"what is {word}?", "", Status.NOT_COVERED, "Nothing.")
    content = written(corpus_book, sheet_of(corpus_book, [(CONFERENCE, answer)], DAY), form)
    assert word in read_back(content, form) or word[::-1] in read_back(content, form)


def test_what_the_fonts_lack_is_shown_as_missing_in_a_question_only(
    corpus_book: Handbook, sheet: Sheet
) -> None:
    content = written(corpus_book, hostile(sheet, "sad 😢 漢"), ".pdf")
    assert f"sad {UNSHOWN} {UNSHOWN}" in read_back(content, ".pdf")
    assert "sad 😢 漢" in read_back(
        written(corpus_book, hostile(sheet, "sad 😢 漢"), ".docx"), ".docx"
    )


def test_a_quotation_that_a_form_cannot_hold_is_refused_with_another_form(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text(
        "# Visits\n\nA visit must be made within 3 days of the 漢 referral."
    )
    book = open_book(corpus, tmp_path / "data")
    question = Question("when must a visit be made after the referral")
    sheet = sheet_of(book, [(question, book.ask(question))], DAY)
    assert sheet.entries[0].quoted
    with pytest.raises(ExportError, match=r"no font of the PDF has; export to \.docx"):
        written(book, sheet, ".pdf")
    assert "漢 referral" in read_back(written(book, sheet, ".docx"), ".docx")
    book.close()


def test_a_pdf_can_be_read_aloud_and_says_what_it_is(corpus_book: Handbook, sheet: Sheet) -> None:
    reader = PdfReader(BytesIO(written(corpus_book, sheet, ".pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"<pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert reader.metadata
    assert reader.metadata.title == "Answers from the handbook, 24 November 2026"
    kinds = list(_tags(root["/StructTreeRoot"]["/K"]))
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(sheet.entries) + 2
    assert kinds.count("/BlockQuote") == len(list(sheet.quotations))
    assert "/Lbl" in kinds
    width, height = reader.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
    last = len(reader.pages)
    assert f"{last} of {last}" in reader.pages[-1].extract_text()
    assert all("Printed on 24 November 2026" in page.extract_text() for page in reader.pages)


def _tags(node: Any) -> Iterator[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, dict) and "/S" in node:
        yield node["/S"]
        yield from _tags(node.get("/K", []))


def test_a_pdf_is_the_same_each_time_and_uses_no_font_of_the_machine(
    corpus_book: Handbook, sheet: Sheet
) -> None:
    content = written(corpus_book, sheet, ".pdf")
    assert written(corpus_book, sheet, ".pdf") == content
    carried = {f.replace(" ", "") for f in typst.Fonts(include_system_fonts=False).families()}
    for page in PdfReader(BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            name = font.get_object()["/BaseFont"].split("+")[1].split("-")[0]
            assert any(family.startswith(name) for family in carried), name


def test_a_word_file_has_real_headings_and_language(corpus_book: Handbook, sheet: Sheet) -> None:
    content = written(corpus_book, sheet, ".docx")
    document = docx.Document(BytesIO(content))
    styles = [p.style.name for p in document.paragraphs if p.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == len(sheet.entries) + 2
    assert styles.count("Quotation") == sum(len(e.quoted) for e in sheet.entries)
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == "Answers from the handbook, 24 November 2026"
    [language] = set(re.findall(r'<w:lang w:val="([^"]+)"', _part(content, "word/styles.xml")))
    assert language == "en-GB"
    assert 'w:instr="NUMPAGES"' in _part(content, "word/footer1.xml")
    card = document.tables[0]
    assert [cell.text for cell in card.rows[1].cells] == ["Must or should", "should"]
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert all(link.startswith("http") for link in links)


def _part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for each in archive.namelist():
            if each.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(each))
        return archive.read(name).decode()


@pytest.mark.parametrize("form", FORMS)
def test_an_agenda_asks_the_questions_verbatim_and_leaves_room(
    corpus_book: Handbook, agenda: Agenda, form: str
) -> None:
    assert len(agenda.asked) == 7
    text = read_back(written(corpus_book, agenda, form), form)
    assert text.startswith("Supervision agenda Printed on 24 November 2026")
    for number, quoted in enumerate(agenda.asked, start=1):
        assert f"Question {number} “{quoted.text}” Learning from Practice Review: EMILY" in text
        assert quoted.place in text
    ordinals = sorted(quoted.place.split(",")[1] for quoted in agenda.asked)
    assert ordinals == [f" question {n}" for n in range(1, 8)]
    assert text.count("Notes:") == 7
    assert "Action plan Team or service" in text
    assert "Action Who By when Done on, and what changed" in text
    assert [theme.title for theme in agenda.themes] == [n for n in NAMES if n in text]


def test_nothing_makes_no_paper(corpus_book: Handbook) -> None:
    with pytest.raises(ExportError, match="ask a question first"):
        sheet_of(corpus_book, [], DAY)
    with pytest.raises(ExportError, match="choose one"):
        agenda_of(corpus_book, [], DAY)


@pytest.mark.parametrize("name", ["answer", "answer.txt", "answer.pdf.exe", ".docx"])
def test_an_ending_without_a_form_is_a_sentence(name: str) -> None:
    with pytest.raises(ExportError, match=r"\.docx, \.pdf, \.md"):
        form_of(Path(name), FORMS)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("before")
    save(tmp_path / "a.md", b"after")
    assert (tmp_path / "a.md").read_bytes() == b"after"
    (tmp_path / "b.md").mkdir()
    for place in (tmp_path / "b.md", tmp_path / "none" / "c.md"):
        with pytest.raises(ExportError, match="cannot be written"):
            save(place, b"x")
    assert sorted(os.listdir(tmp_path)) == ["a.md", "b.md"]


def test_the_command_writes_the_answer_that_it_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rule = "The first visit must be made within 3 working days of the referral."
    (corpus / "visits.md").write_text(f"# Visits\n\n{rule}\n")
    monkeypatch.setenv("HANDBOOK_CORPUS", str(corpus))
    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path / "data"))
    assert main(["ingest"]) == 0
    ask = ["ask", "when must the first visit be made after a referral"]
    capsys.readouterr()
    assert main(ask) == 0
    plain = capsys.readouterr()
    for form in FORMS:
        path = tmp_path / f"answer{form}"
        assert main([*ask, "--export", str(path)]) == 0
        said = capsys.readouterr()
        assert (said.out, said.err) == (plain.out, f"The answer is in {path}.\n")
        assert f"“{rule}” [1]" in read_back(path.read_bytes(), form)
    assert main([*ask, "--export", str(tmp_path / "answer.txt")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "answer.txt names no form" in said.err
    assert main(["ask", "--batch", "x", "--export", str(tmp_path / "a.pdf")]) == 1
    assert "leave it out" in capsys.readouterr().err


def test_an_address_that_is_no_web_address_opens_nothing() -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", "https://", "http://a b", "x"):
        assert web_link(Edition("s", "T", url=url)) is None
    good = "https://example.org/a?b=c#d"
    assert web_link(Edition("s", "T", url=good)) == Link("The publisher’s page", good)
