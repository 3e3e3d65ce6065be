"""What tests share: the shipped model, real folders, and where the real documents lie."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from handbook.book import Handbook
from handbook.settings import ROOT, Settings
from ingest.build import ingest
from ingest.manifest import list_corpus
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.model_server import ModelServer

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHARED = ROOT.parent / "shared"


def shared(*parts: str) -> Path:
    """A real document beside the checkout; the test is skipped where there is none."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    return path


def open_book(corpus: Path, data: Path) -> Handbook:
    """A handbook over a folder, ingested for real."""
    settings = Settings(corpus=corpus, data=data)
    ingest(settings, list_corpus(corpus), whole=True)
    return Handbook.open(settings)


def made_once(corpus: Path, folders: pytest.TempPathFactory) -> Handbook:
    """A handbook over a folder that takes long to ingest. Of the processes that test side by side
    one ingests, and each has a copy of its own."""
    made = open_book if "PYTEST_XDIST_WORKER" not in os.environ else _copied
    return made(corpus, folders.mktemp(corpus.name))


def _copied(corpus: Path, data: Path) -> Handbook:
    original = data.parent.parent / f"made-of-{corpus.name}"
    with FileLock(original.with_suffix(".lock")):
        if not original.exists():
            open_book(corpus, original.with_suffix(".part")).close()
            original.with_suffix(".part").rename(original)
    shutil.copytree(original, data, dirs_exist_ok=True)
    return Handbook.open(Settings(corpus=corpus, data=data))


@pytest.fixture(scope="session")
def corpus_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """A handbook over the shipped corpus."""
    book = made_once(ROOT / "corpus", tmp_path_factory)
    yield book
    book.close()


@pytest.fixture(scope="session")
def emily_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """A handbook over the seed briefing in its three forms."""
    book = open_book(shared("seed"), tmp_path_factory.mktemp("seed"))
    yield book
    book.close()


@pytest.fixture(scope="session")
def documents_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """A handbook over eight publications of the UK government."""
    book = made_once(shared("documents"), tmp_path_factory)
    yield book
    book.close()


@pytest.fixture(scope="session")
def address(corpus_book: Handbook) -> Iterator[str]:
    """The application over the shipped corpus, served."""
    with served(ROOT / "corpus", corpus_book.settings.data) as started:
        yield started


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """An OpenAI-compatible server on loopback."""
    pytest.importorskip("openai", reason="the extra `models` is not installed")
    from tests.model_server import serve

    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()
