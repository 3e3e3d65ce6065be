"""What a check knows of words: prompts/check.toml, for a safeguarding lead to review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import SettingsError
from handbook.replies import read_toml
from handbook.rule_records import Piece
from handbook.text import fold, stems

TABLES = ("outdated", "actors", "same", "empty", "opposite")


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text: what it names, and where it stands."""

    name: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Tables:
    """The five tables of check.toml, ready to be looked up."""

    outdated: Mapping[str, str]
    """Outdated names in lower case, with what each is called now."""
    actors: Mapping[str, str]
    """Names of actors in lower case, with the one name of the actor."""
    same: Mapping[str, frozenset[str]]
    """Stems, with the stems that count as equal."""
    empty: frozenset[str]
    """Stems of words that say nothing of a rule."""
    opposite: Mapping[str, frozenset[str]]
    """Words, with those that say the opposite."""

    @classmethod
    def load(cls, folder: Path) -> Tables:
        """Read check.toml of a folder; SettingsError where it is missing or malformed."""
        path = folder / "check.toml"
        read = read_toml(path)
        for table in read:
            if table not in TABLES:
                raise SettingsError(f"{path}: {table!r} is no table; use {', '.join(TABLES)}.")
            if not isinstance(read[table], dict):
                raise SettingsError(f"{path}: {table} is no table; write it as [{table}].")
        return cls(
            {fold(k): v for k, v in read.get("outdated", {}).items()},
            {fold(name): actor for actor, names in _lists(path, read, "actors") for name in names},
            _groups([*n, k] for k, n in _lists(path, read, "same")),
            frozenset(
                root for _, names in _lists(path, read, "empty") for n in names for root in stems(n)
            ),
            _opposites(_lists(path, read, "opposite")),
        )

    def outdated_in(self, text: str) -> Named | None:
        """The first outdated name in a text, with what it is called now."""
        return next(iter(_find(text, self.outdated)), None)

    def actors_in(self, text: str) -> list[Named]:
        """The actors that a text names, in order."""
        return _find(text, self.actors)


def _lists(
    path: Path, read: Mapping[str, Mapping[str, object]], table: str
) -> list[tuple[str, list[str]]]:
    found = []
    for key, names in read.get(table, {}).items():
        if not isinstance(names, list) or not all(isinstance(n, str) and n for n in names):
            raise SettingsError(
                f"{path}: {key} of [{table}] needs a list of names; mend that line."
            )
        found.append((key, names))
    return found


def _groups(groups: Iterable[list[str]]) -> dict[str, frozenset[str]]:
    same: dict[str, set[str]] = {}
    for group in groups:
        roots = frozenset(root for name in group for root in stems(name))
        for root in roots:
            same.setdefault(root, set()).update(roots)
    return {root: frozenset(others) for root, others in same.items()}


def _opposites(pairs: Iterable[tuple[str, list[str]]]) -> dict[str, frozenset[str]]:
    opposite: dict[str, set[str]] = {}
    for word, others in pairs:
        for other in others:
            opposite.setdefault(word, set()).add(other)
            opposite.setdefault(other, set()).add(word)
    return {word: frozenset(others) for word, others in opposite.items()}


def _find(text: str, names: Mapping[str, str]) -> list[Named]:
    """Every name of a table in a text, the longest that fits."""
    if not names:
        return []
    longest_first = sorted(names, key=lambda n: (-len(n), n))
    pattern = rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])"
    plain = text.replace("’", "'")
    return [
        Named(names[fold(m[0])], Piece(m.start(), m.end()))
        for m in re.finditer(pattern, plain, re.IGNORECASE)
    ]
