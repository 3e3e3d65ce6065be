"""The parts of a question, each as it was decided, as one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.answer_records import Answer, Citation, Hit, Question, Status
from handbook.citations import cite
from handbook.counting import count_all
from handbook.domain import Role
from handbook.notices import edition_notices
from handbook.part import Part

if TYPE_CHECKING:
    from handbook.book import Handbook

HITS_SHOWN = 5
ANSWERING = (Status.ANSWERED, Status.ASK_AREA)
_NO_OPENING = (Status.ANSWERED, Status.PARTIAL)


def compose(
    book: Handbook,
    question: Question,
    parts: Sequence[Part],
    hits: Sequence[Hit],
    area: str | None,
) -> Answer:
    """Put the parts together: all answered, some, or none. Where areas differ on one part, the
    whole asks for the area. What came nearest to a part that failed is its hits, and not those of
    a part that is answered."""
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
        hits = missing[0].hits
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
    """The markers of what was chosen as one area's. What an area's chapter does not hold is no rule
    of it."""
    chosen = {
        (e.hit.passage.document_id, e.candidate.spans)
        for p in differing
        for e in p.finding.evidence
        if e.hit.passage.role is not Role.NOT_HELD
    }
    return tuple(c.marker for c in citations if (c.document_id, c.spans) in chosen)
