"""One run: every case asked through the same Handbook as everybody's, and a table of measures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cases import FOLDER, Case, load_cases
from eval.measures import (
    citation_found,
    citation_precision,
    false_answer,
    false_refusal,
    interval,
    recall_at,
    reciprocal_rank,
    said,
    status_right,
)
from handbook.book import Handbook
from handbook.domain import Answer, Hit
from handbook.settings import Settings

_OF_HITS = {
    "R@1": recall_at(1),
    "R@5": recall_at(5),
    "R@10": recall_at(10),
    "RR": reciprocal_rank,
}
_OF_ANSWERS = {
    "status right": status_right,
    "relevant sentence quoted": citation_found,
    "citation precision": citation_precision,
    "said what it must": said,
    "false answers": false_answer,
    "false refusals": false_refusal,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case with its answer and its measures; None where a measure does not apply."""

    case: Case
    answer: Answer
    values: dict[str, float | None]


def main(settings: Settings, paths: Sequence[Path], as_json: bool) -> int:
    """Measure the given case files, or all of ours, and print a table for each."""
    book = Handbook.open(settings)
    for path in paths or sorted(FOLDER.glob("*.jsonl")):
        outcomes = run(book, load_cases(path))
        if as_json:
            print(json.dumps(record(path.stem, outcomes), ensure_ascii=False, indent=1))
        else:
            print(table(path.stem, outcomes))
    return 0


def run(book: Handbook, cases: Sequence[Case]) -> list[Outcome]:
    """Ask every case."""
    return [_outcome(book, case) for case in cases]


def _outcome(book: Handbook, case: Case) -> Outcome:
    answer = book.ask(case.question)
    hits: Sequence[Hit] = []
    if case.relevant:
        hits = book.search(answer.searched or case.question.text, 10, case.question.area)
    values: dict[str, float | None] = {name: m(hits, case) for name, m in _OF_HITS.items()}
    values |= {name: m(answer, case) for name, m in _OF_ANSWERS.items()}
    return Outcome(case, answer, values)


def means(outcomes: Sequence[Outcome]) -> dict[str, tuple[float, int, tuple[float, float]]]:
    """Mean, number of cases and 95 % interval of each measure."""
    found = {}
    for name in (*_OF_HITS, *_OF_ANSWERS):
        values = [v for o in outcomes if (v := o.values[name]) is not None]
        found[name] = (sum(values) / len(values) if values else 0.0, len(values), interval(values))
    return found


def table(name: str, outcomes: Sequence[Outcome]) -> str:
    """The measures as lines, then each case that did not end as it should."""
    lines = [f"{name}: {len(outcomes)} cases"]
    for measure, (mean, n, (low, high)) in means(outcomes).items():
        lines.append(f"  {measure:<26} {mean:.3f}  n={n:<4} {low:.2f}–{high:.2f}")
    for o in outcomes:
        if not o.values["status right"] or o.values["relevant sentence quoted"] == 0.0:
            wanted = "/".join(sorted(o.case.expect))
            lines.append(
                f"  {o.case.case_id}: {o.answer.status}, expected {wanted}: {o.case.question.text}"
            )
    return "\n".join(lines)


def record(name: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The run as a record: measures, and what became of each case."""
    return {
        "cases": name,
        "measures": {
            k: {"mean": m, "n": n, "interval": i} for k, (m, n, i) in means(outcomes).items()
        },
        "outcomes": [
            {"id": o.case.case_id, "status": str(o.answer.status), "values": o.values}
            for o in outcomes
        ],
    }
