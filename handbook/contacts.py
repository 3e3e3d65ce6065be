"""Whether each row of the contacts table can be shown as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from handbook.domain import AREAS
from handbook.replies import read_toml

TABLES = ("contact", "stale")


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
