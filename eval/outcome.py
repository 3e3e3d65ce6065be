"""What became of one case, with everything needed to see why; a line of a run's file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.cases import Case
from eval.causes import cause
from eval.measures import FIDELITY, OF_ANSWERS, OTHER_EDITION, fidelity, other_edition
from eval.ranking import Labels, measure_hits, rank_of_first
from handbook.book import Handbook
from handbook.domain import Hit
from handbook.errors import CaseError
from handbook.index.editions import Standing
from handbook.present import answer_json

HITS = 30
"""How deep the search is looked at: as deep as the answer looks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, its answer and its measures. ``split`` is the name of its file."""

    case_id: str
    split: str
    question: str
    area: str | None
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    """The sources of its labelled sentences."""
    expect: tuple[str, ...]
    status: str
    cause: str
    """Why it failed, "" where it did not; see eval/causes.py."""
    wanted: tuple[str, ...]
    """The labelled sentences."""
    astray: tuple[str, ...]
    """Those of them that stand nowhere in the corpus: the label does not fit it any more."""
    rank: int | None
    """The rank of the first relevant passage among the first HITS."""
    seconds: float
    paraphrase_of: str | None
    measures: dict[str, float | None]
    answer: dict[str, Any]
    """The whole answer as the command line gives it."""
    hits: list[dict[str, Any]]


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


def to_line(outcome: Outcome) -> str:
    """The outcome as a line of JSON."""
    return json.dumps(asdict(outcome), ensure_ascii=False)


def read_outcomes(path: Path) -> list[Outcome]:
    """The outcomes of a file; a last line that a killed run left unfinished is passed over, any
    other that is broken is a CaseError."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return list(_parsed(path, lines))


def _parsed(path: Path, lines: Sequence[str]) -> Iterable[Outcome]:
    for number, line in enumerate(lines, start=1):
        try:
            raw = json.loads(line)
            for name in ("tags", "sources", "expect", "wanted", "astray"):
                raw[name] = tuple(raw[name])
            yield Outcome(**raw)
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines):
                return
            raise CaseError(f"{path}, line {number} is no outcome; remove the run.") from error
