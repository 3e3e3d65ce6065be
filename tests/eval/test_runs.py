"""A run: its folder, going on after a stop, its comparison with another, its report."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval import run as running
from eval.cases import Case, load_cases
from eval.compare import lines
from eval.report import make_report
from eval.run import finish, make_run
from eval.summary import NAMES, figure, stability, summarise
from handbook.book import Handbook
from handbook.endpoint import Secret
from handbook.errors import CaseError
from handbook.progress import nobody
from handbook.runs.figure import LESS_IS_BETTER
from handbook.runs.flips import flips
from handbook.runs.folder import ABOUT, MEASURES, OUTCOMES, REPORT, Run, load_run
from handbook.runs.kept import read_groups, read_kept
from handbook.runs.outcome import Outcome
from handbook.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HASHES = """
from eval.cases import FOLDER, load_cases
from eval.run import _hash_of_cases
print(_hash_of_cases(load_cases(FOLDER / "tuning.jsonl")))
"""


@pytest.fixture
def few(splits: dict[str, list[Case]]) -> dict[str, list[Case]]:
    return {"tuning": splits["tuning"][:6]}


def test_each_line_of_a_run_says_why(run: Run) -> None:
    lines_of_it = (run.folder / OUTCOMES).read_text(encoding="utf-8").splitlines()
    assert len(lines_of_it) == len(run.outcomes)
    first = json.loads(lines_of_it[0])
    assert {"question", "expect", "status", "cause", "wanted", "rank", "hits"} <= first.keys()
    assert {"citations", "notices", "trace", "searched"} <= first["answer"].keys()
    assert {"corpus", "encoder", "judge", "code", "settings", "commit", "begun"} <= run.about.keys()


def test_a_stopped_run_goes_on_where_it_stopped(
    corpus_book: Handbook,
    few: dict[str, list[Case]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = make_run(corpus_book, few, tmp_path, nobody)
    kept = (first.folder / OUTCOMES).read_text().splitlines()[:3]
    (first.folder / OUTCOMES).write_text("\n".join(kept) + '\n{"case_id": "half')
    asked: list[str] = []
    examine = running.examine

    def counted(book: Handbook, case: Case, *rest: object) -> Outcome:
        asked.append(case.case_id)
        return examine(book, case, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "examine", counted)
    again = make_run(corpus_book, few, tmp_path, nobody)
    assert again.folder == first.folder
    assert sorted(asked) == sorted(c.case_id for c in few["tuning"][3:])
    assert [o.status for o in again.outcomes] == [o.status for o in first.outcomes]
    finish(again, "")
    assert make_run(corpus_book, few, tmp_path, nobody).folder != first.folder


def test_a_run_of_other_cases_does_not_go_on_with_it(
    corpus_book: Handbook, few: dict[str, list[Case]], tmp_path: Path
) -> None:
    first = make_run(corpus_book, few, tmp_path, nobody)
    other = make_run(corpus_book, {"tuning": few["tuning"][:2]}, tmp_path, nobody)
    assert other.folder != first.folder


def test_the_same_cases_have_the_same_hash_in_every_process() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", HASHES],
            cwd=ROOT,
            env={"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(3)
    }
    assert len(told) == 1


def test_no_key_is_written_into_the_record_of_a_run(
    corpus_book: Handbook,
    few: dict[str, list[Case]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keyed = replace(corpus_book.settings, language_model_key=Secret("s3cret-key"))
    monkeypatch.setattr(corpus_book, "settings", keyed)
    run = make_run(corpus_book, few, tmp_path, nobody)
    assert all("s3cret-key" not in p.read_text() for p in run.folder.iterdir())


def test_a_case_that_stands_twice_is_a_sentence(
    corpus_book: Handbook, few: dict[str, list[Case]], tmp_path: Path
) -> None:
    with pytest.raises(CaseError, match="stands twice"):
        make_run(corpus_book, few | {"again": few["tuning"]}, tmp_path, nobody)


def test_a_line_of_a_run_that_is_broken_is_a_sentence(
    corpus_book: Handbook, few: dict[str, list[Case]], tmp_path: Path
) -> None:
    run = make_run(corpus_book, few, tmp_path, nobody)
    finish(run, "")
    assert (run.folder / MEASURES).is_file()
    path = run.folder / OUTCOMES
    path.write_text("not JSON\n" + path.read_text())
    with pytest.raises(CaseError, match="line 1"):
        load_run(run.folder)


def test_a_run_that_has_ended_keeps_its_figures_by_style_area_and_source(
    corpus_book: Handbook, few: dict[str, list[Case]], tmp_path: Path
) -> None:
    run = make_run(corpus_book, few, tmp_path, nobody)
    finish(run, "")
    groups = read_groups(run.folder)
    assert list(groups) == ["style", "area", "source"]
    assert {g.name for g in groups["style"]} == {tag for c in few["tuning"] for tag in c.tags}
    assert sum(g.n for g in groups["area"]) == len(few["tuning"])
    assert read_kept(tmp_path, run.folder.name).splits["tuning"] == summarise(run.outcomes)


def test_every_measure_of_what_should_not_happen_is_a_measure() -> None:
    assert set(NAMES) >= LESS_IS_BETTER


def test_a_run_goes_on_although_the_same_documents_were_indexed_again(
    corpus_book: Handbook, few: dict[str, list[Case]], tmp_path: Path
) -> None:
    first = make_run(corpus_book, few, tmp_path, nobody)
    about = first.folder / ABOUT
    about.write_text(json.dumps(first.about | {"index": "another"}))
    assert make_run(corpus_book, few, tmp_path, nobody).folder == first.folder


def test_every_flip_is_told_and_the_worse_ones_first(run: Run) -> None:
    before = [o for o in run.outcomes if o.measures["status right"] is not None][:2]
    turned = [
        replace(o, measures=o.measures | {"status right": 1.0 - (o.measures["status right"] or 0)})
        for o in before
    ]
    found = flips(before, turned)
    assert {f.case_id for f in found} == {o.case_id for o in before}
    assert [f.better for f in found] == sorted(f.better for f in found)
    assert lines(found)[0].startswith(f"{sum(not f.better for f in found)} worse")
    assert flips(before, before) == []


def test_less_of_a_bad_thing_is_better(run: Run) -> None:
    outcome = next(o for o in run.outcomes if o.measures["contradictions"] is not None)
    bad = replace(outcome, measures=outcome.measures | {"contradictions": 1.0})
    good = replace(outcome, measures=outcome.measures | {"contradictions": 0.0})
    assert [f.better for f in flips([bad], [good])] == [True]


def test_a_paraphrase_is_stable_where_it_ends_as_its_original(run: Run) -> None:
    original = next(o for o in run.outcomes if o.answer["citations"])
    same = replace(original, case_id="p1", paraphrase_of=original.case_id)
    other = replace(same, case_id="p2", status="not_covered")
    assert stability([original, same, other]) == [1.0, 0.0]
    assert summarise([original, same, other])["same answer to a paraphrase"].mean == 0.5


def test_an_interval_holds_its_mean_and_narrows_with_the_cases() -> None:
    small, large = figure([0.0, 1.0] * 5), figure([0.0, 1.0] * 50)
    assert small.low < small.mean < small.high
    assert large.high - large.low < small.high - small.low
    assert figure([1.0, 1.0]) == figure([1.0] * 2)


def test_the_report_opens_offline_and_shows_every_failure(run: Run, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    hostile = replace(run.outcomes[0], question="<script>document.title='x'</script>", cause="y")
    shown = replace(run, outcomes=[*run.outcomes[1:], hostile])
    path = run.folder / REPORT
    path.write_text(make_report(shown), encoding="utf-8")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    assert requests == [path.as_uri()]
    assert page.locator("details").count() == sum(bool(o.cause) for o in shown.outcomes)
    assert page.title().startswith("Evaluation run")
    assert page.locator("svg").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_cases_are_read_with_all_their_fields(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"id": "a", "question": "q", "expect": "answered", "review_questions": ["Who?"], '
        '"paraphrase_of": "b"}\n'
    )
    [case] = load_cases(path)
    assert case.review_questions == ("Who?",)
    assert case.paraphrase_of == "b"
