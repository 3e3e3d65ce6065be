"""What the tests with broken files share: one small handbook, and a clock that ends a hang."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest

from handbook.book import Handbook
from tests.conftest import open_book

MOST_SECONDS = 10
"""Of the processor, for one file."""
RULE = "The keyworker must visit the child within 5 working days of the meeting."
MARKDOWN = f"# Visits\n\n1.1 {RULE}\n\n| a | b |\n|---|---|\n| [c](d.md) | <b hidden>e</b> |\n"


@pytest.fixture
def wind_up() -> Iterator[Callable[[], None]]:
    """Called before each file: one that takes too long of the processor is a fault."""

    def late(*_: object) -> None:
        raise AssertionError("one file took too long")

    def wind() -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)

    before = signal.signal(signal.SIGVTALRM, late)
    yield wind
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "visits.md").write_text(MARKDOWN)
    opened = open_book(folder / "corpus", folder / "data")
    yield opened
    opened.close()
