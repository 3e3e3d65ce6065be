"""Which printed characters a unit's are: packed and unpacked, ligatures whole, doubt as nothing."""

from __future__ import annotations

import numpy as np

from handbook.pdf_frame import Frame
from handbook.pdfium_page import Contents
from handbook.print_map import PrintMap
from ingest.read.pdf_pieces import place


def laid_beside(raw: str, codes: str) -> PrintMap:
    """The map of a unit that holds the whole raw text of a page."""
    printed = Contents(Frame(0, 0, 595, 842, 0), codes, [], [], [])
    return PrintMap.of(raw, np.arange(len(raw), dtype=np.int32), place(raw, printed).matches)


def said(raw: str, codes: str, words: str) -> str | None:
    """What the printed characters are that some words of the raw text are."""
    start = raw.index(words)
    found = laid_beside(raw, codes).printed(raw, codes, start, start + len(words))
    return None if found is None else "".join(codes[i] for i in found)


def test_white_space_may_differ_and_has_no_print() -> None:
    assert said("The core\ngroup meets", "The  core  group meets", "core\ngroup") == "coregroup"


def test_a_line_is_one_row_whatever_its_number_of_words() -> None:
    raw = "The core group\nmeets soon"
    assert laid_beside(raw, "The core group  meets soon").rows.tolist() == [
        [0, 14, 0, 14],
        [15, 10, 16, 10],
    ]


def test_a_ligature_that_one_library_takes_apart_is_whole() -> None:
    assert said("the o\ufb03ce is open", "the office is open", "o\ufb03ce") == "office"
    assert said("the office is open", "the o\ufb03ce is open", "office") == "o\ufb03ce"


def test_part_of_a_ligature_is_the_whole_print() -> None:
    assert said("the office is open", "the o\ufb03ce is open", "of") == "o\ufb03"


def test_hyphens_of_any_kind_are_one() -> None:
    assert (
        said("a multi\u2010agency plan", "a multi-agency plan", "multi\u2010agency")
        == "multi-agency"
    )


def test_what_only_one_library_reads_is_left_out_and_the_rest_is_right() -> None:
    raw, codes = "Meet within 10 days\n1 of the day", "Meet within 10 days  of the day"
    assert said(raw, codes, "10 days\n1 of") == "10daysof"
    more = "Meet within 10 xx days of the day"
    assert said("Meet within 10 days of the day", more, "10 days") == "10days"


def test_words_in_another_order_are_found_by_their_place() -> None:
    raw, codes = "left column\nright column", "right column  left column"
    found = laid_beside(raw, codes).printed(raw, codes, 0, 11)
    assert found == [14, 15, 16, 17, 19, 20, 21, 22, 23, 24]


def test_a_page_that_says_something_else_today_gives_nothing() -> None:
    made = laid_beside("the core group", "the core group")
    assert made.printed("the core group", "a the core group", 4, 8) is None
    assert made.printed("the core group", "the", 4, 8) is None


def test_a_map_comes_out_of_its_package_as_it_went_in() -> None:
    made = laid_beside("right column\nleft o\ufb03ce", "left office  right column")
    assert len(made.rows) > 2
    assert PrintMap.unpack(made.pack()).rows.tolist() == made.rows.tolist()
    nothing = PrintMap.unpack(b"")
    assert nothing.pack() == b""
    assert nothing.printed("the", "the", 0, 3) == []
