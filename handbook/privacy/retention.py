"""What is too old to be kept goes, and that it has gone is looked at again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from handbook import feedback, gaps
from handbook.check import kept as checks
from handbook.progress import nobody

Days = list[date | None]
Noted = Callable[..., None]
"""Called with what is about to be done to each register, to note it. What it raises stops it."""
REGISTERS: tuple[tuple[str, Callable[[Path], Days], Callable[[Path, date], None]], ...] = (
    ("Gap register", gaps.days, gaps.forget_before),
    ("Feedback", feedback.days, feedback.forget_before),
    ("Checks of material", checks.days, checks.forget_before),
)
"""What grows while people ask and check: its name, the day of each entry (None where nobody
can tell it), how the old ones go."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What went of one register."""

    name: str
    went: int
    remain: int
    """Entries that are too old and still there when the register is read again: none, if all is
    well."""
    kept: int
    """Entries that are young enough."""
    undated: int = 0
    """Of what went: what is damaged, so that nobody can tell how old it is or what it holds."""


def first_day_kept(keep_days: int, today: date | None = None) -> date:
    """The day of the oldest entries that are kept."""
    return (today or date.today()) - timedelta(days=keep_days)


def delete_old(data: Path, before: date, noted: Noted = nobody) -> list[Deletion]:
    """Take out of each register what is older than a day or cannot be dated, and read it again;
    SettingsError where one cannot be written. ``noted`` hears first from which registers something
    is about to go, and not at all where nothing is."""
    old = [name for name, days, _ in REGISTERS if _old(days(data), before)]
    if old:
        noted(*(f"{name}, kept from {before} on" for name in old))
    return [_delete(data, before, *register) for register in REGISTERS]


def _delete(
    data: Path,
    before: date,
    name: str,
    days: Callable[[Path], Days],
    forget_before: Callable[[Path, date], None],
) -> Deletion:
    found = days(data)
    if _old(found, before):
        forget_before(data, before)
    left = days(data)
    remain = _old(left, before)
    undated = found.count(None) - left.count(None)
    return Deletion(name, _old(found, before) - remain, remain, len(left) - remain, undated)


def _old(days: Days, before: date) -> int:
    return sum(day is None or day < before for day in days)
