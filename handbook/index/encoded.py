"""What of a passage is encoded, and under which key its vector is kept."""

from __future__ import annotations

import hashlib

from handbook.domain import Edition, Passage


def encoded(edition: Edition, passage: Passage) -> str:
    """The text that stands for a passage in the dense index: title and headings take part."""
    return "\n".join((edition.title, " > ".join(passage.headings), passage.text))


def vector_key(fingerprint: str, text: str) -> str:
    """Under which the vector of a text is kept, by the fingerprint of its encoder."""
    return hashlib.sha256(f"{fingerprint}\n{text}".encode()).hexdigest()
