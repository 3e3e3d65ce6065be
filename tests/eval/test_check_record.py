"""What the check reached, as it is kept and as the README shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.check.cases import load
from eval.check.measures import Measure
from eval.check.record import BEGIN, END, README, Wice, keep, read_record, table
from handbook.check.records import PASSES, Verdict
from handbook.errors import CaseError


def test_the_table_of_the_readme_is_that_of_the_record() -> None:
    shown = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert shown.strip() == table(read_record())


def test_the_record_is_of_the_statements_that_are_shipped() -> None:
    of = {m.name: m.of for m in read_record().measures}
    expected = [case.expect for case in load("test")]
    assert of["differences found"] == sum(e not in PASSES for e in expected)
    assert of["right statements borne out"] == expected.count(Verdict.AGREES)
    assert of["“not covered” right"] == expected.count(Verdict.NOT_COVERED)


def test_a_share_is_held_against_its_bar_unrounded(tmp_path: Path) -> None:
    path, readme = tmp_path / "last.json", tmp_path / "README.md"
    path.write_text('{"day": "", "measures": [], "wice": []}', encoding="utf-8")
    readme.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    measures = [
        Measure("differences found", 9, 10),
        Measure("false alarms on right statements", 6, 114),
        Measure("right statements borne out", 85, 114),
        Measure("no measure that is shown", 1, 2),
    ]
    keep("2026-12-02", measures, path=path, readme=readme)
    keep(wice=[Wice(1, 0.5, 0.4)], path=path, readme=readme)
    told = readme.read_text(encoding="utf-8")
    assert told.startswith("Before.\n")
    assert told.endswith("After.\n")
    assert "old" not in told
    assert "9 of 10, 0.900 | 0.60–0.98 | ≥ 0.90 | met |" in told
    assert "6 of 114, 0.053 | 0.02–0.11 | ≤ 0.05 | missed |" in told
    assert "85 of 114, 0.746 | 0.66–0.82 | – | no bar |" in told
    assert "| the first sentence | 0.500 | 0.400 | above BM25 |" in told
    assert "no measure that is shown" not in told


def test_a_record_that_is_none_and_a_readme_without_a_place_are_said(tmp_path: Path) -> None:
    path, readme = tmp_path / "last.json", tmp_path / "README.md"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(CaseError, match=r"last\.json is no record"):
        read_record(path)
    path.write_text('{"day": "", "measures": [], "wice": []}', encoding="utf-8")
    readme.write_text("No place.\n", encoding="utf-8")
    with pytest.raises(CaseError, match="has no place for the table"):
        keep(path=path, readme=readme)
