"""Words that narrow a list: as the page may show them again."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.book import Handbook
from handbook.personal.asked import without_details
from handbook.replies import listed


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed without personal details. ``said`` is what was taken out, as a sentence."""

    words: str
    said: str = ""


def typed(book: Handbook, words: str) -> Typed:
    """Words without personal details; nothing is left of a record."""
    found = without_details(book.masker, words)
    if words.strip() and not found.text:
        return Typed("", book.replies.text("blocked_record"))
    if found.kinds:
        return Typed(found.text, book.replies.text("masked", kinds=listed(found.kinds)))
    return Typed(found.text)
