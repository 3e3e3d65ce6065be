"""The review questions of all briefings in force, by theme, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.book import Handbook
from handbook.domain import Edition, ReviewQuestion
from handbook.text import fold
from handbook.themes import Themes
from page.address import written_spans


@dataclass(frozen=True, slots=True)
class Asked:
    """A review question with its briefing and its themes."""

    edition: Edition
    question: ReviewQuestion
    themes: tuple[str, ...]

    @property
    def value(self) -> str:
        """What names the question in a form: its document, and its spans as in an address."""
        return f"{self.question.document_id}|{written_spans(self.question.spans)}"


def all_questions(book: Handbook, themes: Themes, text: str = "") -> list[Asked]:
    """Those that hold some words, in themselves or in their briefing's title, in the order of the
    briefings; a question once, though its briefing may be held in several formats."""
    found: dict[tuple[str, str], Asked] = {}
    for held, question in book.review_questions():
        key = (held.edition.source_id, question.text)
        if key not in found and _holds(f"{question.text} {held.edition.title}", text):
            found[key] = Asked(held.edition, question, themes.of(question.text))
    return list(found.values())


def by_theme(
    asked: Sequence[Asked], themes: Themes, chosen: str = ""
) -> list[tuple[str, list[Asked]]]:
    """Each question below the first of its themes; with a theme chosen, all that have it."""
    if chosen:
        rows = {chosen: [a for a in asked if chosen in a.themes]}
    else:
        rows = {name: [a for a in asked if a.themes[0] == name] for name in themes.names}
    return [(name, some) for name, some in rows.items() if some]


def theme_counts(asked: Sequence[Asked], themes: Themes) -> list[tuple[str, int]]:
    """How many questions each theme has; themes without any are left out."""
    counts = ((name, sum(name in a.themes for a in asked)) for name in themes.names)
    return [(name, count) for name, count in counts if count]


def _holds(text: str, wanted: str) -> bool:
    return all(word in fold(text) for word in fold(wanted).split())
