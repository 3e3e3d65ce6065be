"""The themes of review questions: data that a safeguarding lead can review, by words alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import SettingsError
from handbook.replies import read_toml
from handbook.text import stemmed

FILE = "themes.toml"
OTHER = "Other questions"
"""The theme of a question that has none of the words of any."""


@dataclass(frozen=True, slots=True)
class Themes:
    """Names of themes, in their order, each with the words that tell it, as stems."""

    told_by: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Themes:
        """Read themes.toml; no themes where there is none; SettingsError where it is broken."""
        path = folder / FILE
        if not path.is_file():
            return cls()
        tables = read_toml(path)
        return cls(tuple((name, _words(path, name, table)) for name, table in tables.items()))

    @property
    def names(self) -> tuple[str, ...]:
        """All themes in their order, and last the one of what has none."""
        return (*(name for name, _ in self.told_by), OTHER)

    def of(self, text: str) -> tuple[str, ...]:
        """The themes of a question, in the order of the file; at least one."""
        within = stemmed(text)
        found = (n for n, told in self.told_by if any(f" {t} " in within for t in told))
        return tuple(found) or (OTHER,)


def _words(path: Path, name: str, table: object) -> tuple[str, ...]:
    told = table.get("words") if isinstance(table, dict) else None
    if not isinstance(told, Sequence) or isinstance(told, str):
        raise SettingsError(f'{path}: give the theme {name!r} its words = ["…"].')
    return tuple(stemmed(str(phrase)).strip() for phrase in told)
