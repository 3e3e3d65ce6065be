"""A case asked and measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eval.cases import Case
from eval.causes import cause
from eval.measures import FIDELITY, OF_ANSWERS, OTHER_EDITION, fidelity, other_edition
from eval.ranking import Labels, measure_hits, rank_of_first
from handbook.answer_records import Hit
from handbook.book import Handbook
from handbook.index.editions import Standing
from handbook.present import answer_json
from handbook.runs.outcome import Outcome

HITS = 30
"""How deep the search is looked at: as deep as the answer looks."""


def examine(book: Handbook, case: Case, split: str, labels: Labels) -> Outcome:
    """Ask one case and measure the answer."""
    answer = book.ask(case.question)
    hits = book.find(case.question, HITS) if case.relevant else []
    rank = rank_of_first(hits, case, labels)
    measures: dict[str, float | None] = dict(measure_hits(hits, case, labels))
    measures |= {name: measure(answer, case) for name, measure in OF_ANSWERS.items()}
    measures[FIDELITY] = fidelity(answer, book.units)
    measures[OTHER_EDITION] = other_edition(answer, _in_force(book, case))
    return Outcome(
        case_id=case.case_id,
        split=split,
        question=case.question.text,
        area=case.question.area,
        tags=case.tags,
        sources=tuple(sorted({r.source for r in case.relevant})),
        expect=tuple(sorted(case.expect)),
        status=str(answer.status),
        cause=cause(book, case, answer, measures, rank),
        wanted=tuple(r.quote for r in case.relevant),
        astray=tuple(r.quote for r in case.relevant if r in labels.astray),
        rank=rank,
        seconds=float(answer.trace.get("seconds", 0.0)),
        paraphrase_of=case.paraphrase_of,
        measures=measures,
        answer=answer_json(answer),
        hits=[_hit(n, h) for n, h in enumerate(hits, start=1)],
    )


def _in_force(book: Handbook, case: Case) -> Callable[[str], bool]:
    """Whether a document was in force on the day that a case asks about."""
    if case.question.as_of:
        return book.opened().edition.in_force(case.question.as_of).__contains__
    return lambda key: book.standing(key) is Standing.CURRENT


def _hit(rank: int, hit: Hit) -> dict[str, Any]:
    return {
        "rank": rank,
        "passage_id": hit.passage.passage_id,
        "source_id": hit.edition.source_id,
        "headings": list(hit.passage.headings),
        "start": hit.passage.text[:120],
        "cosine": round(hit.cosine, 4),
        "lexical": round(hit.lexical, 4),
    }
