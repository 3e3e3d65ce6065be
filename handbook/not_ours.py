"""A decision that is asked for and is not given: what may be taken to those who decide.

The rules that came nearest stand there marked as no decision, and the questions that reviews ask
of such a case; nothing is judged to answer, so nothing is quoted as the answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.answer_records import Answer, Notice, Question
from handbook.composing import HITS_SHOWN
from handbook.contacts import contact_line, local
from handbook.domain import Role
from handbook.query import queries
from handbook.remarks import remarks
from handbook.review import bearing_on

if TYPE_CHECKING:
    from handbook.book import Handbook

_SEARCHED = 30


def with_bearing(book: Handbook, question: Question, answer: Answer) -> Answer:
    """The fixed reply with the nearest rules, whom to ring, and the review questions that bear on
    what was asked. Its status stays."""
    opened = book.opened()
    asked_for = queries(book, opened, question)
    searched, area = " / ".join(q.text for q in asked_for), asked_for[0].area
    hits = book.hits(opened, asked_for[0], question, _SEARCHED)
    answer = replace(
        answer,
        searched=searched,
        hits=tuple(h for h in hits if h.passage.role is Role.RULE)[:HITS_SHOWN],
        review_questions=bearing_on(book, searched),
        whom=tuple(map(contact_line, local(book.contacts, area))),
        area=area,
        trace={"edition_of_index": opened.edition.edition_id},
    )
    notices = list(remarks(book, question, answer, None))
    if opened.away:
        notices.append(Notice("words_alone", book.replies.text("words_alone")))
    return replace(answer, notices=tuple(notices))
