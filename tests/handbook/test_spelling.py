"""Slips of spelling are mended against the corpus, and nothing else is touched."""

from __future__ import annotations

import pytest

from handbook.spelling import Speller

VOCABULARY = dict.fromkeys(
    "assessment conference quorate professional disagreement neglect emily strategy child".split(),
    3,
)
COMMON = {"pizza", "solicitor", "form"}
SPELLER = Speller(VOCABULARY, COMMON.__contains__)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("single assesment time limit", "single assessment time limit"),
        ("proffesional disagrement", "professional disagreement"),
        ("negelct signs", "neglect signs"),
        ("emly briefing", "emily briefing"),
        ("Conferance when?", "conference when?"),
    ],
)
def test_a_slip_is_mended(typed: str, mended: str) -> None:
    assert SPELLER.mend(typed) == mended


@pytest.mark.parametrize(
    "typed",
    [
        "what if the conference is inquorate",
        "best pizza in Leeds",
        "can mum bring a solicitor",
        "ask Emely Bright about it",
        "assessments and assessed",
        "form 27b",
        "",
    ],
)
def test_other_words_stay_as_they_are(typed: str) -> None:
    assert SPELLER.mend(typed) == typed


def test_of_two_words_as_near_the_commoner_is_taken() -> None:
    speller = Speller({"parent": 9, "patent": 1}, lambda _: False)
    assert speller.mend("pafent") == "parent"
