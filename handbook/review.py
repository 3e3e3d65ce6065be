"""The questions that reviews ask: all of one review's when it is named, else those that bear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handbook.domain import CitedQuestion, ReviewQuestion
from handbook.index.editions import Held
from handbook.index.vectors import cosines
from handbook.text import content_words, stems

if TYPE_CHECKING:
    from handbook.book import Handbook

BEARING_COSINE = 0.35
MOST_SHOWN = 3
_ASKS_FOR_QUESTIONS = re.compile(r"\bquestions?\b", re.IGNORECASE)
_COMMON_IN_TITLES = frozenset(
    "learning review practice briefing minute seven case summary digest child children".split()
)


def asked_by_name(book: Handbook, text: str) -> tuple[CitedQuestion, ...]:
    """All questions of the review that is named by a word of its title, in order; else none."""
    if not _ASKS_FOR_QUESTIONS.search(text):
        return ()
    words = set(content_words(text))
    named = [
        (held, asked)
        for held, asked in book.review_questions()
        if words & (set(content_words(held.edition.title)) - _COMMON_IN_TITLES)
    ]
    return _distinct(named)


def bearing_on(book: Handbook, text: str) -> tuple[CitedQuestion, ...]:
    """The review questions nearest to what was asked, if they are near."""
    held = book.review_questions()
    if not held:
        return ()
    vector = book.encoder.encode([text])[0]
    near = cosines(book.embedding.encode([q.text for _, q in held]), vector)
    wanted = stems(text)
    scored = sorted(
        (
            (c + 0.05 * len(wanted & stems(q.text)), h, q)
            for c, (h, q) in zip(near, held, strict=True)
        ),
        key=lambda row: -row[0],
    )
    return _distinct([(h, q) for score, h, q in scored if score >= BEARING_COSINE])[:MOST_SHOWN]


def _distinct(pairs: Sequence[tuple[Held, ReviewQuestion]]) -> tuple[CitedQuestion, ...]:
    """Each question once, though a briefing may be held in several formats."""
    cited: dict[str, CitedQuestion] = {}
    for held, asked in pairs:
        cited.setdefault(
            asked.text,
            CitedQuestion(
                text=asked.text,
                source_id=held.edition.source_id,
                document_id=asked.document_id,
                title=held.edition.title,
                panel=asked.panel,
                ordinal=asked.ordinal,
                spans=asked.spans,
            ),
        )
    return tuple(cited.values())
