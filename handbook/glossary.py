"""The glossary: what acronyms and everyday words are called in procedures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.errors import SettingsError
from handbook.plural import plural
from handbook.replies import read_toml
from handbook.text import fold, stem, words

TABLES = ("acronyms", "everyday")
PLACES = "places"
CLASHING = "clashing"
"""Tables of the same file that handbook/places.py and handbook/clashes.py read."""
_WHOLE = r"(?<!\w)(?P<term>{})(?P<several>(?-i:s))?(?!\w)"
"""A term, or several of it. The s is a small one: GPS is not several general practitioners."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text in the words of procedures. ``same`` gives, for a stem of the text, stems that mean
    the same there: the word that was typed, and other names of the thing."""

    text: str
    same: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in lower case with what procedures call each, the commonest name first."""

    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Glossary:
        """Read glossary.toml; an empty glossary where there is none; SettingsError if broken."""
        if not path.is_file():
            return cls()
        terms: dict[str, tuple[str, ...]] = {}
        for table, rows in read_toml(path).items():
            if table in (PLACES, CLASHING):
                continue
            if table not in TABLES or not isinstance(rows, dict):
                known = " and ".join(f"[{name}]" for name in (*TABLES, PLACES, CLASHING))
                raise SettingsError(f"{path}: {table!r} is no table of a glossary; use {known}.")
            for key, value in rows.items():
                if fold(key) in terms:
                    raise SettingsError(f"{path}: {key} is given twice; keep one.")
                terms[fold(key)] = _names(path, key, value)
        return cls(terms)

    @property
    def words(self) -> frozenset[str]:
        """Every word that a term is typed with."""
        return frozenset(word for term in self.terms for word in words(term))

    def spell_out(self, text: str) -> Spelt:
        """Replace every term by what procedures call it: "ICPC timescale" becomes "initial child
        protection conference timescale", and "ICPCs" the name of several. The longest term that
        fits is taken."""
        if not self.terms:
            return Spelt(text)
        same: dict[str, set[str]] = {}

        def named(found: re.Match[str]) -> str:
            term = fold(found["term"])
            first, *others = self.terms[term]
            _note_same(same, first, (term, *others))
            return plural(first) if found["several"] else first

        longest_first = sorted(self.terms, key=lambda term: (-len(term), term))
        pattern = "|".join(re.escape(term) for term in longest_first)
        spelt = re.sub(_WHOLE.format(pattern), named, text, flags=re.IGNORECASE)
        return Spelt(spelt, {key: frozenset(stems) for key, stems in same.items()})


def _names(path: Path, term: str, value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise SettingsError(f"{path}: {term} has no name; give one or a list of them.")
    return tuple(names)


def _note_same(same: dict[str, set[str]], first: str, others: Iterable[str]) -> None:
    """Only single words can stand for each other."""
    if len(words(first)) == 1:
        single = {stem(words(other)[0]) for other in others if len(words(other)) == 1}
        same.setdefault(stem(words(first)[0]), set()).update(single)
