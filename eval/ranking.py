"""Measures of the order of passages, under their standard names and from a library of such.

A passage is relevant where it holds a labelled sentence: labels name a source and its words, so
that cutting the corpus otherwise spoils none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, Success, nDCG

from eval.cases import Case, Relevant
from eval.measures import holds
from handbook.answer_records import Hit
from handbook.book import Handbook
from handbook.domain import Passage

_MEASURES = [Success @ 1, Success @ 5, Success @ 10, R @ 5, R @ 10, RR, nDCG @ 10]
OF_HITS = tuple(str(m) for m in _MEASURES)
"""Success@k: whether a relevant passage is among the first k. R@k: the share of them that is. RR
(Voorhees 1999): one over the rank of the first. nDCG@10 (Järvelin and Kekäläinen 2002)."""
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Labels:
    """Where the labelled sentences of some cases stand, in whatever edition is held."""

    passages: Mapping[Relevant, frozenset[str]]
    """The ids of the passages that hold each."""
    astray: frozenset[Relevant]
    """Those that are in no passage and are no review question: they do not fit the corpus."""

    def relevant(self, case: Case) -> set[str]:
        """The passages that hold a labelled sentence of a case."""
        return {key for r in case.relevant for key in self.passages[r]}


def find_labels(book: Handbook, cases: Iterable[Case]) -> Labels:
    """Look for every labelled sentence."""
    wanted = {r for case in cases for r in case.relevant}
    passages = _passages(book, {r.source for r in wanted})
    found = {r: _holding(passages.get(r.source, ()), r) for r in wanted}
    asked = [(h.edition.source_id, q.text) for h, q in book.review_questions()]
    lost = {r for r in wanted if not found[r] and not any(holds(s, q, r) for s, q in asked)}
    return Labels(found, frozenset(lost))


def _holding(passages: Iterable[Passage], relevant: Relevant) -> frozenset[str]:
    return frozenset(p.passage_id for p in passages if holds(relevant.source, p.text, relevant))


def _passages(book: Handbook, sources: set[str]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for held in book.opened().edition.documents:
        source = held.edition.source_id
        if source in sources:
            found.setdefault(source, []).extend(book.catalogue.passages_of(held.document_id))
    return found


def measure_hits(hits: Sequence[Hit], case: Case, labels: Labels) -> dict[str, float | None]:
    """Every measure of the order for one case; None where it has no label that fits."""
    relevant = labels.relevant(case)
    if not relevant:
        return dict.fromkeys(OF_HITS)
    run = {case.case_id: {h.passage.passage_id: -float(n) for n, h in enumerate(hits)}}
    truth = {case.case_id: dict.fromkeys(relevant, 1)}
    if not hits:
        return dict.fromkeys(OF_HITS, 0.0)
    found = ir_measures.iter_calc(_MEASURES, truth, run)
    return {str(m.measure): float(m.value) for m in found}


def rank_of_first(hits: Sequence[Hit], case: Case, labels: Labels) -> int | None:
    """The rank, from 1, of the first relevant passage."""
    relevant = labels.relevant(case)
    return next((n for n, h in enumerate(hits, 1) if h.passage.passage_id in relevant), None)
