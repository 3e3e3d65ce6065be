"""The fixed replies: data that a safeguarding lead can review."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from handbook.errors import SettingsError

REQUIRED = frozenset(
    """urgent blocked_record blocked_abuse masked not_ours_to_decide evade_duty out_of_scope
    masked_material agenda paper handout nothing_to_quote no_question_bears
    quiz quiz_right discussion any_step
    ask_area area_named other_area detail_absent not_covered partial failed successor_not_held
    undated_edition not_in_force_yet digest learning demonstration review_questions_heading
    no_review_questions nearest_heading nearest_no_decision nearest_part
    questions_to_take who_to_ask figure_differs said_before superseded_since older_page
    older_name older_name_ended
    editions_searched counted nothing_to_count superseded withdrawn pointed restated lead
    words_alone""".split()
)


FILE = "replies.toml"
REVIEW = "review"
"""The table that says whose the replies are, and when they are to be read again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One fixed reply. ``owner`` answers for its words, read them on ``checked_on`` and reads them
    again by ``review_by``."""

    title: str
    text: str
    owner: str = ""
    review_by: date | None = None
    checked_on: date | None = None


class Replies:
    """All fixed replies by key."""

    def __init__(self, replies: dict[str, Reply]) -> None:
        self._replies = replies

    @classmethod
    def load(cls, folder: Path) -> Replies:
        """Read replies.toml; SettingsError where it is missing, broken or incomplete."""
        path = folder / FILE
        tables = read_toml(path)
        missing = sorted(REQUIRED - tables.keys())
        if missing:
            raise SettingsError(f"{path} has no reply {missing[0]!r}; add it.")
        wrong = next((key for key, table in tables.items() if not isinstance(table, dict)), None)
        if wrong is not None:
            raise SettingsError(f"{path} has {wrong!r}, which is no table; write it as [{wrong}].")
        review = tables.pop(REVIEW, {})
        return cls({key: _reply(path, key, review | table) for key, table in tables.items()})

    def __iter__(self) -> Iterator[Reply]:
        return iter(self._replies.values())

    def overdue(self, today: date) -> list[tuple[str, Reply]]:
        """The replies that were to be read again before today, by key."""
        replies = self._replies.items()
        return [(key, r) for key, r in replies if r.review_by and r.review_by < today]

    def title(self, key: str) -> str:
        """The heading of a reply."""
        return self._replies[key].title

    def text(self, key: str, **values: str) -> str:
        """A reply with its $names filled in."""
        return Template(self._replies[key].text).substitute(values)


def _reply(path: Path, key: str, table: dict[str, Any]) -> Reply:
    due = table.get("review_by")
    if due is not None and type(due) is not date:
        raise SettingsError(f"{path} has in [{key}] a review_by that is no day; give 2027-05-31.")
    title, text = table.get("title", ""), table.get("text")
    if not isinstance(title, str) or not isinstance(text, str):
        raise SettingsError(f"{path} has in [{key}] no text, or a title that is none; mend it.")
    if not Template(text).is_valid():
        raise SettingsError(
            f"{path} has in [{key}] a $ that names nothing; write $$ where a reader is to see $."
        )
    checked = table.get("checked_on")
    return Reply(
        title,
        text.strip(),
        str(table.get("owner", "")),
        due,
        checked if type(checked) is date else None,
    )


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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is not valid TOML ({error}); mend that line.") from error
