"""Fit the weights of the judge by words: a logistic regression over the sentences of the tuning
cases and of every second case of CLAP NQ. Prints the weights; eval/LOG.md (2026-11-24) says why
handbook/judge.py does not use them as they are.

    python models/calibrate_judges.py
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from eval.adapters import clapnq  # noqa: E402
from eval.cases import FOLDER, Case, load_cases  # noqa: E402
from eval.measures import ANSWERS, holds  # noqa: E402
from handbook.answer import HITS_SEARCHED  # noqa: E402
from handbook.answer_records import Status  # noqa: E402
from handbook.book import Handbook  # noqa: E402
from handbook.evidence import candidates, need  # noqa: E402
from handbook.index.vectors import cosines  # noqa: E402
from handbook.judge import PASSAGES_JUDGED  # noqa: E402
from handbook.query import queries  # noqa: E402
from handbook.settings import Settings  # noqa: E402
from ingest.build import ingest  # noqa: E402
from ingest.manifest import list_corpus  # noqa: E402

NAMES = ("coverage", "subject", "fits", "passage cosine", "sentence cosine")
RIDGE = 1.0
Rows = list[tuple[NDArray[np.float64], bool]]


def rows_of(book: Handbook, case: Case) -> Iterator[tuple[NDArray[np.float64], bool]]:
    """What is known of each sentence of a case's hits, and whether it answers."""
    opened = book.opened()
    lexical = opened.retriever.lexical
    query = queries(book, opened, case.question)[0]
    vector = query.vector
    wanted = need(query, lexical.document_frequency, lexical.size)
    hits = book.hits(opened, query, case.question, HITS_SEARCHED)
    for hit in hits[:PASSAGES_JUDGED]:
        found = candidates(wanted, hit, book.units)
        if not found:
            continue
        near = cosines(book.embedding.encode([c.text for c in found]), vector)
        for c, cosine in zip(found, near, strict=True):
            figures = (c.coverage, c.subject, c.fits, hit.cosine, cosine)
            source = hit.edition.source_id
            answers = any(holds(source, c.text, r) for r in case.relevant)
            yield np.array(figures, dtype=float), answers


def fitted(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights and, last, the constant, by Newton's method with a small ridge."""
    x = np.hstack([x, np.ones((len(x), 1))])
    weights = np.zeros(x.shape[1])
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[-1, -1] = 0.0
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - chance) - ridge @ weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + ridge
        weights += np.linalg.solve(curve, slope)
    return weights


def show(rows: Rows) -> None:
    """Print the weights."""
    weights = fitted(
        np.array([figures for figures, _ in rows]), np.array([float(a) for _, a in rows])
    )
    print(f"{len(rows)} sentences, {sum(a for _, a in rows)} answer")
    for label, weight in zip([*NAMES, "constant"], weights, strict=True):
        print(f"  {label:<16} {weight:+.2f}")


def usable(case: Case) -> bool:
    """Whether a case is about answering or declining."""
    return bool(case.expect & (ANSWERS | {Status.DETAIL_ABSENT, Status.NOT_COVERED}))


def main() -> None:
    """Fit the judge."""
    rows: Rows = []
    with tempfile.TemporaryDirectory() as scratch:
        public = clapnq(ROOT.parent / "shared" / "cases")
        public.write(Path(scratch) / "clapnq")
        sets = (
            (ROOT / "corpus", load_cases(FOLDER / "tuning.jsonl")),
            (Path(scratch) / "clapnq", public.cases[::2]),
        )
        for corpus, cases in sets:
            settings = Settings(corpus=corpus, data=Path(scratch) / f"data-{corpus.name}")
            ingest(settings, list_corpus(corpus), whole=True)
            book = Handbook.open(settings)
            rows += [row for c in cases if usable(c) for row in rows_of(book, c)]
            book.close()
    show(rows)


if __name__ == "__main__":
    main()
