"""Boxes around characters: one a line, and over nothing else."""

from __future__ import annotations

from handbook.line_boxes import line_boxes
from handbook.pdf_frame import Box
from handbook.pdfium_page import CharacterBox


def printed(text: str, top: float, height: float = 10, left: float = 0) -> list[CharacterBox]:
    """The boxes of a line of letters, each 5 points wide in room for 6, the room 2 points higher
    and lower than the ink."""
    found = []
    for at, character in enumerate(text):
        x = left + 6 * at
        ink: Box = (x, top, x + 5, top + height) if character != " " else (x, top, x, top)
        found.append(CharacterBox(ink, (x, top - 2, x + 6, top + height + 2)))
    return found


def test_words_on_one_line_have_one_box_as_high_as_their_font() -> None:
    line = "the core group"
    assert line_boxes(range(4, 14), line, printed(line, 100)) == ((24, 98, 84, 112),)


def test_each_line_has_its_own_box() -> None:
    boxes = printed("core", 100) + printed("group", 114)
    assert line_boxes(range(9), "coregroup", boxes) == ((0, 98, 24, 112), (0, 112, 30, 126))


def test_a_character_between_that_was_not_asked_for_parts_the_line() -> None:
    boxes = printed("core", 100) + printed("7", 98, 4, left=24) + printed("group", 100, left=30)
    chosen = [0, 1, 2, 3, 5, 6, 7, 8, 9]
    assert line_boxes(chosen, "core7group", boxes) == ((0, 98, 24, 112), (30, 98, 60, 112))


def test_room_that_reaches_into_the_next_line_is_not_taken() -> None:
    boxes = printed("core", 100) + printed("group", 112, 6)
    assert line_boxes(range(4), "coregroup", boxes) == ((0, 98, 24, 112),)
    boxes = printed("core", 100) + printed("group", 110.5, 2)
    assert line_boxes(range(4), "coregroup", boxes) == ((0, 100, 23, 110),)


def test_characters_around_another_stand_alone() -> None:
    boxes = printed("core", 100) + printed("x", 104, 2, left=5.5)
    assert line_boxes(range(4), "corex", boxes) == tuple(box.ink for box in boxes[:4])


def test_white_space_and_what_stands_nowhere_have_no_box() -> None:
    assert line_boxes([1], "a b", printed("a b", 100)) == ()
    nowhere = CharacterBox((0, 0, 0, 0), (0, 0, 0, 0))
    assert line_boxes([0], "a", [nowhere]) == ()
