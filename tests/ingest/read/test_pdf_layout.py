"""What stands where on a page decides what is read, in which order, and what is kept apart."""

from __future__ import annotations

from pathlib import Path

import pypdf

from ingest.read.pdf import read_pdf
from ingest.reading import HEADER, Kind, Reading
from tests.ingest.read.make_pdf import make_pdf, rule, text

BODY = "The lead practitioner keeps the plan and its dates in view"


def _lines(x: float, top: float, *lines: str) -> str:
    return "".join(text(x, top - 14 * n, line) for n, line in enumerate(lines))


def _texts(reading: Reading, kind: Kind) -> list[str]:
    blocks = [b for b in reading.blocks if b.kind is kind]
    return [" ".join(reading.text(b.spans).split()) for b in blocks]


def test_columns_are_read_one_after_the_other_whatever_the_file_says(tmp_path: Path) -> None:
    left = _lines(60, 700, "Left one is read", "before left two and", "left three ends here.")
    right = _lines(320, 700, "Right one is read", "before right two and", "right three ends.")
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", right + left))
    assert " ".join(reading.units[0].text.split()) == (
        "Left one is read before left two and left three ends here. "
        "Right one is read before right two and right three ends."
    )


def test_a_sentence_goes_on_from_one_column_to_the_next(tmp_path: Path) -> None:
    left = _lines(60, 700, "A sentence that is far too", "long for a single column")
    right = _lines(320, 700, "goes on at the top of the", "next column and ends there.")
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", left + right))
    assert _texts(reading, Kind.PARAGRAPH) == [
        "A sentence that is far too long for a single column goes on at the top of the next "
        "column and ends there."
    ]


def test_every_character_of_reordered_lines_maps_to_the_raw_text(tmp_path: Path) -> None:
    path = make_pdf(
        tmp_path / "a.pdf", _lines(320, 700, "right", "below") + _lines(60, 700, "left", "under")
    )
    raw = pypdf.PdfReader(path).pages[0].extract_text()
    unit = read_pdf(path).units[0]
    assert "left" in unit.text.split("right")[0]
    mapped = set()
    for run in unit.runs:
        there = raw[run.offset : run.offset + run.length]
        assert unit.text[run.start : run.start + run.length] == there
        mapped |= set(range(run.start, run.start + run.length))
    assert all(i in mapped for i, c in enumerate(unit.text) if not c.isspace())


def test_a_footnote_never_stands_inside_the_sentence_it_interrupts(tmp_path: Path) -> None:
    first = _lines(60, 200, BODY, "and the sentence goes on over") + text(
        60, 80, "1 A note in small print.", 8
    )
    second = _lines(60, 760, "the page to end here.") + _lines(60, 700, BODY + ".", BODY + ".")
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", first, second))
    assert _texts(reading, Kind.NOTE) == ["A note in small print."]
    assert _texts(reading, Kind.PARAGRAPH)[0].endswith("goes on over the page to end here.")
    assert reading.units[0].text.rstrip().endswith("A note in small print.")


def test_a_table_is_rows_with_its_head(tmp_path: Path) -> None:
    drawn = "".join(rule(60, y, 400, y) for y in (700, 680, 660, 640))
    drawn += "".join(rule(x, 640, x, 700) for x in (60, 230, 400))
    cells = text(65, 686, "Meeting", font="F2") + text(235, 686, "When", font="F2")
    cells += text(65, 666, "Core group") + text(235, 666, "10 working days")
    cells += text(65, 646, "Review") + text(235, 646, "3 months")
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", drawn + cells + text(60, 500, BODY + ".")))
    rows = [b for b in reading.blocks if b.kind is Kind.ROW]
    assert _texts(reading, Kind.ROW) == [
        "Meeting When",
        "Core group 10 working days",
        "Review 3 months",
    ]
    assert [b.mark for b in rows] == [HEADER, None, None]
    assert reading.tables == 1


def test_heads_feet_and_numbers_stand_apart_and_the_number_is_the_label(tmp_path: Path) -> None:
    pages = [
        text(60, 810, "Handbook of procedures", 8)
        + _lines(60, 700, f"Page {n} says this and", "that, and ends.")
        + text(290, 30, str(n + 4), 8)
        for n in range(1, 5)
    ]
    units = read_pdf(make_pdf(tmp_path / "a.pdf", *pages)).units
    assert [u.page_label for u in units] == ["5", "6", "7", "8"]
    assert {u.head for u in units} == {"Handbook of procedures"}
    assert all("Handbook" not in u.text for u in units)


def test_a_telephone_number_at_the_foot_of_a_leaflet_stays_in_its_text(tmp_path: Path) -> None:
    page = _lines(60, 700, BODY, BODY, BODY + ".") + text(60, 40, "Duty team 0300 555 0000", 9)
    unit = read_pdf(make_pdf(tmp_path / "a.pdf", page)).units[0]
    assert "0300 555 0000" in unit.text


def test_a_paragraph_number_in_bold_print_makes_no_heading(tmp_path: Path) -> None:
    page = text(60, 700, "1. The first paragraph is plain and ends.")
    page += text(60, 670, "2. The second one is bold in its first line and", font="F2")
    page += text(60, 656, "ends in plain print.") + text(60, 620, "3. The third is plain again.")
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", page))
    assert [b.mark for b in reading.blocks if b.kind is Kind.PARAGRAPH] == ["1", "2", "3"]


def test_a_number_that_ends_a_sentence_on_a_new_line_begins_no_paragraph(tmp_path: Path) -> None:
    page = text(60, 700, "7. Checks are made as it says in paragraphs (see 262 and")
    page += text(60, 686, "267) on how to carry them out.") + text(60, 650, "8. The next.")
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", page))
    assert [b.mark for b in reading.blocks if b.kind is Kind.PARAGRAPH] == ["7", "8"]


def test_a_coloured_ground_behind_words_does_not_part_their_line(tmp_path: Path) -> None:
    page = text(60, 700, "7. The seventh paragraph is here and ends.")
    page += "1 1 0.6 rg 71 667 200 13 re f 0 g\n" + text(60, 670, "8. The eighth is marked.")
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", page))
    assert [b.mark for b in reading.blocks] == ["7", "8"]


def test_a_rule_between_cells_parts_their_lines(tmp_path: Path) -> None:
    drawn = "".join(rule(x, 600, x, 720) for x in (60, 163, 400))
    drawn += "".join(rule(60, y, 400, y) for y in (600, 640, 680, 720))
    cells = "".join(
        text(65, y, "A cell of five words") + text(168, y, "beside one that is near")
        for y in (695, 655, 615)
    )
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", drawn + cells))
    firsts = [reading.text(b.spans).split("\t")[0].strip() for b in reading.blocks]
    assert firsts == ["A cell of five words"] * 3


def test_links_are_told_with_their_words(tmp_path: Path) -> None:
    line = text(60, 700, "See the") + text(102, 700, "county procedures") + text(60, 600, BODY)
    links = {"https://example.org/a": (100, 696, 192, 712)}
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", line, links=links))
    link = reading.links[0]
    assert link.target == "https://example.org/a"
    assert reading.text((link.span,)) == "county procedures"


def test_a_text_below_a_list_is_no_part_of_its_last_item(tmp_path: Path) -> None:
    """Its first word had room on the item's line, or it stands further off than the items do."""
    items = text(60, 700, "\x95 One short item") + text(60, 686, "\x95 One more item of a list")
    longer = text(60, 672, "What follows is set below it as near as a line and is longer")
    shorter = text(60, 666, "What follows")
    for after in (longer, shorter):
        reading = read_pdf(make_pdf(tmp_path / "a.pdf", items + after + text(60, 600, BODY)))
        assert [reading.text(b.spans).strip() for b in reading.blocks][:2] == [
            "One short item",
            "One more item of a list",
        ]


def test_an_item_goes_on_below_its_mark_where_its_line_was_full(tmp_path: Path) -> None:
    page = text(60, 700, "\x95 An item that is as long as the column is wide goes on in")
    page += text(60, 686, "a line as far left as its mark, and so on to the end of it")
    reading = read_pdf(make_pdf(tmp_path / "a.pdf", page + text(60, 600, BODY)))
    assert len(reading.blocks) == 2
