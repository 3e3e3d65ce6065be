"""An older name in a question, which the glossary puts in today's words without being asked.

Which names are older is known from the check's table of outdated terms (prompts/check.toml).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handbook.answer_records import Answer, Notice
from handbook.before import told_of_name
from handbook.check.tables import Tables
from handbook.text import fold

if TYPE_CHECKING:
    from handbook.book import Handbook


@dataclass(frozen=True, slots=True)
class OlderName:
    """A name as it was typed, and what was searched for instead."""

    typed: str
    now: str


def older_name(book: Handbook, text: str) -> OlderName | None:
    """The first older name in a question that the glossary replaces; None where none is."""
    named = Tables.load(book.settings.prompts).outdated_in(text)
    typed = named.piece.of(text) if named else ""
    now = book.glossary.terms.get(fold(typed))
    return OlderName(typed, now[0]) if now else None


def with_older_name(book: Handbook, answer: Answer) -> Answer:
    """The answer with a notice where its question has an older name, and with the sentence that
    says when that ended, if one of the documents quoted has it."""
    name = older_name(book, answer.question)
    if name is None:
        return answer
    marker = len(answer.citations) + 1
    told = told_of_name(book, answer.citations, name.typed, marker)
    if told is None:
        text = book.replies.text("older_name", name=name.typed, now=name.now)
        return replace(answer, notices=(Notice("older_name", text), *answer.notices))
    shown = str(told.marker)
    text = book.replies.text("older_name_ended", name=name.typed, now=name.now, marker=shown)
    added = (told,) if told.marker == marker else ()
    return replace(
        answer,
        citations=(*answer.citations, *added),
        notices=(Notice("older_name_ended", text), *answer.notices),
    )
