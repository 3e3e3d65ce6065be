"""Acronyms with several meanings, told apart by the rest of the question.

"CP" is child protection, and in "walks with a frame, has CP" it is not. The first meaning is the
usual one; another is taken where the question is clearly nearer to what is said about that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from handbook.encoder import Encoder
from handbook.errors import SettingsError
from handbook.glossary import CLASHING
from handbook.plural import plural
from handbook.replies import read_toml
from handbook.text import content_words, fold, stem

_CLEARLY = 0.1
_NEAR_ENOUGH = 0.15
_FOR_A_WORD = 0.06
"""What each word that a question shares with a description adds to their cosine. The three were
chosen on examples of our own; blind cases hold them to it (eval/LOG.md)."""


@dataclass(frozen=True, slots=True)
class Clashes:
    """Acronyms in lower case with their meanings, each with words that stand near it."""

    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Clashes:
        """Read the table of glossary.toml; none where there is none; SettingsError if broken."""
        table = read_toml(path).get(CLASHING, {}) if path.is_file() else {}
        if not isinstance(table, dict):
            raise SettingsError(f"{path}: {CLASHING} is no table; write it as [{CLASHING}].")
        for acronym, meanings in table.items():
            wrong = not isinstance(meanings, dict) or len(meanings) < 2
            if wrong or not all(isinstance(near, str) and near for near in meanings.values()):
                raise SettingsError(
                    f"{path}: {acronym} needs two meanings or more, each with words that stand "
                    "near it."
                )
        return cls({fold(acronym): meanings for acronym, meanings in table.items()})

    def settle(self, text: str, encoder: Encoder) -> str:
        """The text with each such acronym replaced by what it means there."""
        for acronym in self.meanings:
            pattern = _pattern(acronym)
            if pattern.search(text):
                meant = self._meant(acronym, pattern.sub(" ", text), encoder)
                text = pattern.sub(partial(_named, meant), text)
        return text

    def _meant(self, acronym: str, rest: str, encoder: Encoder) -> str:
        meanings = self.meanings[acronym]
        asked, *about = encoder.encode([rest, *meanings.values()])
        words = {stem(w) for w in content_words(rest)}
        near = {
            name: float(asked @ vector)
            + _FOR_A_WORD * len(words & {stem(w) for w in content_words(told)})
            for (name, told), vector in zip(meanings.items(), about, strict=True)
        }
        usual = next(iter(meanings))
        best = max(near, key=lambda name: near[name])
        clear = near[best] >= _NEAR_ENOUGH and near[best] - near[usual] >= _CLEARLY
        return best if clear else usual


def _pattern(acronym: str) -> re.Pattern[str]:
    """An acronym, or several of it in small letters behind capitals: "CPs" are plans, and "CPS" or
    "cps" is the Crown Prosecution Service."""
    letters = re.escape(acronym)
    several = rf"(?-i:{letters.upper()}(?P<several>s))"
    return re.compile(rf"(?<!\w)(?:{several}|{letters})(?!\w)", re.IGNORECASE)


def _named(meant: str, found: re.Match[str]) -> str:
    return plural(meant) if found["several"] else meant
