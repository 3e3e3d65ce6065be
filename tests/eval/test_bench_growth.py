"""Made libraries of growing size: written by all, then asked, and kept as the run goes on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from eval.bench import __main__ as bench
from eval.bench import measured_growth
from eval.bench.growth import write_files
from eval.bench.made_rows import ROWS, VECTORS, read_rows
from eval.bench.measured_growth import measure_sizes
from eval.bench.process import BenchError
from eval.bench.readme import BEGIN, END, bench_table, write_table
from eval.bench.record import Record, read_record, write_record
from eval.bench.report import make_report
from eval.bench.systems import Kind
from handbook.book import Handbook
from tests.eval.test_bench import ANSWERS, LOOK, a_record

SYSTEM = """
import shutil
from eval.bench.spoken import serve

class Last:
    def write(self, rows, vectors, store):
        shutil.copyfile(rows, store / "rows")
        return 1

    def open(self, store):
        self.rows = (store / "rows").read_text(encoding="utf-8").splitlines()

    def ask(self, question, clock):
        return [("file", self.rows[-1])]

serve(Last())
"""


def _systems(folder: Path) -> list[Kind]:
    script = folder / "system.py"
    script.write_text(SYSTEM, encoding="utf-8")
    return [Kind(name, "what", (sys.executable, str(script)), name) for name in ("one", "two")]


def test_at_each_size_all_is_written_before_anybody_is_asked(
    corpus_book: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured_growth, "_QUESTIONS", 2)
    told: list[str] = []
    place, real = tmp_path / "made", corpus_book.settings.data
    found = measure_sizes(
        Path(sys.executable), _systems(tmp_path), [90, 80], real, place, told.append
    )
    of_80 = next(found)
    assert [(s.system, s.passages) for s in of_80] == [("one", 80), ("two", 80)]
    assert told == [
        "making 80 passages",
        "one: writing 80 passages",
        "two: writing 80 passages",
        "one: asking of 80 passages",
        "two: asking of 80 passages",
    ]
    assert [(s.system, s.passages) for s in next(found)] == [("one", 90), ("two", 90)]
    assert not list(place.iterdir())


def test_made_rows_have_a_vector_each(corpus_book: Handbook, tmp_path: Path) -> None:
    # A copy: others of this process have the same file open, which its locks do not outlast.
    real = shutil.copytree(corpus_book.settings.data, tmp_path / "real")
    write_files(160, real, tmp_path)
    rows, vectors = read_rows(tmp_path / ROWS, tmp_path / VECTORS)
    assert vectors.shape == (len(rows), 384) == (160, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_a_run_that_is_stopped_leaves_all_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = a_record()
    last, table = tmp_path / "last.json", tmp_path / "README.md"
    table.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")

    def run(*_of: object) -> Iterator[Record]:
        yield replace(whole, growth=())
        yield whole
        raise BenchError("The million failed.")

    monkeypatch.setattr(bench, "run", run)
    monkeypatch.setattr(bench, "SCRATCH", tmp_path / "run")
    monkeypatch.setattr(bench, "REPORT", tmp_path / "report.html")
    monkeypatch.setattr(bench, "write_record", partial(write_record, path=last))
    monkeypatch.setattr(bench, "write_table", partial(write_table, path=table))
    assert bench.main([]) == 1
    assert read_record(last) == whole
    assert "| 10,000 |" in table.read_text(encoding="utf-8")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == make_report(whole)


def test_the_report_of_a_run_that_came_to_no_size_says_what_was_not_measured() -> None:
    page = make_report(replace(a_record(), growth=()))
    assert "<svg" not in page
    assert "not measured" in page


def test_a_size_at_which_a_system_was_not_measured_is_a_dash_in_its_place() -> None:
    record = a_record()
    some = tuple(s for s in record.growth if s.system != ANSWERS or s.passages != 10_000)
    table = bench_table(replace(record, growth=some))
    assert f"| {ANSWERS} | 2 | – | – |" in table
    assert f"| {LOOK} | 2 | 20 | 1.00 |" in table
