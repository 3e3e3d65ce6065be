"""The fixed replies: data that a safeguarding lead can review."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from handbook.errors import SettingsError

REQUIRED = frozenset(
    """urgent blocked_record blocked_abuse masked not_ours_to_decide evade_duty out_of_scope
    agenda paper handout nothing_to_quote no_question_bears
    quiz quiz_right discussion any_step
    ask_area area_named detail_absent not_covered partial failed successor_not_held
    undated_edition digest learning demonstration review_questions_heading no_review_questions
    nearest_heading figure_differs said_before superseded_since older_page editions_searched
    counted nothing_to_count superseded withdrawn""".split()
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One fixed reply."""

    title: str
    text: str


class Replies:
    """All fixed replies by key."""

    def __init__(self, replies: dict[str, Reply]) -> None:
        self._replies = replies

    @classmethod
    def load(cls, folder: Path) -> Replies:
        """Read replies.toml; SettingsError where it is missing, broken or incomplete."""
        tables = read_toml(folder / "replies.toml")
        missing = sorted(REQUIRED - tables.keys())
        if missing:
            raise SettingsError(f"{folder / 'replies.toml'} has no reply {missing[0]!r}; add it.")
        return cls({k: Reply(t.get("title", ""), t["text"].strip()) for k, t in tables.items()})

    def title(self, key: str) -> str:
        """The heading of a reply."""
        return self._replies[key].title

    def text(self, key: str, **values: str) -> str:
        """A reply with its $names filled in."""
        return Template(self._replies[key].text).substitute(values)


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file; SettingsError says what is wrong with it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); restore it.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML ({error}); mend that line.") from error
