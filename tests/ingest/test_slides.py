"""PowerPoint: notes apart, hidden things out, and the order in which a slide is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from ingest.document import make_document
from ingest.read import read_document
from ingest.reading import HEADER, Kind, Reading

BLANK = 6


def box(slide: Any, text: str, left: float, top: float, width: float = 3, height: float = 1) -> Any:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    shape.text_frame.text = text
    return shape


def saved(deck: Any, tmp_path: Path) -> Reading:
    deck.save(str(tmp_path / "deck.pptx"))
    return read_document(tmp_path / "deck.pptx")


def texts(reading: Reading) -> list[str]:
    return [reading.text(b.spans) for b in reading.blocks]


def test_speaker_notes_stand_in_a_unit_of_their_own_with_the_slides_number(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Timescales"
    box(slide, "A visit is made within two days.", 1, 2)
    slide.notes_slide.notes_text_frame.text = "Say that it was three days until 2018."
    reading = saved(deck, tmp_path)
    assert [(u.kind, u.slide) for u in reading.units] == [("slide", 1), ("notes", 1)]
    assert reading.blocks[-1].kind is Kind.NOTE
    passages = make_document(tmp_path / "deck.pptx", "h", None).document.passages
    assert [p.text for p in passages] == [
        "A visit is made within two days.",
        "Say that it was three days until 2018.",
    ]


def test_a_hidden_slide_a_hidden_shape_and_one_off_the_slide_are_reported_and_left_out(
    tmp_path: Path,
) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    box(slide, "Seen.", 1, 1)
    box(slide, "Beside the slide.", 30, 1)
    box(slide, "Switched off.", 1, 3)._element.nvSpPr.cNvPr.set("hidden", "1")
    white = box(slide, "White on white.", 1, 5)
    white.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    tiny = box(slide, "Tiny.", 5, 5)
    tiny.text_frame.paragraphs[0].runs[0].font.size = Pt(1)
    other = deck.slides.add_slide(deck.slide_layouts[BLANK])
    box(other, "On the hidden slide.", 1, 1)
    other._element.set("show", "0")
    reading = saved(deck, tmp_path)
    assert texts(reading) == ["Seen."]
    assert [h.why for h in reading.hidden] == [
        "off the page",
        "hidden by the file",
        "white",
        "tiny",
        "on a hidden slide",
    ]


def test_white_words_on_a_filled_box_are_read(tmp_path: Path) -> None:
    deck = Presentation()
    shape = box(deck.slides.add_slide(deck.slide_layouts[BLANK]), "Ask why.", 1, 1)
    shape.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(0, 0, 90)
    assert texts(saved(deck, tmp_path)) == ["Ask why."]


def test_the_order_of_the_file_is_kept_where_it_can_be_that_of_the_eye(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    for text, left, top in (("b", 5, 1), ("a", 1, 1), ("c", 1, 3)):
        box(slide, text, left, top)
    assert texts(saved(deck, tmp_path)) == ["b", "a", "c"]


def test_a_slide_filed_from_below_is_read_column_by_column(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    places = (("text two", 5, 3), ("text one", 1, 3), ("head two", 5, 2), ("head one", 1, 2))
    for text, left, top in places:
        box(slide, text, left, top, height=0.9)
    box(slide, "across the top", 1, 0.2, width=7)
    assert texts(saved(deck, tmp_path)) == [
        "across the top",
        "head one",
        "text one",
        "head two",
        "text two",
    ]


def test_groups_tables_and_links_are_read(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    inner = slide.shapes.add_group_shape().shapes.add_group_shape()
    grouped = inner.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1))
    grouped.text_frame.text = "In a group of a group."
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(5), Inches(1)).table
    for row, column, text in ((0, 0, "Who"), (0, 1, "By when"), (1, 0, "School"), (1, 1, "2 days")):
        table.cell(row, column).text = text
    linked = box(slide, "", 1, 6).text_frame.paragraphs[0].add_run()
    linked.text, linked.hyperlink.address = "the protocol", "https://x.org/p"
    reading = saved(deck, tmp_path)
    assert texts(reading) == [
        "In a group of a group.",
        "Who\tBy when",
        "School\t2 days",
        "the protocol",
    ]
    assert reading.blocks[1].mark == HEADER
    assert reading.tables == 1
    assert [k.target for k in reading.links] == ["https://x.org/p"]


def test_a_slide_without_title_is_not_cited_under_the_slide_before(tmp_path: Path) -> None:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[5])
    first.shapes.title.text = "Neglect"
    box(first, "Neglect is seen over time.", 1, 2)
    box(deck.slides.add_slide(deck.slide_layouts[BLANK]), "Visits are made weekly.", 1, 2)
    deck.save(str(tmp_path / "deck.pptx"))
    passages = make_document(tmp_path / "deck.pptx", "h", None).document.passages
    assert [p.headings for p in passages] == [("Neglect",), ()]


def test_of_a_chart_its_titles_labels_and_the_names_of_series_and_categories_are_read(
    tmp_path: Path,
) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    data = CategoryChartData()
    data.categories = ["Core group within 10 working days", "First review within three months"]
    data.add_series("Held in time", (61, 72))
    data.add_series("Held late", (39, 28))
    area = (Inches(1), Inches(1), Inches(6), Inches(4))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *area, data).chart
    chart.chart_title.text_frame.text = "Meetings held in time"
    label = chart.plots[0].series[0].points[0].data_label
    label.text_frame.text = "Down since May"
    reading = saved(deck, tmp_path)
    assert texts(reading) == [
        "Meetings held in time",
        "Down since May",
        "Held in time",
        "Held late",
        "Core group within 10 working days",
        "First review within three months",
    ]
    assert {b.kind for b in reading.blocks} == {Kind.ITEM}


def test_the_years_along_a_chart_are_figures_and_are_not_read(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    data = CategoryChartData()
    data.categories = [2024, 2025]
    data.add_series("Referrals", (61, 72))
    area = (Inches(1), Inches(1), Inches(6), Inches(4))
    slide.shapes.add_chart(XL_CHART_TYPE.LINE, *area, data)
    assert texts(saved(deck, tmp_path)) == ["Referrals"]
