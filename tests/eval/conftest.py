"""The shipped corpus with the shipped cases, asked once for all tests of a run."""

from __future__ import annotations

import pytest

from eval.cases import FOLDER, Case, load_cases
from eval.run import make_run
from handbook.book import Handbook
from handbook.progress import nobody
from handbook.runs.folder import Run

SPLITS = ("test", "tuning")


@pytest.fixture(scope="session")
def splits() -> dict[str, list[Case]]:
    """The shipped cases by split."""
    return {name: load_cases(FOLDER / f"{name}.jsonl") for name in SPLITS}


@pytest.fixture(scope="session")
def run(
    corpus_book: Handbook,
    splits: dict[str, list[Case]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """A run over all of them."""
    return make_run(corpus_book, splits, tmp_path_factory.mktemp("runs"), nobody)
