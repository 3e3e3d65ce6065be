"""A question's words put right, and its parts apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.cutting import questions_in
from handbook.expects import expected, type_words
from handbook.glossary import Glossary, Spelt
from handbook.spelling import Speller
from handbook.text import content_words
from handbook.written_out import written_out

_FEW_WORDS = 2
_DOER = re.compile(r"\bwho(?:['’]?s)?\s+(\w+)", re.IGNORECASE)
"""The word behind "who" says what is done and not what it is done about: "who chairs"."""


def understand(text: str, glossary: Glossary, speller: Speller) -> Spelt:
    """A question with its slips of spelling mended and its times written out, in the words of
    procedures."""
    return glossary.spell_out(speller.mend(written_out(text)))


def parts_of(text: str) -> list[str]:
    """The parts of a question that asks several things. A thin part borrows the topic of the last
    before it that has words enough of its own, or else of the first part that has a topic; the
    first part borrows only where it has none."""
    parts = questions_in(text)
    if len(parts) < 2:
        return [text]
    topic = _first_topic(parts)
    whole = []
    for at, part in enumerate(parts):
        is_thin = len(content_words(part)) <= _FEW_WORDS
        whole.append(_with_topic(part, topic) if is_thin and (at or not _topic(part)) else part)
        topic = topic if is_thin else _topic(part) or topic
    return whole


def _first_topic(parts: Sequence[str]) -> list[str]:
    return next((topic for part in parts if (topic := _topic(part))), content_words(parts[0]))


def _topic(part: str) -> list[str]:
    apart = {*type_words(expected(part)), *(w.lower() for w in _DOER.findall(part))}
    return [w for w in content_words(part) if w not in apart]


def _with_topic(part: str, topic: Sequence[str]) -> str:
    own = content_words(part)
    borrowed = [w for w in topic if w not in own]
    return f"{part} ({' '.join(borrowed)})" if borrowed else part


def own_words(part: str) -> list[str]:
    """The topic words that a part has of its own; none where it borrows no topic."""
    own, borrows, _ = part.rpartition(" (")
    return content_words(own) if borrows and part.endswith(")") else []
