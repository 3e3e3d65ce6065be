"""What of a passage is encoded."""

from __future__ import annotations

from handbook.domain import Edition, Passage


def encoded(edition: Edition, passage: Passage) -> str:
    """The text that stands for a passage in the dense index: title and headings take part."""
    return "\n".join((edition.title, " > ".join(passage.headings), passage.text))
