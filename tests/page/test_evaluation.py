"""The evaluation pages over real runs of a few cases."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import application
from eval.summary import NAMES
from handbook.book import Handbook
from handbook.runs import baseline
from handbook.runs.folder import ABOUT, GROUPS, MEASURES, OUTCOMES, REPORT, Run, runs_below
from handbook.runs.outcome import Outcome, to_line
from page.evaluation.overview import MAIN
from page.evaluation.paired import paired
from tests.page.two_runs import FIRST, SECOND, keep_two, make_one

Get = Callable[[str], str]


@pytest.fixture(scope="module")
def made(corpus_book: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A few cases asked for real, some of which fail."""
    return make_one(corpus_book, tmp_path_factory.mktemp("made"))


@pytest.fixture
def runs(corpus_book: Handbook) -> Iterator[Path]:
    """Where the pages look for runs; there are none yet."""
    folder = runs_below(corpus_book.settings.data)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def two(made: Run, runs: Path) -> Path:
    """The same run kept twice, as if it had been made on two days."""
    return keep_two(made, runs.parent)


@pytest.fixture(scope="module")
def client(corpus_book: Handbook) -> TestClient:
    return TestClient(application(corpus_book))


@pytest.fixture
def get(client: TestClient) -> Get:
    """The visible words of a page that is there."""

    def words(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return _words(answer.text)

    return words


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _write(folder: Path, outcomes: list[Outcome]) -> None:
    (folder / OUTCOMES).write_text("".join(to_line(o) + "\n" for o in outcomes))


def _turned(made: Run, old: float) -> tuple[str, list[Outcome]]:
    """The outcomes with one case ended otherwise; ``old`` is how right its status was."""
    chosen = next(o for o in made.outcomes if o.measures["status right"] == old)
    turned = replace(
        chosen, status="failed", measures=chosen.measures | {"status right": 1.0 - old}
    )
    return chosen.question, [turned if o is chosen else o for o in made.outcomes]


def test_with_no_run_the_page_says_what_to_run(get: Get, runs: Path) -> None:
    assert not runs.exists()
    words = get("/evaluation")
    assert "No run is kept yet. handbook eval (or make eval )" in words
    assert "Compare two runs" not in words


def test_runs_are_listed_newest_first_with_every_main_measure(
    client: TestClient, two: Path
) -> None:
    html = client.get("/evaluation").text
    assert html.index(f"/evaluation/{SECOND}") < html.index(f"/evaluation/{FIRST}")
    figures = json.loads((two / FIRST / MEASURES).read_text())["tuning"]
    row = _words(html[html.index(f'<a href="/evaluation/{FIRST}"') :].partition("</tr>")[0])
    for name in set(MAIN) & figures.keys():
        f = figures[name]
        assert f"{f['mean']:.2f} {f['low']:.2f}–{f['high']:.2f}" in row
    assert "tuning: 12 cases, 2 runs" in _words(html)


def test_every_measure_that_is_shown_is_one_that_is_made() -> None:
    assert set(MAIN) <= set(NAMES)


def test_a_plot_says_in_words_what_it_draws(client: TestClient, two: Path) -> None:
    html = client.get("/evaluation").text
    mean = json.loads((two / FIRST / MEASURES).read_text())["tuning"]["status right"]["mean"]
    told = f"status right of 2 runs, the oldest first: {mean:.2f}, {mean:.2f}"
    assert f'role="img" aria-label="{told}"' in html
    assert "style=" not in html.partition("<main")[2]


def test_runs_of_other_cases_are_not_drawn_together(get: Get, two: Path) -> None:
    about = json.loads((two / FIRST / ABOUT).read_text())
    (two / FIRST / ABOUT).write_text(json.dumps(about | {"cases": {"tuning": "another"}}))
    words = get("/evaluation")
    assert "Plots appear when exactly these cases have been asked twice." in words
    assert "Other sets of cases" in words


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (ABOUT, b"{"),
        (ABOUT, b"[]"),
        (ABOUT, b'{"begun": "yesterday"}'),
        (MEASURES, b"\xff\x00"),
        (MEASURES, b'{"tuning": {"status right": {"mean": "<b>"}}}'),
    ],
)
def test_a_damaged_run_is_listed_as_damaged_and_the_others_are_shown(
    get: Get, client: TestClient, two: Path, file: str, content: bytes
) -> None:
    (two / FIRST / file).write_bytes(content)
    words = get("/evaluation")
    assert f"{FIRST} It is damaged: its {file} cannot be read." in words
    assert "tuning: 12 cases, 1 run" in words
    answer = client.get(f"/evaluation/{FIRST}")
    assert answer.status_code == 404
    assert "It is damaged" in answer.text


def test_a_run_that_has_not_ended_is_listed_as_such(get: Get, two: Path) -> None:
    (two / FIRST / MEASURES).unlink()
    (two / "notes of mine").mkdir()
    words = get("/evaluation")
    assert f"{FIRST} It has not ended" in words
    assert "notes of mine No run of this name is kept" in words


@pytest.mark.parametrize("file", [OUTCOMES, GROUPS])
def test_a_run_with_a_damaged_record_is_a_sentence(
    client: TestClient, two: Path, file: str
) -> None:
    (two / FIRST / file).write_bytes(b"\xff\n{}\n")
    answer = client.get(f"/evaluation/{FIRST}")
    assert answer.status_code == 404
    assert "This run cannot be shown." in answer.text


def test_a_run_whose_outcomes_are_gone_is_damaged(client: TestClient, two: Path) -> None:
    (two / FIRST / OUTCOMES).unlink()
    assert "its outcomes.jsonl cannot be read" in client.get(f"/evaluation/{FIRST}").text


@pytest.mark.parametrize(
    "name", ["%2e%2e", "..%2fruns", "%2fetc%2fpasswd", ".hidden", "1%00", "1" * 200, "1%0a"]
)
def test_a_name_that_is_no_runs_name_opens_nothing(
    client: TestClient, two: Path, name: str
) -> None:
    (two.parent / REPORT).write_text("ANOTHER FOLDER")
    for address in (f"/evaluation/{name}", f"/evaluation/{name}/report"):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "ANOTHER FOLDER" not in answer.text
    (two.parent / REPORT).unlink()
    assert client.get(f"/evaluation/compare?a={name}&b={FIRST}").status_code == 404


@pytest.mark.usefixtures("two")
def test_a_run_shows_its_figures_by_style_area_and_source(get: Get, made: Run) -> None:
    words = get(f"/evaluation/{FIRST}")
    for heading in ("Measures of tuning", "By style", "By area", "By source"):
        assert heading in words
    for name in {tag for o in made.outcomes for tag in o.tags}:
        assert name in words
    assert "Baseline, same cases" in words


def test_a_run_of_before_groups_were_kept_says_so(get: Get, two: Path) -> None:
    (two / FIRST / GROUPS).unlink()
    assert "made before these figures were kept" in get(f"/evaluation/{FIRST}")


@pytest.mark.usefixtures("two")
def test_every_failure_stands_there_with_its_cause(get: Get, made: Run) -> None:
    words = get(f"/evaluation/{FIRST}")
    failed = [o for o in made.outcomes if o.cause]
    assert failed
    for o in failed:
        assert f"{o.cause} · {o.case_id} (tuning): {' '.join(o.question.split())}" in words
    only = get(f"/evaluation/{FIRST}?cause={failed[0].cause}")
    shown = {o.case_id for o in failed if f"{o.case_id} (tuning)" in only}
    assert shown == {o.case_id for o in failed if o.cause == failed[0].cause}


def test_a_quotation_of_a_run_opens_in_its_place(client: TestClient, made: Run, two: Path) -> None:
    quoting = next(o for o in made.outcomes if o.answer["citations"])
    _write(two / FIRST, [replace(quoting, cause="not all of it said")])
    html = client.get(f"/evaluation/{FIRST}").text
    address = re.search(r'href="(/evidence/[^"]+)"', html)
    assert address
    assert client.get(unescape(address[1])).status_code == 200


@pytest.mark.usefixtures("two")
def test_a_run_is_held_against_the_baseline_over_the_same_cases(
    get: Get, made: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(o for o in made.outcomes if o.measures["status right"] == 1.0)
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps({case.case_id: {"status right": 0.0}, "other": {"complete": 1.0}}))
    _use_baseline(monkeypatch, path)
    assert "0.00 over 1 cases better by 1.00" in get(f"/evaluation/{FIRST}")
    assert "All 2 cases of the baseline" in get("/evaluation")


@pytest.mark.usefixtures("two")
def test_without_a_baseline_the_pages_say_so(
    get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use_baseline(monkeypatch, tmp_path / "none.json")
    assert "There is no baseline to hold runs against." in get("/evaluation")
    assert "There is no baseline to hold them against." in get(f"/evaluation/{FIRST}")


def _use_baseline(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    read = baseline.read_baseline
    for module in ("one_run", "baseline"):
        monkeypatch.setattr(f"page.evaluation.{module}.read_baseline", lambda: read(path))


def test_less_of_a_bad_thing_is_said_to_be_better() -> None:
    bad, good = {"a": {"contradictions": 1.0}}, {"a": {"contradictions": 0.0}}
    assert paired(bad, good, ["contradictions"])["contradictions"].change == "better by 1.00"
    assert paired(good, bad, ["contradictions"])["contradictions"].change == "worse by 1.00"
    assert paired({"a": {"x": None}}, {"a": {"x": 1.0}}, ["x"]) == {}


@pytest.mark.parametrize(("old", "worse", "better"), [(1.0, 1, 0), (0.0, 0, 1)])
def test_every_flip_is_shown_in_its_direction(
    get: Get, made: Run, two: Path, old: float, worse: int, better: int
) -> None:
    question, outcomes = _turned(made, old)
    _write(two / SECOND, outcomes)
    words = get(f"/evaluation/compare?a={FIRST}&b={SECOND}")
    assert f"Worse: {worse} case" in words
    assert f"Better: {better} case" in words
    assert " ".join(question.split()) in words
    assert f"status right: {old:.2f} → {1 - old:.2f}" in words
    turned_round = get(f"/evaluation/compare?a={SECOND}&b={FIRST}")
    assert f"Worse: {better} case" in turned_round


def test_what_was_measured_otherwise_is_told(get: Get, two: Path) -> None:
    about = json.loads((two / SECOND / ABOUT).read_text())
    (two / SECOND / ABOUT).write_text(
        json.dumps(
            about
            | {"judge": "another judge"}
            | {"settings": about["settings"] | {"reader": "/secret/reader", "port": "1"}}
        )
    )
    words = get(f"/evaluation/compare?a={FIRST}&b={SECOND}")
    assert "another judge" in words
    assert "Settings that were not the same: reader." in words
    assert "/secret" not in words
    assert "models, settings and cases are the same" in get(
        f"/evaluation/compare?a={FIRST}&b={FIRST}"
    )


@pytest.mark.usefixtures("two")
def test_the_form_suggests_the_newest_run_after_the_one_before_it(client: TestClient) -> None:
    html = client.get("/evaluation").text
    assert re.findall(r'value="([^"]+)" selected', html) == [FIRST, SECOND]


def test_markup_in_a_case_is_shown_and_never_read(client: TestClient, made: Run, two: Path) -> None:
    hostile = replace(
        made.outcomes[0],
        case_id='x"><script>1</script>',
        question="<script>alert(1)</script>",
        cause="<i>cause</i>",
    )
    _write(two / FIRST, [hostile])
    html = client.get(f"/evaluation/{FIRST}").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<i>cause" not in html
    assert '"><script>1' not in html


def test_the_report_opens_with_the_rule_of_a_stored_document(client: TestClient, two: Path) -> None:
    answer = client.get(f"/evaluation/{FIRST}/report")
    assert answer.status_code == 200
    assert answer.content == (two / FIRST / REPORT).read_bytes()
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    (two / FIRST / REPORT).unlink()
    assert client.get(f"/evaluation/{FIRST}/report").status_code == 404
    assert "Open the report" not in client.get(f"/evaluation/{FIRST}").text
