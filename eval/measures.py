"""Measures, each defined on the empty case. A measure that does not apply to a case is None, and
None is left out of the mean instead of counting as nought."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from eval.cases import Case, Relevant
from handbook.domain import Answer, Hit, Status

ANSWERS = frozenset({Status.ANSWERED, Status.PARTIAL, Status.ASK_AREA})
DECLINES = frozenset({Status.DETAIL_ABSENT, Status.NOT_COVERED, Status.OUT_OF_SCOPE})


def fold(text: str) -> str:
    """Letters and digits only, so that white space and typography do not count."""
    return "".join(c for c in text.lower() if c.isalnum())


def holds(source_id: str, text: str, relevant: Relevant) -> bool:
    """Whether a passage or quotation holds a relevant sentence, or most of it the other way."""
    mine, theirs = fold(text), fold(relevant.quote)
    return source_id == relevant.source and (theirs in mine or (mine in theirs and len(mine) > 20))


def first_rank(hits: Sequence[Hit], case: Case) -> int | None:
    """The rank, from 1, of the first passage that holds a relevant sentence."""
    for rank, hit in enumerate(hits, start=1):
        if any(holds(hit.edition.source_id, hit.passage.text, r) for r in case.relevant):
            return rank
    return None


def recall_at(k: int) -> Callable[[Sequence[Hit], Case], float | None]:
    """R@k as success: whether a relevant passage is among the first k; None if none exists."""

    def measure(hits: Sequence[Hit], case: Case) -> float | None:
        if not case.relevant:
            return None
        rank = first_rank(hits, case)
        return float(rank is not None and rank <= k)

    return measure


def reciprocal_rank(hits: Sequence[Hit], case: Case) -> float | None:
    """RR: one over the rank of the first relevant passage (Voorhees 1999); 0 if it is not found."""
    if not case.relevant:
        return None
    rank = first_rank(hits, case)
    return 1.0 / rank if rank else 0.0


def status_right(answer: Answer, case: Case) -> float:
    """Whether the answer ended as it should."""
    return float(answer.status in case.expect)


def citation_precision(answer: Answer, case: Case) -> float | None:
    """The share of citations that hold a relevant sentence; None where none is expected or made."""
    if not answer.citations or not case.relevant:
        return None
    good = sum(
        any(holds(c.edition.source_id, c.quote, r) for r in case.relevant) for c in answer.citations
    )
    return good / len(answer.citations)


def citation_found(answer: Answer, case: Case) -> float | None:
    """Whether any relevant sentence was quoted, of the cases that should be answered."""
    if not case.relevant or not case.expect & ANSWERS:
        return None
    return float((citation_precision(answer, case) or 0.0) > 0.0)


def said(answer: Answer, case: Case) -> float | None:
    """Whether everything that must be said was, and nothing that must not."""
    if not case.must_say and not case.must_not_say:
        return None
    text = " ".join((answer.text, *(c.quote for c in answer.citations))).lower()
    complete = all(s.lower() in text for s in case.must_say)
    return float(complete and not any(s.lower() in text for s in case.must_not_say))


def false_answer(answer: Answer, case: Case) -> float | None:
    """Whether a question that must be declined was answered."""
    if case.expect & (ANSWERS | {Status.URGENT}):
        return None
    return float(answer.status in ANSWERS)


def false_refusal(answer: Answer, case: Case) -> float | None:
    """Whether a question that can only be answered was declined."""
    if not case.expect <= ANSWERS:
        return None
    return float(answer.status in DECLINES)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % Wilson interval of a share; (0, 1) of nothing."""
    n = len(values)
    if n == 0:
        return 0.0, 1.0
    share, z = sum(values) / n, 1.96
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)
