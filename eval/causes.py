"""Why a case failed, in the order in which an answer is made."""

from __future__ import annotations

from collections.abc import Mapping

from eval.cases import Case
from eval.measures import ANSWERS, DECLINES, OTHER_EDITION
from handbook.answer_records import Answer, Status
from handbook.book import Handbook

NOT_HELD = "not in the corpus"
SCREENED = "screened wrongly"
WRONG_AREA = "wrong area"
WRONG_EDITION = "wrong edition"
NOT_FOUND = "not retrieved"
DECLINED = "declined wrongly"
ANSWERED = "answered wrongly"
NOT_CHOSEN = "retrieved but not chosen"
INCOMPLETE = "not all of it said"
OTHER = "ended otherwise"
_SCREENED = frozenset({Status.URGENT, Status.BLOCKED, Status.NOT_OURS_TO_DECIDE})


def cause(
    book: Handbook,
    case: Case,
    answer: Answer,
    measures: Mapping[str, float | None],
    rank: int | None,
) -> str:
    """The first thing that went wrong, or "" where nothing did."""
    if not _failed(measures):
        return ""
    if measures["area leaks"]:
        return WRONG_AREA
    if measures[OTHER_EDITION]:
        return WRONG_EDITION
    if (answer.status in _SCREENED) is not bool(case.expect & _SCREENED):
        return SCREENED
    if case.expect & ANSWERS:
        return _why_not_answered(book, case, answer, measures, rank)
    return ANSWERED if answer.status in ANSWERS else OTHER


def _failed(measures: Mapping[str, float | None]) -> bool:
    bad = ("contradictions", "area leaks", OTHER_EDITION)
    good = ("status right", "labelled sentence quoted", "complete")
    return any(measures[name] for name in bad) or any(measures[name] == 0.0 for name in good)


def _why_not_answered(
    book: Handbook,
    case: Case,
    answer: Answer,
    measures: Mapping[str, float | None],
    rank: int | None,
) -> str:
    held = {h.edition.source_id for h in book.opened().edition.documents}
    if case.relevant and not {r.source for r in case.relevant} & held:
        return NOT_HELD
    if case.relevant and rank is None:
        return NOT_FOUND
    if answer.status in DECLINES and not case.expect & DECLINES:
        return DECLINED
    if measures["labelled sentence quoted"] == 0.0:
        return NOT_CHOSEN
    return INCOMPLETE if measures["status right"] else OTHER
