"""What could be asked next: headings of the same chapter, and reviews whose questions bear on it.

Nothing is made up: a heading is suggested in the characters that stand in the stored edition, a
review by its title. Each is asked first, by itself and as the next turn of the conversation, and
is suggested only where its own section, or the review's own questions, come back as the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from handbook.answer_records import Answer, Question, Status, Turn
from handbook.domain import Edition, Passage, Role, Unit
from handbook.personal.asked import masked
from handbook.query import leans_on

if TYPE_CHECKING:
    from handbook.book import Handbook

OF_EACH_KIND = 2
TRIED = 4
"""How many of each kind are asked, at most."""
ANSWERS_KEPT = 4096
"""Of so many questions it is remembered what comes back when they are asked by themselves."""
LONGEST = 80
"""Characters; what was read as a longer heading is a sentence more often than a heading."""
_GOES_ON = frozenset({Status.ANSWERED, Status.ASK_AREA, Status.PARTIAL, Status.DETAIL_ABSENT})
"""The endings that something can follow: the topic is here, and nobody is in danger."""
_ANSWERS = frozenset({Status.ANSWERED, Status.ASK_AREA})
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
Headings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that is answered here, as it is shown and asked, and why it is suggested."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The section that a conversation has come to."""

    document_id: str
    edition: Edition
    headings: Headings


@dataclass(frozen=True, slots=True)
class _Found:
    """What came back: the sections quoted, and the review whose questions were given."""

    sections: frozenset[tuple[str, Headings]] = frozenset()
    review: str | None = None

    @classmethod
    def of(cls, answer: Answer) -> _Found:
        if answer.status not in _ANSWERS:
            return cls()
        quoted = frozenset((c.document_id, c.headings) for c in answer.citations)
        asked = answer.review_questions
        return cls(quoted, asked[0].source_id if asked else None)


class _FailedError(Exception):
    """A question could not be answered now."""


class Suggester:
    """Finds what could be asked next of one handbook."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        self._by_itself = lru_cache(ANSWERS_KEPT)(self._ask_by_itself)

    def suggestions(self, question: Question, answer: Answer) -> tuple[Suggestion, ...]:
        """Up to two headings next to the section that an answer quotes, and up to two reviews.

        This may ask the handbook several times, and more often where the headings around are new
        to it: call it when the answer is on the page. None where the handbook fails meanwhile.
        """
        if answer.status not in _GOES_ON:
            return ()
        try:
            return self._suggestions(question, answer)
        except _FailedError:
            return ()

    def _suggestions(self, question: Question, answer: Answer) -> tuple[Suggestion, ...]:
        said = (Turn("user", answer.question), Turn("assistant", answer.text))
        follow_up = replace(question, history=(*question.history, *said), counted_from=None)
        return (
            *islice(self._of_chapter(follow_up, answer), OF_EACH_KIND),
            *islice(self._of_reviews(follow_up, answer), OF_EACH_KIND),
        )

    def _of_chapter(self, follow_up: Question, answer: Answer) -> Iterator[Suggestion]:
        """The nearest sections of the chapter that answer to their own headings."""
        place = _place(answer)
        if place is None:
            return
        near = [s for s in _around(self._book, place) if not _is_said(s, follow_up, answer)]
        for passage in near[:TRIED]:
            asked = replace(follow_up, text=_asked_as(passage))
            section = (passage.document_id, passage.headings)
            if section not in self._alone(asked).sections:
                continue
            if section in self._as_next_turn(asked).sections:
                yield Suggestion(asked.text, f"More in {_chapter(place)}")

    def _of_reviews(self, follow_up: Question, answer: Answer) -> Iterator[Suggestion]:
        """The reviews that an answer speaks of, each for the questions that it asks."""
        titles = {q.source_id: q.title for q in answer.review_questions}
        learning = [c.edition for c in answer.citations if c.edition.is_learning]
        titles |= {e.source_id: e.title for e in learning if e.source_id not in titles}
        for source_id, title in list(titles.items())[:TRIED]:
            asked = replace(follow_up, text=f"What questions does “{title}” ask?")
            if self._alone(asked).review != source_id:
                continue
            found = self._book.ask_by_rules(asked)
            fresh = set(found.review_questions) - set(answer.review_questions)
            if _Found.of(found).review == source_id and fresh:
                why = self._book.replies.title("review_questions_heading")
                yield Suggestion(asked.text, why)

    def _alone(self, asked: Question) -> _Found:
        """What comes back to a question without what was said before it."""
        opened = self._book.opened()
        index = (opened.edition.edition_id, opened.away)
        return self._by_itself(replace(asked, history=()), index, date.today())

    def _as_next_turn(self, asked: Question) -> _Found:
        """What comes back after what was said: the same as to the question alone, unless it leans
        on that."""
        if leans_on(self._book, self._book.opened(), masked(self._book.masker, asked)):
            return _Found.of(self._book.ask_by_rules(asked))
        return self._alone(asked)

    def _ask_by_itself(self, asked: Question, _index: tuple[str, str], _today: date) -> _Found:
        """The same; it holds for an index edition, with its vectors or without, and for a day,
        since editions come into force. A fault is not remembered."""
        answer = self._book.ask_by_rules(asked)
        if answer.status is Status.FAILED:
            raise _FailedError
        return _Found.of(answer)


def _place(answer: Answer) -> _Place | None:
    """Where the answer's first quotation stands, or else the nearest passage."""
    for citation in answer.citations[:1]:
        return _Place(citation.document_id, citation.edition, citation.headings)
    for hit in answer.hits[:1]:
        return _Place(hit.passage.document_id, hit.edition, hit.passage.headings)
    return None


def _chapter(place: _Place) -> str:
    """What the sections around a place are called together."""
    return place.headings[0] if len(place.headings) > 1 else place.edition.title


def _around(book: Handbook, place: _Place) -> list[Passage]:
    """The first passage of each other section of the chapter with a heading that can be asked,
    the nearest first."""
    sections = _sections(book, place)
    order = {headings: number for number, headings in enumerate(sections)}
    if place.headings not in order:
        return []
    here = order.pop(place.headings)
    nearest = sorted(order, key=lambda h: (abs(order[h] - here), order[h] < here))
    units = book.units(place.document_id)
    return [sections[h] for h in nearest if _can_be_asked(sections[h], units)]


def _sections(book: Handbook, place: _Place) -> dict[Headings, Passage]:
    """The first passage of each section of the chapter, or of a document that has no chapters, in
    reading order."""
    sections: dict[Headings, Passage] = {}
    for passage in book.catalogue.passages_of(place.document_id):
        sections.setdefault(passage.headings, passage)
    if len(place.headings) <= 1:
        return sections
    chapter = place.headings[0]
    return {h: p for h, p in sections.items() if len(h) > 1 and h[0] == chapter}


def _can_be_asked(passage: Passage, units: Sequence[Unit]) -> bool:
    """Whether a section holds guidance under a short heading that stands in the stored text, on
    the page where the section begins or the one before. The rest of a sentence that was read as a
    heading is none."""
    if passage.role not in (Role.RULE, Role.LEARNING) or not passage.headings:
        return False
    begins = passage.spans[0].unit
    pages = (" ".join(u.text.split()) for u in units[max(0, begins - 1) : begins + 1])
    text = _asked_as(passage)
    whole = bool(text) and len(text) <= LONGEST and not text[0].islower()
    return whole and any(text in page for page in pages)


def _asked_as(passage: Passage) -> str:
    """The heading of a section without its number."""
    return _NUMBER.sub("", passage.headings[-1])


def _is_said(passage: Passage, follow_up: Question, answer: Answer) -> bool:
    """Whether a section is quoted in the answer or was asked for before."""
    quoted = {(c.document_id, c.headings) for c in answer.citations}
    asked = {turn.content for turn in follow_up.history if turn.role == "user"}
    return (passage.document_id, passage.headings) in quoted or _asked_as(passage) in asked
