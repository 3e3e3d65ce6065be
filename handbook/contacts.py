"""Whom to ring: the rows of the contacts table, and whether each can be shown as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from handbook.domain import AREAS
from handbook.errors import SettingsError
from handbook.replies import read_toml

TABLES = ("contact", "stale")
EMERGENCY = "999"


@dataclass(frozen=True, slots=True)
class Contact:
    """A row of the table. What a row does not say is empty."""

    area: str
    name: str
    number: str = ""
    hours: str = ""
    note: str = ""
    checked_on: str = ""
    """The day on which somebody rang the number; empty where nobody has."""


def read_contacts(path: Path) -> tuple[Contact, ...]:
    """The rows that are shown; none where there is no table. SettingsError if it is broken."""
    return _rows(path, "contact")


def read_stale(path: Path) -> tuple[Contact, ...]:
    """The rows of numbers that are not to be given out any more; none where there is no table."""
    return _rows(path, "stale")


def _rows(path: Path, table: str) -> tuple[Contact, ...]:
    rows = read_toml(path).get(table, []) if path.is_file() else []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(f"{path} has {table!r}; write each row of it as [[{table}]].")
    return tuple(_contact(row) for row in rows)


def contact_line(contact: Contact) -> str:
    """A row in one line, as it stands in the table."""
    hours = f" ({contact.hours})" if contact.hours else ""
    return f"{contact.name}: {contact.number}{hours}"


def local(contacts: Iterable[Contact], area: str | None) -> tuple[Contact, ...]:
    """Those with a number to ring in an area, or in any where none is given; 999 apart."""
    return tuple(
        c
        for c in contacts
        if c.number and c.number != EMERGENCY and (area is None or c.area in (area, "all"))
    )


def _contact(row: dict[str, Any]) -> Contact:
    told = {
        name: str(row.get(name, "")).strip() for name in ("area", "name", "number", "hours", "note")
    }
    checked = str(row.get("checked_on", "never"))
    return Contact(**told, checked_on="" if checked == "never" else checked)


def wrong_contacts(path: Path) -> Iterator[str]:
    """Sentences on what is wrong with the rows of contacts.toml; SettingsError if it is broken."""
    for table, rows in read_toml(path).items():
        are_rows = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
        if table not in TABLES or not are_rows:
            known = " and ".join(f"[[{name}]]" for name in TABLES)
            yield f"{path.name} has {table!r}; its rows are in {known}."
            continue
        for place, row in enumerate(rows, start=1):
            yield from (f"Row {place} of [[{table}]] {what}." for what in _wrong(table, row))


def _wrong(table: str, row: dict[str, Any]) -> Iterator[str]:
    if row.get("area") not in (*AREAS, "all"):
        yield f"has the area {row.get('area')!r}; give {', '.join(AREAS)} or all"
    if not _is_text(row.get("name")):
        yield "has no name"
    if not any(_is_text(row.get(field)) for field in ("number", "note")):
        yield "has neither a number nor a note"
    if table == "stale" and not _is_text(row.get("reason")):
        yield "has no reason"
    if not _is_day(row.get("checked_on")):
        yield f"has checked_on {row.get('checked_on')!r}; give a date or 'never'"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: object) -> bool:
    if isinstance(value, date) or value == "never":
        return True
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
