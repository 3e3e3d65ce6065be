"""What was found for some words, and why it answers or does not: for the editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handbook.answer_records import Answer, Hit, Question
from handbook.book import Handbook
from handbook.cite import quote
from handbook.decide import ANSWER_SCORE
from handbook.domain import AREAS, Edition, Span
from handbook.errors import SettingsError
from page.address import evidence_address

HITS = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence that the judge looked at."""

    part: str
    words: str
    address: str
    edition: Edition
    score: float
    coverage: float
    subject: float
    fits: bool
    chosen: bool

    @property
    def why(self) -> str:
        """Why it was chosen or not, as far as the figures tell."""
        if self.chosen:
            return "chosen"
        if not self.fits:
            return "not chosen: it holds no thing of the kind that is asked for"
        if self.score < ANSWER_SCORE:
            return f"not chosen: its score is below {ANSWER_SCORE}"
        return "not chosen: others answer better, or the question is declined as a whole"


@dataclass(frozen=True, slots=True)
class Trial:
    """The answer to some words, the passages found for them, and the sentences judged."""

    answer: Answer
    hits: Sequence[Hit]
    judged: Sequence[Judged]

    @property
    def decisions(self) -> Sequence[dict[str, str]]:
        """How each part of the question was decided; none where it needed no search."""
        return list(self.answer.trace.get("decisions", ()))


def known(area: str, as_of: str) -> dict[str, str]:
    """The area and the day where they are one, for a form and an address: anything may have been
    typed."""
    return {"area": area if area in AREAS else "", "as_of": as_of if _is_day(as_of) else ""}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def try_words(book: Handbook, words: str, area: str, as_of: str) -> Trial:
    """Ask, and look on; nothing is put into the gap register. SettingsError where the area or the
    day is none."""
    if area and area not in AREAS:
        raise SettingsError(f"The area is none that there is; there are {', '.join(AREAS)}.")
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError as error:
        raise SettingsError("“As at” is no day; write it as 2026-09-01.") from error
    question = Question(words.strip(), area or None, day)
    answer = book.ask(question)
    searched = "decisions" in answer.trace
    masked = replace(question, text=answer.question)
    hits = book.find(masked, HITS) if searched else []
    return Trial(answer, hits, [_judged(book, row) for row in answer.trace.get("evidence", ())])


def _judged(book: Handbook, row: dict[str, Any]) -> Judged:
    passage = book.catalogue.passages([row["passage_id"]])[row["passage_id"]]
    spans = tuple(Span(**s) for s in row["spans"])
    held = book.held(passage.document_id)
    assert held is not None
    return Judged(
        part=row["part"],
        words=quote(book.units(passage.document_id), spans),
        address=evidence_address(passage.document_id, spans),
        edition=held.edition,
        score=row["score"],
        coverage=row["coverage"],
        subject=row["subject"],
        fits=row["fits"],
        chosen=row["chosen"],
    )
