"""The questions that reviews ask: all of one review's when it is named, else those that bear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handbook.domain import CitedQuestion, Edition, ReviewQuestion
from handbook.index.editions import Held
from handbook.index.vectors import cosines
from handbook.text import content_words, stems

if TYPE_CHECKING:
    from handbook.book import Handbook

BEARING_COSINE = 0.35
MOST_SHOWN = 3
_ASKS_FOR_QUESTIONS = re.compile(r"\bquestions?\b", re.IGNORECASE)
_SPEAKS_OF_REVIEW = re.compile(r"\b(?:reviews?|briefings?|case)\b", re.IGNORECASE)
_COMMON_IN_TITLES = frozenset(
    "learning review practice briefing minute seven case summary digest child children".split()
)


def asked_by_name(book: Handbook, text: str) -> tuple[CitedQuestion, ...] | None:
    """All questions of the review that is named by a word of its title, in order, and after them
    those of its series. None where no review's questions are asked for; empty where the review
    that is named asks none."""
    if not _ASKS_FOR_QUESTIONS.search(text):
        return None
    words = set(content_words(text))
    named = [h for h in book.learning() if words & _naming_words(h.edition)]
    series = {h.edition.series for h in named if h.edition.series}
    asked = book.review_questions()
    own = [(h, q) for h, q in asked if h in named]
    shared = [(h, q) for h, q in asked if h.edition.source_id in series]
    if not own and not (named and _SPEAKS_OF_REVIEW.search(text)):
        return None
    return _distinct(own + shared)


def _naming_words(edition: Edition) -> set[str]:
    return set(content_words(edition.title)) - _COMMON_IN_TITLES


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
                series=held.edition.kind == "series",
            ),
        )
    return tuple(cited.values())
