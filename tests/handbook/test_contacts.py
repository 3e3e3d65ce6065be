"""The contacts table: each row that cannot be shown as it stands is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.contacts import wrong_contacts

CONTACT = """
[[contact]]
area = "leeds"
name = "Duty"
number = "0113 000 0000"
checked_on = "never"
"""


def _wrong(folder: Path, text: str) -> list[str]:
    path = folder / "contacts.toml"
    path.write_text(text)
    return list(wrong_contacts(path))


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ('"leeds"', '"york"', "has the area 'york'; give"),
        ('name = "Duty"', "", "has no name."),
        ('number = "0113 000 0000"', "", "has neither a number nor a note."),
        ('"never"', '"last week"', "has checked_on 'last week'; give a date or 'never'."),
        ('checked_on = "never"', "", "has checked_on None; give a date or 'never'."),
    ],
    ids=["area", "name", "number", "vague day", "no day"],
)
def test_a_contact_that_cannot_be_shown_is_named_by_its_row(
    tmp_path: Path, right: str, wrong: str, what: str
) -> None:
    (found,) = _wrong(tmp_path, CONTACT + CONTACT.replace(right, wrong))
    assert found.startswith(f"Row 2 of [[contact]] {what}")


@pytest.mark.parametrize("day", ["2026-11-23", '"2026-11-23"', '"never"'])
def test_a_contact_was_checked_on_a_date_or_never(tmp_path: Path, day: str) -> None:
    assert not _wrong(tmp_path, CONTACT.replace('"never"', day))


def test_a_stale_number_says_why_it_is_stale(tmp_path: Path) -> None:
    assert _wrong(tmp_path, CONTACT.replace("contact", "stale")) == [
        "Row 1 of [[stale]] has no reason."
    ]


@pytest.mark.parametrize("text", [CONTACT.replace("[[contact]]", "[[contacts]]"), "contacts = [1]"])
def test_contacts_that_nothing_reads_are_named(tmp_path: Path, text: str) -> None:
    assert _wrong(tmp_path, text) == [
        "contacts.toml has 'contacts'; its rows are in [[contact]] and [[stale]]."
    ]
