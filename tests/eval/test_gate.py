"""The gate is open for the answers as they are, and shut for each way of breaking them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.cases import FOLDER, Case, load_cases
from eval.gate import faults, write_baseline
from eval.readme import BEGIN, END, README, quality_table
from eval.run import make_run
from handbook import answer as answering
from handbook.answer_records import Answer, Hit, Question, Status
from handbook.book import Handbook
from handbook.decide import Finding
from handbook.domain import Span
from handbook.errors import CaseError
from handbook.progress import nobody
from handbook.retrieve import Retriever
from handbook.runs.baseline import read_baseline
from handbook.runs.folder import Run
from handbook.runs.outcome import Outcome
from tests.conftest import open_book


@pytest.fixture
def shut(corpus_book: Handbook, splits: dict[str, list[Case]], tmp_path: Path) -> Callable[[], str]:
    """Asks the tuning cases of a handbook that was broken, and gives what the gate says."""

    def ask() -> str:
        broken = make_run(corpus_book, {"tuning": splits["tuning"]}, tmp_path, nobody)
        return "\n".join(faults(broken.outcomes, read_baseline()))

    return ask


def test_the_gate_is_open_for_the_answers_as_they_are(run: Run) -> None:
    assert faults(run.outcomes, read_baseline()) == []


def test_the_baseline_is_of_the_cases_that_are_shipped(splits: dict[str, list[Case]]) -> None:
    ids = {case.case_id for cases in splits.values() for case in cases}
    assert set(read_baseline()) == ids


def test_the_table_of_the_readme_is_that_of_the_baseline() -> None:
    shown = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert shown.strip() == quality_table(read_baseline())


def test_the_table_holds_each_measure_against_its_bar() -> None:
    """The least citation recall that misses is told as missed, though it is rounded to the bar."""
    ids = [case.case_id for case in load_cases(FOLDER / "test.jsonl")]
    reached = {"citation recall": 0.846, "area leaks": 0.0, "status right": 0.9}
    rows = quality_table({ids[0]: reached}).splitlines()[2:]
    assert [row.split("|")[1:2] + row.split("|")[5:7] for row in rows] == [
        [" status right ", " – ", " – "],
        [" citation recall ", " 0.85 ", " missed "],
        [" area leaks (less is better) ", " 0.00 ", " met "],
    ]


def test_a_search_that_finds_nothing_shuts_it(
    shut: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Retriever, "search", lambda *_a, **_k: [])
    told = shut()
    assert "Success@5 went from" in told
    assert "false refusals went from" in told


def test_a_handbook_that_always_declines_shuts_it(
    shut: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "decide", lambda *_, **_k: Finding(Status.NOT_COVERED))
    told = shut()
    assert "false refusals went from" in told
    assert "Success@5" not in told


def test_shuffled_hits_are_caught_by_the_measures_of_order(
    shut: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Retriever.search

    def shuffled(*arguments: Any, **named: Any) -> list[Hit]:
        return sorted(search(*arguments, **named), key=lambda h: h.passage.passage_id[::-1])

    monkeypatch.setattr(Retriever, "search", shuffled)
    told = shut()
    assert "nDCG@10 went from" in told
    assert "RR went from" in told


def altered(monkeypatch: pytest.MonkeyPatch, change: Callable[[Answer, Question], Answer]) -> None:
    ask = Handbook.ask
    monkeypatch.setattr(Handbook, "ask", lambda self, asked: change(ask(self, asked), asked))


def test_a_quotation_shifted_by_one_character_is_caught_by_fidelity(
    shut: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shift(answer: Answer, _asked: Question) -> Answer:
        citations = [
            replace(c, spans=tuple(Span(s.unit, s.start + 1, s.end + 1) for s in c.spans))
            for c in answer.citations
        ]
        return replace(answer, citations=tuple(citations))

    altered(monkeypatch, shift)
    assert "Quotations do not stand in the store" in shut()


def test_passages_under_another_areas_name_are_caught_as_leaks(
    shut: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def relabel(answer: Answer, asked: Question) -> Answer:
        others = ("leeds",) if asked.area != "leeds" else ("bradford",)
        citations = [
            replace(c, edition=replace(c.edition, areas=others)) if c.edition.areas else c
            for c in answer.citations
        ]
        return replace(answer, citations=tuple(citations))

    altered(monkeypatch, relabel)
    assert "An area was given another's rule" in shut()


def test_a_superseded_edition_that_is_served_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    table = '[[source]]\nid = "plan"\ntitle = "Planning"\n'
    for year, days in ((2024, 10), (2025, 12)):
        rule = f"The first planning meeting must be held within {days} days of the referral."
        (corpus / f"{year}.md").write_text(f"# Planning\n\n## 1. Timing\n\n1.1 {rule}\n")
        table += f'[[source.edition]]\neffective = {year}-09-01\nfile = "{year}.md"\n'
    (corpus / "manifest.toml").write_text(table)
    book = open_book(corpus, tmp_path / "data")
    asked = Question("when must the first planning meeting be held")
    case = Case("c", asked, frozenset({Status.ANSWERED}), (), (), (), ())
    assert faults(make_run(book, {"one": [case]}, tmp_path, nobody).outcomes, {}) == []
    held = {h.document_id: h for h in book.opened().edition.documents}
    search = Retriever.search

    def of_any_edition(
        self: Retriever, words: Any, vector: Any, _allowed: Any, *rest: Any, **named: Any
    ) -> Any:
        return search(self, words, vector, held, *rest, **named)

    monkeypatch.setattr(Retriever, "search", of_any_edition)
    [outcome] = make_run(book, {"two": [case]}, tmp_path, nobody).outcomes
    assert outcome.measures["other editions quoted"] == 1.0
    assert outcome.cause == "wrong edition"
    assert faults([outcome], {}) == ["An edition was quoted that was not in force: c."]
    book.close()


def test_a_drop_within_chance_leaves_it_open_and_one_beyond_shuts_it(run: Run) -> None:
    baseline = read_baseline()
    right = [o for o in run.outcomes if o.measures["status right"] == 1.0]

    def wrong(few: Sequence[Outcome]) -> list[Outcome]:
        worse = {o.case_id for o in few}
        return [
            replace(o, measures=o.measures | {"status right": 0.0}) if o.case_id in worse else o
            for o in run.outcomes
        ]

    assert faults(wrong(right[:1]), baseline) == []
    assert any("status right" in f for f in faults(wrong(right[:40]), baseline))


def test_a_label_that_stands_nowhere_is_told(run: Run) -> None:
    astray = replace(run.outcomes[0], astray=("No such sentence.",))
    assert any("“No such sentence.”" in f for f in faults([astray], read_baseline()))


def test_a_missing_baseline_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        read_baseline(tmp_path / "none.json")


def test_a_run_passes_against_its_own_baseline(run: Run, tmp_path: Path) -> None:
    write_baseline(run.outcomes, tmp_path / "baseline.json")
    assert faults(run.outcomes, read_baseline(tmp_path / "baseline.json")) == []
