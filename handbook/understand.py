"""A question's words put right, and its parts apart."""

from __future__ import annotations

import re

from handbook.expects import expected, type_words
from handbook.glossary import Glossary, Spelt
from handbook.spelling import Speller
from handbook.text import content_words

_JOINT = re.compile(
    r",?\s+and\s+(?=(?:by when|who|what|when|where|how|which|why|can|does|do|is|are)\b)",
    re.IGNORECASE,
)
_FEW_WORDS = 2


def understand(text: str, glossary: Glossary, speller: Speller) -> Spelt:
    """A question with its slips of spelling mended, in the words of procedures."""
    return glossary.spell_out(speller.mend(text))


def parts_of(text: str) -> list[str]:
    """The parts of a question that asks several things; a thin part borrows the first's topic."""
    parts = [p.strip(" ,") for p in _JOINT.split(text) if p.strip(" ,?")]
    if len(parts) < 2:
        return [text]
    topic = _topic(parts[0])
    return [parts[0]] + [_with_topic(p, topic) for p in parts[1:]]


def _topic(part: str) -> list[str]:
    return [w for w in content_words(part) if w not in type_words(expected(part))]


def _with_topic(part: str, topic: list[str]) -> str:
    own = content_words(part)
    borrowed = [w for w in topic if w not in own]
    if len(own) > _FEW_WORDS or not borrowed:
        return part
    return f"{part} ({' '.join(borrowed)})"
