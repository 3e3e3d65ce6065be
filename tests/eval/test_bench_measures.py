"""The bench measures what it says: nothing that failed, all that a question calls, and this
project as it is shipped."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest

from eval.bench import limits, steps
from eval.bench.process import BenchError, Process, processor_time, said_by
from eval.bench.product import HITS, READING, WORDS, answered, settings_of
from eval.bench.spoken import Clock
from handbook.book import Handbook
from handbook.catalogue import FILE, Catalogue
from handbook.encoder import LocalEncoder
from handbook.reader import Reader
from handbook.settings import BUILT_IN_ENCODER, BUILT_IN_READER, ROOT, Settings

PYTHON = Path(sys.executable)
CALLS = {"encode", "second look", "vector query", "word query", "kept vectors", "stored texts"}


@pytest.fixture
def listened(monkeypatch: pytest.MonkeyPatch) -> Callable[[steps.Heard], None]:
    """As steps.listen, which listens for good, but for one test alone."""
    for owner, method, _ in steps.STEPS:
        monkeypatch.setattr(owner, method, getattr(owner, method))
    return steps.listen


@pytest.fixture
def clock(listened: Callable[[steps.Heard], None]) -> Clock:
    """It times the steps of a test."""
    heard = Clock()
    listened(heard.timed)
    return heard


@pytest.fixture
def emptied(corpus_book: Handbook, tmp_path: Path) -> Path:
    """A store that opens, and whose passages are gone."""
    store = tmp_path / "store"
    shutil.copytree(corpus_book.settings.data, store)
    with closing(sqlite3.connect(store / FILE)) as catalogue, catalogue:
        catalogue.execute("DROP TABLE passage")
    return store


def test_an_answer_for_a_fault_is_not_timed_as_an_answer(emptied: Path) -> None:
    told = r"who chairs.* could not be answered: .*no such table"
    with (
        closing(Handbook.open(Settings(data=emptied, reader=None))) as book,
        pytest.raises(BenchError, match=told),
    ):
        answered(book, "who chairs the core group")


def test_a_fault_that_one_of_many_people_meets_ends_the_system(
    emptied: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    process = Process((sys.executable, "-m", "eval.bench.product", HITS), log)
    process.do("open", store=emptied)
    with pytest.raises(BenchError, match="log says why"):
        process.do("crowd", questions=["LADO how soon", "who chairs"], people=2)
    process.end()
    assert "no such table" in log.read_text(encoding="utf-8")


def test_all_that_a_question_calls_of_the_libraries_is_timed(
    corpus_book: Handbook, clock: Clock
) -> None:
    answered(corpus_book, "Within how many days does a bench time the first core group?")
    assert clock.steps.keys() == CALLS


def test_every_run_of_the_encoder_is_timed_however_it_is_asked(clock: Clock) -> None:
    encoder = LocalEncoder.load(BUILT_IN_ENCODER)
    for run in (encoder.encode, encoder.encode_whole):
        clock.begin()
        run(["core group"])
        assert clock.steps.keys() == {"encode"}


def test_a_run_of_the_reader_is_not_the_encoders_too(clock: Clock) -> None:
    Reader.load(BUILT_IN_READER).read("when is it", [("Core groups", ["Within ten days."])])
    assert clock.steps.keys() == {"second look"}


def test_the_reading_of_stored_texts_is_timed_and_not_its_promise(
    corpus_book: Handbook, clock: Clock
) -> None:
    with closing(Catalogue.open(corpus_book.settings.data)) as catalogue:
        units = catalogue.units(catalogue.document_ids()[0])
        clock.begin()
        assert units[0].text
        assert clock.steps.keys() == {"stored texts"}


@pytest.mark.usefixtures("listened")
def test_the_limit_of_a_question_is_all_its_library_calls(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    asked = tmp_path / "questions.json"
    asked.write_text(json.dumps(["When must the first core group meet?"]), encoding="utf-8")
    limit = limits.main("second-look", str(corpus_book.settings.data), str(asked))
    assert limit["calls_ms"].keys() == CALLS
    assert all(ms > 0 for ms in limit["calls_ms"].values())
    assert 0 < limit["alone_processor_ms"] < limit["asked_processor_ms"]


def test_this_project_is_measured_as_shipped_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HANDBOOK_READER", "none")
    assert settings_of(READING) == Settings()
    monkeypatch.setenv("HANDBOOK_ENCODER", "nowhere")
    assert settings_of(HITS) == settings_of(WORDS) == Settings(reader=None)


def test_what_is_measured_apart_runs_with_the_python_that_is_named(tmp_path: Path) -> None:
    python, named = tmp_path / "python", tmp_path / "named"
    python.write_text(f'#!/bin/sh\necho "$@" > "{named}"\nexec "{PYTHON}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    assert said_by(python, "eval.bench.versions", "numpy") == {"numpy": version("numpy")}
    assert named.read_text(encoding="utf-8") == "-m eval.bench.versions numpy\n"
    with pytest.raises(BenchError, match=r"eval\.bench\.versions no-such-package failed"):
        said_by(PYTHON, "eval.bench.versions", "no-such-package")


def test_the_processor_time_of_what_a_process_started_counts_as_its_own() -> None:
    whole, alone = processor_time(), time.process_time()
    subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)
    assert processor_time() - whole > time.process_time() - alone + 0.05


def test_the_memory_of_a_process_is_not_that_of_the_one_that_started_it() -> None:
    held = b"x" * 400_000_000
    code = "from eval.bench.process import peak_memory; print(peak_memory())"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert 1 << 20 < int(told.stdout) < len(held)
