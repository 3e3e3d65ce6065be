"""The pipeline from question to answer, in one place.

screen → mask → search → evidence for each part → decide → verify. Where a language model is set, it
may put a follow-up before the search, and it points to sentences before they are verified. Every
ending is a Status, and every word of guidance is a verified quotation.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from handbook import screen
from handbook.before import said_before, told_of_change
from handbook.citations import cite
from handbook.cite import verify_answer
from handbook.counting import count_all
from handbook.danger import in_danger
from handbook.decide import decide, originals_first
from handbook.domain import (
    Answer,
    Citation,
    CitedQuestion,
    Edition,
    Hit,
    Notice,
    Question,
    Status,
    Turn,
)
from handbook.evidence import need
from handbook.hearing import hear
from handbook.index.editions import stepped_back
from handbook.notices import edition_notices
from handbook.part import Part
from handbook.personal.mask import Masked, Masker
from handbook.pointing.consultation import Consultation
from handbook.pointing.lead import with_lead
from handbook.pointing.point import point
from handbook.pointing.stand_alone import stand_alone
from handbook.premise import Premise, figure_not_borne_out
from handbook.query import Query, queries
from handbook.replies import Replies, listed
from handbook.review import asked_by_name, asked_by_theme, bearing_on
from handbook.text import legible

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.opened import Opened

HITS_SEARCHED = 30
HITS_SHOWN = 5
MOST_WORDS_BEFORE = 400
"""Of earlier questions, so many words are read."""
ANSWERING = (Status.ANSWERED, Status.ASK_AREA)
DECLINES = (Status.OUT_OF_SCOPE, Status.NOT_COVERED, Status.DETAIL_ABSENT)
_NOTHING = Masked("", ())
_NO_OPENING = (Status.ANSWERED, Status.PARTIAL)


class Step(StrEnum):
    """What takes the time of an answer, as it begins."""

    SEARCHING = "Searching"
    READING = "Reading what was found"
    POINTING = "Asking the language model which sentences answer"
    CHECKING = "Checking each quotation"


Told = Callable[[Step], None]


def nobody(_step: Step) -> None:
    """Nobody follows the steps."""


def ask(
    book: Handbook, question: Question, told: Told = nobody, consulted: Consultation | None = None
) -> Answer:
    """Answer a question; see the module for the order of steps. ``told`` hears of each step as it
    begins. A language model is ``consulted`` where one is set, about no danger and about nothing
    that a screen turns away."""
    started = time.perf_counter()
    typed, found = legible(question.text), without_details(book.masker, question.text)
    question = masked(book.masker, question)
    urgent = in_danger(book, typed)
    consulted = None if urgent else consulted
    answer = _screened(book.replies, question, typed) or _answered(book, question, told, consulted)
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


def masked(masker: Masker, question: Question) -> Question:
    """A question and what was asked before without personal details; nothing is left of a record,
    nor of what was answered: no later question is read by it."""
    recent = _recent([t for t in question.history if t.role == "user"])
    said = (replace(t, content=without_details(masker, t.content).text) for t in recent)
    text = without_details(masker, question.text).text
    return replace(question, text=text, history=tuple(said))


def _recent(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The newest of them, as far back as what was asked in them stays short: a question leans on
    little, and must not take long."""
    kept: list[Turn] = []
    asked = 0
    for turn in reversed(history):
        asked += len(turn.content.split())
        if asked > MOST_WORDS_BEFORE:
            break
        kept.append(turn)
    return tuple(reversed(kept))


def without_details(masker: Masker, text: str) -> Masked:
    """A text with its personal details masked; nothing is left of a record."""
    text = legible(text)
    if screen.is_record(text):
        return _NOTHING
    found = masker.mask(text)
    return _NOTHING if screen.is_record(text, found.count) else found


def failed(book: Handbook, question: Question, why: str) -> Answer:
    """An answer for a fault, in sentences."""
    asked = masked(book.masker, question).text
    return Answer(asked, "", Status.FAILED, book.replies.text("failed"), why)


def _screened(replies: Replies, question: Question, typed: str) -> Answer | None:
    """The endings that need no search. A record is not so much as shown again."""
    if typed.strip() and not question.text:
        return _fixed(replies, question, Status.BLOCKED, "blocked_record")
    if screen.is_abuse(question.text):
        return _fixed(replies, question, Status.BLOCKED, "blocked_abuse")
    if screen.asks_to_evade(question.text):
        return _fixed(replies, question, Status.NOT_OURS_TO_DECIDE, "evade_duty")
    if screen.asks_for_decision(question.text):
        return _fixed(replies, question, Status.NOT_OURS_TO_DECIDE, "not_ours_to_decide")
    return None


def _fixed(replies: Replies, question: Question, status: Status, key: str) -> Answer:
    return Answer(question.text, "", status, replies.text(key))


def _urgent(replies: Replies, answer: Answer) -> Answer:
    """The fixed 999 reply first, then whatever the rest yields."""
    urgent, closing = replies.text("urgent"), answer.closing if answer.citations else ""
    opening = f"{urgent}\n\n{answer.opening}" if answer.by_area else urgent
    return replace(answer, status=Status.URGENT, opening=opening, closing=closing)


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
        return replace(_named(book, question, named), searched=searched, trace=trace)
    digests = stepped_back(opened.edition.in_force(question.as_of))
    parts = [_find(book, opened, sought, query, digests, told) for query in asked_for]
    if consulted:
        told(Step.POINTING)
        parts = point(consulted, parts, digests, book.units)
    hits = parts[0].hits
    trace["evidence"] = [row for part in parts for row in part.traced]
    trace["decisions"] = [{"part": p.text, "status": str(p.finding.status)} for p in parts]
    area = asked_for[0].area
    answer = _compose(book, question, parts, hits, area)
    if answer.status in DECLINES:
        answer = replace(answer, searched_editions=_searched(book, question, area))
    premise = figure_not_borne_out(answer.question, answer.citations)
    if premise:
        answer = _with_history(book, answer, premise, hits)
    remarks = list(_remarks(book, question, answer, premise))
    if opened.away:
        remarks.append(Notice("words_alone", book.replies.text("words_alone")))
    answer = replace(answer, notices=(*remarks, *answer.notices))
    asked = bearing_on(book, searched) if answer.citations else ()
    return replace(answer, searched=searched, review_questions=asked, trace=trace)


def _searched(book: Handbook, question: Question, area: str | None) -> tuple[Edition, ...]:
    """The editions that could have answered."""
    held = book.answering(question.text, question.as_of).values()
    editions = (h.edition for h in held if h.edition.holds_in(area))
    return tuple(sorted(editions, key=lambda e: (e.title, e.edition)))


def _remarks(
    book: Handbook, question: Question, answer: Answer, premise: Premise | None
) -> Iterator[Notice]:
    """What a reader must know about how the question was taken."""
    replies, area = book.replies, answer.area
    if area and area != question.area:
        yield Notice("area_named", replies.text("area_named", area=area.capitalize()))
    named = book.places.named(question.text)
    if question.area and named and question.area not in named:
        others = listed([other.capitalize() for other in sorted(named)])
        chosen = question.area.capitalize()
        yield Notice("other_area", replies.text("other_area", area=chosen, named=others))
    if question.counted_from and answer.citations:
        key = "counted" if answer.counts else "nothing_to_count"
        yield Notice(key, replies.text(key))
    if premise:
        told = replies.text("figure_differs", asked=premise.asked, rule=premise.limit)
        yield Notice("figure_differs", told)


def _with_history(book: Handbook, answer: Answer, premise: Premise, hits: Sequence[Hit]) -> Answer:
    """Where the question has another figure than the rule: what says when that changed, and the
    earlier page that has it."""
    told = told_of_change(book, answer.citations, answer.question, len(answer.citations) + 1)
    citations = (*answer.citations, *told)
    before = said_before(book, premise, answer.question, hits, len(citations) + 1)
    return replace(answer, citations=citations, before=before)


def _named(book: Handbook, question: Question, asked: tuple[CitedQuestion, ...]) -> Answer:
    """The questions of a review that was named, or that it asks none."""
    if not asked:
        reply = book.replies.text("no_review_questions")
        return Answer(question.text, "", Status.DETAIL_ABSENT, opening=reply)
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
    finding = decide(wanted, hits, evidence, query.area)
    return Part(query.part, wanted, tuple(hits), evidence, query.area, finding)


def _compose(
    book: Handbook,
    question: Question,
    parts: Sequence[Part],
    hits: Sequence[Hit],
    area: str | None,
) -> Answer:
    """Put the parts together: all answered, some, or none. Where areas differ on one part, the
    whole asks for the area."""
    answered = [p for p in parts if p.finding.status in ANSWERING]
    missing = [p for p in parts if p not in answered]
    differing = [p for p in answered if p.finding.status is Status.ASK_AREA]
    finding = (differing or answered or parts)[0].finding
    chosen = [e for p in answered or parts[:1] for e in p.finding.evidence]
    citations = cite(book, chosen, area, ordered=finding.ordered)
    status = Status.PARTIAL if answered and missing else finding.status
    opening = finding.status if differing else status
    closing = ""
    if status is Status.PARTIAL:
        closing = f"{book.replies.text('partial')} {'; '.join(p.text for p in missing)}"
    answer = Answer(
        question=question.text,
        searched="",
        status=status,
        opening="" if opening in _NO_OPENING else book.replies.text(str(opening)),
        closing=closing,
        citations=citations,
        hits=tuple(hits[:HITS_SHOWN]),
        notices=edition_notices(book.replies, [c.edition for c in citations], question.as_of),
        area=area,
        by_area=_by_area(citations, differing),
    )
    return replace(answer, counts=count_all(answer.cards, question.counted_from))


def _by_area(citations: Sequence[Citation], differing: Sequence[Part]) -> tuple[int, ...]:
    """The markers of what was chosen as one area's."""
    chosen = {
        (e.hit.passage.document_id, e.candidate.spans)
        for p in differing
        for e in p.finding.evidence
    }
    return tuple(c.marker for c in citations if (c.document_id, c.spans) in chosen)
