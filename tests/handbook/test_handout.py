"""Briefing handouts: seven panels in order, every line verified, all can be read aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from pptx.oxml.ns import qn
from pypdf import PdfReader

from handbook.book import Handbook
from handbook.cite import verify
from handbook.cli import main
from handbook.errors import ExportError, QuoteError, SettingsError
from handbook.export.forms import BOOKLET_FORMS, written
from handbook.export.sheet import Booklet
from handbook.export.slides import to_pptx
from handbook.make.handout import handout_of_review, handout_of_topic, reviews
from handbook.make.panels import load_panels
from handbook.settings import ROOT

DAY = date(2026, 11, 24)
NAMES = [panel.name for panel in load_panels(ROOT / "prompts")]
NOTHING = "Nothing that is held here can be quoted for this part"


@pytest.fixture(scope="module")
def emily(corpus_book: Handbook) -> Booklet:
    return handout_of_review(corpus_book, "emily-briefing", DAY, None)


@pytest.fixture(scope="module")
def bruising(corpus_book: Handbook) -> Booklet:
    return handout_of_topic(corpus_book, "bruising in babies", "leeds", DAY, None)


@pytest.fixture(scope="module")
def deck(corpus_book: Handbook, emily: Booklet) -> Any:
    return pptx.Presentation(BytesIO(written(corpus_book, emily, ".pptx")))


def test_a_review_fills_seven_panels_in_order_and_its_questions_stand_apart(emily: Booklet) -> None:
    titles = [part.title for part in emily.parts]
    assert titles == [f"{n}. {name}" for n, name in enumerate(NAMES, 1)] + [
        "Questions that reviews ask"
    ]
    assert len(emily.parts[-1].asked) == 7
    assert not any(part.asked for part in emily.parts[:-1])
    asked = {q.text for q in emily.parts[-1].asked}
    assert not asked & {q.text for part in emily.parts for q in part.quoted}


def test_all_that_a_review_says_is_on_its_handout_once(
    corpus_book: Handbook, emily: Booklet
) -> None:
    document = emily.parts[0].quoted[0].document_id
    sentences = [
        s.spans
        for p in corpus_book.catalogue.passages_of(document)
        if p.role == "learning"
        for s in p.sentences
    ]
    assert sorted(q.spans for part in emily.parts for q in part.quoted) == sorted(sentences)


def test_a_panel_with_nothing_to_quote_says_so(emily: Booklet) -> None:
    empty = [part for part in emily.parts if not part.quoted and not part.asked]
    assert {part.title for part in empty} == {"3. What happened", "4. The review", "5. Findings"}
    assert all(part.note.startswith(NOTHING) for part in empty)


def test_every_quotation_stands_in_the_store(
    corpus_book: Handbook, emily: Booklet, bruising: Booklet
) -> None:
    for quoted in (*emily.quotations, *bruising.quotations):
        verify(corpus_book.units(quoted.document_id), quoted.text, quoted.spans, quoted.title)


def test_a_false_line_stops_every_form(corpus_book: Handbook, emily: Booklet) -> None:
    first, *others = emily.parts
    line = replace(first.quoted[0], text=first.quoted[0].text.replace("sixth", "seventh"))
    asked = emily.parts[-1]
    question = replace(asked.asked[0], text="What would you do?")
    planted = (
        replace(emily, parts=(replace(first, quoted=(line,)), *others)),
        replace(emily, parts=(*emily.parts[:-1], replace(asked, asked=(question,)))),
    )
    for false in planted:
        for form in BOOKLET_FORMS:
            with pytest.raises(QuoteError):
                written(corpus_book, false, form)


def test_a_topic_brings_duties_reviews_and_no_other_area(bruising: Booklet) -> None:
    lines = [q for part in bruising.parts for q in part.quoted]
    assert {"Learning from a review" in q.badges for q in lines} == {True, False}
    for quoted in lines:
        areas = [fact for fact in quoted.facts if fact.startswith("Area: ")]
        assert areas in ([], ["Area: Leeds"])


def test_a_topic_says_by_when_first(corpus_book: Handbook) -> None:
    made = handout_of_topic(corpus_book, "core groups", None, DAY, None)
    assert "within 10 working days" in made.parts[6].quoted[0].text
    assert any("2026 has been published since" in notice for notice in made.notices)


def test_what_nothing_bears_on_is_refused_and_names_do_not_come_back(
    corpus_book: Handbook,
) -> None:
    with pytest.raises(ExportError, match="Nothing that is held here bears on “pizza”"):
        handout_of_topic(corpus_book, "pizza", None, DAY, None)
    with pytest.raises(ExportError, match="Nothing was typed"):
        handout_of_topic(corpus_book, "  ", None, DAY, None)
    with pytest.raises(ExportError, match="looks like a record"):
        handout_of_topic(corpus_book, "neglect " * 300, None, DAY, None)
    with pytest.raises(ExportError, match="emily-briefing"):
        handout_of_review(corpus_book, "nobody", DAY, None)
    made = handout_of_topic(
        corpus_book, "neglect of Jaydn Smyth, NHS 943 476 5919", None, DAY, None
    )
    assert "943" not in made.title


def test_each_slide_has_its_title_and_text_in_placeholders_in_reading_order(deck: Any) -> None:
    for slide in deck.slides:
        shapes = list(slide.shapes)
        assert all(shape.is_placeholder for shape in shapes)
        assert shapes[0] == slide.shapes.title
        assert all(shape.text_frame.text.strip() for shape in shapes)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(set(titles)) == len(titles)
    starts = [
        next(n for n, t in enumerate(titles) if t.startswith(f"{number}. {name}"))
        for number, name in enumerate(NAMES, 1)
    ]
    assert starts == sorted(starts)


def test_the_slides_hold_every_word_and_the_day(deck: Any, emily: Booklet) -> None:
    text = "\n".join(s.text_frame.text for slide in deck.slides for s in slide.shapes)
    for quoted in emily.quotations:
        assert f"“{quoted.text}”" in text
    assert "Correct on 24 November 2026" in deck.slides[0].placeholders[1].text_frame.text
    assert "Edition: November 2026" in text
    assert emily.validity.text in text


def test_the_slides_are_in_british_english(deck: Any) -> None:
    assert deck.core_properties.language == "en-GB"
    runs = [r for slide in deck.slides for r in slide._element.iter(qn("a:r"))]
    assert {r.find(qn("a:rPr")).get("lang") for r in runs} == {"en-GB"}


def test_no_slide_holds_more_than_its_body_can_show(deck: Any) -> None:
    for slide in list(deck.slides)[1:]:
        body = slide.placeholders[1]
        assert sum(map(_height, body.text_frame.paragraphs)) <= body.height.pt


def _height(paragraph: Any) -> float:
    """In points, by letters half as wide as they are high."""
    quoted, _, told = paragraph.text.partition("\v")
    lines = ((quoted, 16, 105), (told, 12, 140))
    return 5 + sum(-(-len(text) // letters) * size * 1.2 for text, size, letters in lines)


def test_word_has_a_heading_for_each_panel(corpus_book: Handbook, emily: Booklet) -> None:
    document = docx.Document(BytesIO(written(corpus_book, emily, ".docx")))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:8] == [part.title for part in emily.parts]
    text = "\n".join(p.text for p in document.paragraphs)
    assert all(f"“{q.text}”" in text for q in emily.quotations)
    assert "Correct on 24 November 2026" in text


def test_the_pdf_is_tagged_and_holds_every_line(corpus_book: Handbook, emily: Booklet) -> None:
    reader = PdfReader(BytesIO(written(corpus_book, emily, ".pdf")))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert all("".join(q.text.split()) in text for q in emily.quotations)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]


def test_a_table_of_panels_that_is_broken_is_a_sentence(tmp_path: Path) -> None:
    for text, said in (
        ("", "must give 7 tables"),
        ('[[panel]]\nname = "A"\nroles = ["x"]\n' * 7, "'x' is no role"),
        ("[[panel]]\nname = 1\n" * 7, "give each panel a name"),
        ('[[panel]]\nname="A"\nroles=[]\nprocedure="all"\n' * 7, "procedure is 'all'"),
    ):
        (tmp_path / "handout.toml").write_text(text)
        with pytest.raises(SettingsError, match=said):
            load_panels(tmp_path)


@pytest.fixture
def command(corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))


@pytest.mark.usefixtures("command")
def test_the_command_writes_the_file_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "emily.pptx"
    assert main(["make", "handout", "--review", "emily-briefing", "--out", str(out)]) == 0
    assert pptx.Presentation(out).slides
    assert main(["make", "handout", "core groups"]) == 0
    assert "## 7\\. What to do" in capsys.readouterr().out
    assert main(["make", "handout", "core groups", "--out", "x.exe"]) == 1
    assert main(["make", "handout", "core groups", "--review", "emily-briefing"]) == 1
    assert "not both" in capsys.readouterr().err


def test_hostile_words_are_words_on_a_slide(corpus_book: Handbook, emily: Booklet) -> None:
    hostile = "<a:t>&amp; ]]> {{ 7*7 }} _x0007_ \u202e</a:t>"
    named = replace(emily, title=hostile, opening=(hostile,))
    deck = pptx.Presentation(BytesIO(written(corpus_book, named, ".pptx")))
    assert deck.slides[0].shapes.title.text_frame.text == hostile
    assert hostile in deck.slides[1].placeholders[1].text_frame.text


def test_a_quotation_that_powerpoint_cannot_hold_makes_no_file(
    emily: Booklet,
) -> None:
    line = replace(emily.parts[0].quoted[0], text="A bell\x07 rings.")
    rung = replace(emily, parts=(replace(emily.parts[0], quoted=(line,)), *emily.parts[1:]))
    with pytest.raises(ExportError, match=r"which PowerPoint cannot hold; export to \.md"):
        to_pptx(rung)


def test_a_review_that_no_manifest_names_has_its_handout(emily_book: Handbook) -> None:
    for held in reviews(emily_book):
        made = handout_of_review(emily_book, held.edition.source_id, DAY, None)
        assert len(made.parts[-1].asked) == 7
        assert made.parts[0].quoted
