"""A text to be checked, cut into the lines that are held against the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from ingest.material import read_material


def _lines(folder: Path, text: str) -> list[str]:
    path = folder / "text.md"
    path.write_text(f"- {text}\n", encoding="utf-8")
    return [line.text for line in read_material(path).lines]


@pytest.mark.parametrize(
    "text",
    [
        "Consent for a referral? None needed.",
        "Bruise on a baby? False alarm. Refer it all the same.",
        "Cash or gifts. Late home. Drugs.",
        "Is consent needed? No.",
    ],
)
def test_a_question_with_its_answer_and_words_that_say_nothing_alone_are_one_statement(
    tmp_path: Path, text: str
) -> None:
    assert _lines(tmp_path, text) == [text]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Refer within 24 hours.", "The chair must be independent."],
        ["Late home.", "Refer within 24 hours.", "The chair must be independent."],
        ["Refer within 24 hours.", "What would you do next?"],
        ["Discuss in pairs.", "Refer within 24 hours."],
        ["Who refers?", "Discuss in pairs.", "Refer within 24 hours."],
        ["Why?", "The conference is held within 15 working days " + "of that day " * 9 + "."],
    ],
)
def test_statements_of_their_own_stay_apart_from_each_other_and_from_what_is_no_statement(
    tmp_path: Path, sentences: list[str]
) -> None:
    sentences = [" ".join(s.split()) for s in sentences]
    assert _lines(tmp_path, " ".join(sentences)) == sentences


def test_what_is_said_beside_a_slide_stands_below_its_title_and_no_other(tmp_path: Path) -> None:
    deck = Presentation()
    for title in ("Neglect", ""):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = "It is seen over time."
    deck.save(str(tmp_path / "deck.pptx"))
    lines = [line for line in read_material(tmp_path / "deck.pptx").lines if line.kind == "note"]
    assert [(line.where, line.lead_in) for line in lines] == [
        ("slide 1, notes", "Neglect"),
        ("slide 2, notes", ""),
    ]
