"""The pipeline from question to answer, in one place.

screen → mask → search → evidence for each part → decide → verify. Where a language model is set, it
may put a follow-up before the search, and it points to sentences before they are verified. Every
ending is a Status, and every word of guidance is a verified quotation.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from handbook import screen
from handbook.answer_records import Answer, CitedQuestion, Hit, Notice, Question, Status
from handbook.before import said_before, told_of_change
from handbook.cite import verify_answer
from handbook.composing import compose
from handbook.danger import in_danger
from handbook.decide import decide, originals_first
from handbook.domain import Edition
from handbook.evidence import need
from handbook.hearing import hear
from handbook.index.editions import stepped_back
from handbook.not_ours import with_bearing
from handbook.notices import edition_notices
from handbook.older_names import with_older_name
from handbook.part import Part
from handbook.personal.asked import masked, without_details
from handbook.pointing.consultation import Consultation
from handbook.pointing.lead import with_lead
from handbook.pointing.point import point
from handbook.pointing.stand_alone import stand_alone
from handbook.premise import Premise, figure_not_borne_out
from handbook.progress import nobody
from handbook.query import Query, queries
from handbook.remarks import remarks
from handbook.replies import Replies, listed
from handbook.review import asked_by_name, asked_by_theme, bearing_on, is_named
from handbook.strangers import names_a_stranger
from handbook.text import legible

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.opened import Opened

HITS_SEARCHED = 30
FAILS_IN_PART = (Status.OUT_OF_SCOPE, Status.NOT_COVERED, Status.DETAIL_ABSENT, Status.PARTIAL)
"""The endings that say of a question, or of a part of it, that nothing was found."""


class Step(StrEnum):
    """What takes the time of an answer, as it begins."""

    SEARCHING = "Searching"
    READING = "Reading what was found"
    POINTING = "Asking the language model which sentences answer"
    CHECKING = "Checking each quotation"


Told = Callable[[Step], None]


def ask(
    book: Handbook, question: Question, told: Told = nobody, consulted: Consultation | None = None
) -> Answer:
    """Answer a question; see the module for the order of steps. ``told`` hears of each step as it
    begins. A language model is ``consulted`` where one is set, about no danger and about nothing
    that a screen turns away."""
    started = time.perf_counter()
    typed, found = legible(question.text), without_details(book.masker, question.text)
    question = masked(book.masker, question)
    urgent = in_danger(book, typed, question.text)
    consulted = None if urgent else consulted
    answer = _screened(book, question, typed, told) or _answered(book, question, told, consulted)
    if urgent:
        answer = _urgent(book.replies, answer)
    if consulted:
        answer = consulted.signed(with_lead(consulted, book, answer), book.replies)
    if found.kinds:
        notice = Notice("masked", book.replies.text("masked", kinds=listed(found.kinds)))
        answer = replace(answer, notices=(notice, *answer.notices))
    told(Step.CHECKING)
    cited = {c.document_id for c in answer.citations}
    cited |= {b.citation.document_id for b in answer.before}
    cited |= {q.document_id for q in answer.review_questions}
    cited |= {h.passage.document_id for h in answer.hits}
    verify_answer(answer, {key: book.units(key) for key in cited})
    seconds = round(time.perf_counter() - started, 4)
    return replace(answer, trace={**answer.trace, "seconds": seconds})


def failed(book: Handbook, question: Question, why: str) -> Answer:
    """An answer for a fault, in sentences."""
    asked = masked(book.masker, question).text
    return Answer(asked, "", Status.FAILED, book.replies.text("failed"), why)


def _screened(book: Handbook, question: Question, typed: str, told: Told) -> Answer | None:
    """The endings at which nothing is looked for that answers. A record is not so much as shown
    again; of a decision that is not ours, what bears on it is shown."""
    replies = book.replies
    if typed.strip() and not question.text:
        return _fixed(replies, question, Status.BLOCKED, "blocked_record")
    if screen.is_abuse(question.text):
        return _fixed(replies, question, Status.BLOCKED, "blocked_abuse")
    if screen.asks_to_evade(question.text):
        return _fixed(replies, question, Status.NOT_OURS_TO_DECIDE, "evade_duty")
    if screen.asks_for_decision(question.text):
        told(Step.SEARCHING)
        answer = _fixed(replies, question, Status.NOT_OURS_TO_DECIDE, "not_ours_to_decide")
        return with_bearing(book, question, answer)
    return None


def _fixed(replies: Replies, question: Question, status: Status, key: str) -> Answer:
    return Answer(question.text, "", status, replies.text(key))


def _urgent(replies: Replies, answer: Answer) -> Answer:
    """The fixed 999 reply first, then whatever the rest yields."""
    urgent, closing = replies.text("urgent"), answer.closing if answer.citations else ""
    opening = f"{urgent}\n\n{answer.opening}" if answer.by_area else urgent
    return replace(
        answer, status=Status.URGENT, opening=opening, closing=closing, rest=answer.status
    )


def _answered(
    book: Handbook, question: Question, told: Told, consulted: Consultation | None
) -> Answer:
    told(Step.SEARCHING)
    opened = book.opened()
    trace: dict[str, Any] = {"edition_of_index": opened.edition.edition_id}
    sought = stand_alone(consulted, book, opened, question) if consulted else question
    asked_for = queries(book, opened, sought)
    searched = " / ".join(q.text for q in asked_for)
    words = " ".join(q.part for q in asked_for)
    named = asked_by_name(book, words)
    if named is None:
        named = asked_by_theme(book, words) or None
    if named is not None:
        return replace(_named(book, question, named, words), searched=searched, trace=trace)
    digests = stepped_back(opened.edition.in_force(question.as_of))
    parts = [_find(book, opened, sought, query, digests, told) for query in asked_for]
    if consulted:
        told(Step.POINTING)
        parts = point(consulted, parts, digests, book.units)
    hits = parts[0].hits
    trace["evidence"] = [row for part in parts for row in part.traced]
    trace["decisions"] = [{"part": p.text, "status": str(p.finding.status)} for p in parts]
    area = asked_for[0].area
    answer = compose(book, question, parts, hits, area)
    if answer.status in FAILS_IN_PART:
        answer = replace(answer, searched_editions=_searched(book, question, area))
    premise = figure_not_borne_out(answer.question, answer.citations)
    if premise:
        answer = _with_history(book, answer, premise, hits)
    answer = with_older_name(book, answer)
    notices = list(remarks(book, question, answer, premise))
    if opened.away:
        notices.append(Notice("words_alone", book.replies.text("words_alone")))
    answer = replace(answer, notices=(*notices, *answer.notices))
    asked = bearing_on(book, searched) if answer.citations else ()
    return replace(answer, searched=searched, review_questions=asked, trace=trace)


def _searched(book: Handbook, question: Question, area: str | None) -> tuple[Edition, ...]:
    """The editions that could have answered."""
    held = book.answering(question.text, question.as_of).values()
    editions = (h.edition for h in held if h.edition.holds_in(area))
    return tuple(sorted(editions, key=lambda e: (e.title, e.edition)))


def _with_history(book: Handbook, answer: Answer, premise: Premise, hits: Sequence[Hit]) -> Answer:
    """Where the question has another figure than the rule: what says when that changed, and the
    earlier page that has it."""
    told = told_of_change(book, answer.citations, answer.question, len(answer.citations) + 1)
    citations = (*answer.citations, *told)
    before = said_before(book, premise, answer.question, hits, len(citations) + 1)
    return replace(answer, citations=citations, before=before)


def _named(
    book: Handbook, question: Question, asked: tuple[CitedQuestion, ...], words: str
) -> Answer:
    """The questions of a review that ``words`` name, or that it asks none."""
    if not asked:
        reply = book.replies.text("no_review_questions")
        named = tuple(h.edition for h in book.learning() if is_named(h.edition, words))
        return Answer(
            question.text, "", Status.DETAIL_ABSENT, opening=reply, searched_editions=named
        )
    held = [book.held(q.document_id) for q in asked]
    notices = edition_notices(book.replies, [h.edition for h in held if h], question.as_of)
    return Answer(question.text, "", Status.ANSWERED, review_questions=asked, notices=notices)


def _find(
    book: Handbook,
    opened: Opened,
    question: Question,
    query: Query,
    digests: frozenset[str],
    told: Told,
) -> Part:
    lexical = opened.retriever.lexical
    wanted = need(query, lexical.document_frequency, lexical.size)
    hits = book.hits(opened, query, question, HITS_SEARCHED)
    told(Step.READING)
    judged = hear(book.judge, wanted, hits, book.units, query.area)
    evidence = tuple(originals_first(judged, digests))
    unknown = wanted.unknown - book.places.words
    stranger = names_a_stranger(wanted.text, unknown, book.built_in.knows)
    finding = decide(wanted, hits, evidence, query.area, stranger=stranger)
    return Part(query.part, wanted, tuple(hits), evidence, query.area, finding, stranger)
