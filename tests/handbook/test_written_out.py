"""Times typed in haste are understood as procedures write them."""

from __future__ import annotations

import pytest

from handbook.check.figure import UNITS
from handbook.glossary import Glossary
from handbook.spelling import Speller
from handbook.understand import understand
from handbook.written_out import written_out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("initial conf 10 wd?", "initial conf 10 working days?"),
        ("10wd from the discussion", "10 working days from the discussion"),
        ("10 w/days", "10 working days"),
        ("ten wd after", "ten working days after"),
        ("5 business days", "5 working days"),
        ("within 3 wks", "within 3 weeks"),
        ("1 wk", "1 week"),
        ("48hrs or 6 mths", "48 hours or 6 months"),
        ("how many wks between core groups", "how many weeks between core groups"),
        ("icpc wd", "icpc working days"),
    ],
)
def test_short_units_are_written_out(typed: str, meant: str) -> None:
    assert written_out(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "is the line open 24/7",
        "10 working days",
        "a 5yr old with a bruise",
        "2 weekly visits",
        "the yr 5 class",
        "who in hr keeps the file",
        "section 47",
        "a fortnight",
    ],
)
def test_what_is_no_short_length_of_time_stays(typed: str) -> None:
    assert written_out(typed) == typed


def test_every_unit_that_a_check_reads_is_understood_in_a_question() -> None:
    for unit, name in UNITS.items():
        found = understand(f"is it 3 {unit}s", Glossary(), Speller({}, lambda _: True))
        assert found.text == f"is it 3 {name}s"
