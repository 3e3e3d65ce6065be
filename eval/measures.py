"""Measures of one answer against its case.

A measure that does not apply to a case is None, and None is left out of every mean instead of
counting as nought. Measures of the order of passages are in eval/ranking.py, under their standard
names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eval.cases import Case, Relevant
from handbook.answer_records import Answer, Citation, Status
from handbook.area_words import AreaWords
from handbook.domain import Span, Unit
from handbook.places import Places

ANSWERS = frozenset({Status.ANSWERED, Status.PARTIAL, Status.ASK_AREA})
DECLINES = frozenset({Status.DETAIL_ABSENT, Status.NOT_COVERED, Status.OUT_OF_SCOPE})
_SHORTEST = 20
"""Letters and digits that a passage needs to count as a part of a longer labelled sentence."""
_AREA_WORDS = AreaWords(Places())

Measure = Callable[[Answer, Case], float | None]


def fold(text: str) -> str:
    """Letters and digits only, so that white space and typography do not count."""
    return "".join(c for c in text.lower() if c.isalnum())


def holds(source_id: str, text: str, relevant: Relevant) -> bool:
    """Whether a passage or quotation holds a relevant sentence, or most of it the other way."""
    mine, theirs = fold(text), fold(relevant.quote)
    return source_id == relevant.source and (
        theirs in mine or (mine in theirs and len(mine) > _SHORTEST)
    )


def fidelity(answer: Answer, units_of: Callable[[str], Sequence[Unit]]) -> float | None:
    """The share of quotations whose characters stand at their spans in the stored text, looked up
    here and not by what made the answer. It must be 1.0; None where nothing is quoted."""
    quoted = [(c.document_id, c.quote, c.spans) for c in answer.citations]
    quoted += [(q.document_id, q.text, q.spans) for q in answer.review_questions]
    if not quoted:
        return None
    return sum(_stands(units_of(key), text, spans) for key, text, spans in quoted) / len(quoted)


def _stands(units: Sequence[Unit], text: str, spans: Sequence[Span]) -> bool:
    stored = "".join(units[s.unit].text[s.start : s.end] for s in spans)
    return bool(text) and "".join(stored.split()) == "".join(text.split())


def other_edition(answer: Answer, in_force: Callable[[str], bool]) -> float | None:
    """Whether a document was quoted that was not in force on the day that was asked about; None
    where nothing is quoted."""
    quoted = {c.document_id for c in answer.citations}
    return float(not all(map(in_force, quoted))) if quoted else None


def status_right(answer: Answer, case: Case) -> float:
    """Whether the answer ended as it should."""
    return float(answer.status in case.expect)


def citation_precision(answer: Answer, case: Case) -> float | None:
    """The share of citations that hold a labelled sentence; None where none is expected or made."""
    if not answer.citations or not case.relevant:
        return None
    return sum(_is_labelled(answer, n, case) for n in range(len(answer.citations))) / len(
        answer.citations
    )


def _is_labelled(answer: Answer, number: int, case: Case) -> bool:
    citation = answer.citations[number]
    return any(holds(citation.edition.source_id, citation.quote, r) for r in case.relevant)


def citation_recall(answer: Answer, case: Case) -> float | None:
    """The share of labelled sentences that were quoted, review questions among them, of cases that
    should be answered."""
    if not case.relevant or not case.expect & ANSWERS:
        return None
    quoted = [(c.edition.source_id, c.quote) for c in answer.citations]
    quoted += [(q.source_id, q.text) for q in answer.review_questions]
    found = [any(holds(source, text, r) for source, text in quoted) for r in case.relevant]
    return sum(found) / len(found)


def relevant_quoted(answer: Answer, case: Case) -> float | None:
    """Whether any labelled sentence was quoted, of cases that should be answered."""
    recall = citation_recall(answer, case)
    return None if recall is None else float(recall > 0.0)


def _said(answer: Answer) -> str:
    return " ".join((answer.text, *(c.quote for c in answer.citations))).lower()


def complete(answer: Answer, case: Case) -> float | None:
    """Whether everything that must be said was said."""
    if not case.must_say:
        return None
    return float(all(s.lower() in _said(answer) for s in case.must_say))


def contradiction(answer: Answer, case: Case) -> float | None:
    """Whether anything was said that must not be."""
    if not case.must_not_say:
        return None
    return float(any(s.lower() in _said(answer) for s in case.must_not_say))


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


def area_leak(answer: Answer, case: Case) -> float | None:
    """Whether an area's question was answered with a rule that does not hold there: by its edition,
    by the heading that it stands under, or by its own opening."""
    area = case.question.area
    if area is None:
        return None
    return float(not all(_may_hold(c, area) for c in answer.citations))


def _may_hold(citation: Citation, area: str) -> bool:
    """Whatever the citation says of its area: what made it is not what measures it."""
    if not citation.edition.holds_in(area):
        return False
    if citation.edition.is_learning:
        return True
    own = _AREA_WORDS.of_sentence(citation.quote) or _AREA_WORDS.of_headings(citation.headings)
    return not own or area in own


def danger_seen(answer: Answer, case: Case) -> float | None:
    """Whether someone's immediate danger was seen."""
    return float(answer.status is Status.URGENT) if case.expect == {Status.URGENT} else None


def danger_false_alarm(answer: Answer, case: Case) -> float | None:
    """Whether a question without danger was answered as if there were."""
    return None if Status.URGENT in case.expect else float(answer.status is Status.URGENT)


def review_questions_shown(answer: Answer, case: Case) -> float | None:
    """The share of the labelled review questions that were shown, word for word."""
    if not case.review_questions:
        return None
    shown = {fold(q.text) for q in answer.review_questions}
    return sum(fold(q) in shown for q in case.review_questions) / len(case.review_questions)


def review_questions_bearing(answer: Answer, case: Case) -> float | None:
    """The share of the review questions shown that are labelled; None where none is labelled."""
    if not case.review_questions or not answer.review_questions:
        return None
    labelled = {fold(q) for q in case.review_questions}
    shown = [fold(q.text) for q in answer.review_questions]
    return sum(q in labelled for q in shown) / len(shown)


def follow_up(answer: Answer, case: Case) -> float | None:
    """Whether a question that leans on the turns before it was answered or declined rightly."""
    if not case.question.history:
        return None
    quoted = relevant_quoted(answer, case)
    return status_right(answer, case) if quoted is None else quoted


OF_ANSWERS: Mapping[str, Measure] = {
    "status right": status_right,
    "labelled sentence quoted": relevant_quoted,
    "citation precision": citation_precision,
    "citation recall": citation_recall,
    "complete": complete,
    "contradictions": contradiction,
    "false answers": false_answer,
    "false refusals": false_refusal,
    "area leaks": area_leak,
    "danger seen": danger_seen,
    "danger false alarms": danger_false_alarm,
    "review questions shown": review_questions_shown,
    "review questions bearing": review_questions_bearing,
    "follow-ups right": follow_up,
}
FIDELITY = "quotes stand in the store"
OTHER_EDITION = "other editions quoted"
STABLE = "same answer to a paraphrase"
