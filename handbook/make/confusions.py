"""What is known to be confused with what: data that a safeguarding lead can review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from handbook.errors import SettingsError
from handbook.make.gaps import GapKind
from handbook.replies import read_toml
from handbook.text import words

FILE = "quiz.toml"


@dataclass(frozen=True, slots=True)
class Confusion:
    """Some words of a rule, what they are taken for, and why that is wrong."""

    gap: GapKind
    words: str
    taken_for: tuple[str, ...]
    why: str
    where: str = ""
    """Words of the sentence: of a number alone nothing is known."""


@dataclass(frozen=True, slots=True)
class Confusions:
    """All that is known of confusions."""

    known: tuple[Confusion, ...]
    borrowed: dict[str, str]
    """By kind of gap: why an option that belongs to another rule is wrong."""
    near: str
    """Why a number near the right one is wrong."""
    passed_over: tuple[str, ...]
    """Words of sentences that make no question."""

    @classmethod
    def load(cls, folder: Path) -> Confusions:
        """Read quiz.toml; SettingsError where it is missing or broken."""
        path = folder / FILE
        table = read_toml(path)
        try:
            known = tuple(map(_confusion, table["confusion"]))
            passed_over = tuple(table["passed_over"]["words"])
            return cls(known, dict(table["borrowed"]), table["near"]["how_many"], passed_over)
        except (KeyError, TypeError, ValueError) as error:
            raise SettingsError(
                f"{path} lacks or misnames {error}; give [[confusion]] tables with gap, words, "
                "taken_for and why, and the tables [borrowed], [near] and [passed_over]."
            ) from error

    def taken_for(self, gap: GapKind, right: str, sentence: str) -> Iterator[tuple[str, str]]:
        """What the words in a gap are known to be taken for, each with why it is wrong."""
        for confusion in self.known:
            if confusion.gap is not gap or not _holds(right, confusion.words):
                continue
            if confusion.where and not _holds(sentence, confusion.where):
                continue
            for other in confusion.taken_for:
                option = right.replace(confusion.words, other)
                yield option, Template(confusion.why).substitute(right=right, option=option)

    def why_borrowed(self, gap: GapKind, right: str) -> str:
        """Why an option that belongs to another rule is wrong."""
        return Template(self.borrowed[gap]).substitute(right=right)

    def why_near(self, right: str, option: str) -> str:
        """Why a number near the right one is wrong."""
        return Template(self.near).substitute(right=right, option=option)

    def passes_over(self, sentence: str) -> bool:
        """Whether a sentence is about publications and not about what to do."""
        return any(_holds(sentence.lower(), word.lower()) for word in self.passed_over)


def _confusion(row: dict[str, Any]) -> Confusion:
    taken_for, where = tuple(row["taken_for"]), row.get("where", "")
    return Confusion(GapKind(row["gap"]), row["words"], taken_for, row["why"], where)


def _holds(text: str, part: str) -> bool:
    """Whether whole words stand in a text, as they are."""
    return part in text and f" {' '.join(words(part))} " in f" {' '.join(words(text))} "
