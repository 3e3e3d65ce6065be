"""The evaluation with a language model that points, and without, over real HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.main import Options, main
from handbook.settings import Settings
from ingest.build import ingest
from ingest.manifest import list_corpus
from tests.model_server import ModelServer
from tests.pointing import ASKED, RULE, SCHOOL, TEXT, number_of, parts, with_model

pytest.importorskip("openai", reason="the extra `models` is not installed")
CASES = [
    {
        "id": "V1",
        "question": ASKED,
        "expect": "answered",
        "relevant": [{"source": "visits", "quote": RULE}],
    },
    {
        "id": "V2",
        "question": "who tells the school about the first visit?",
        "expect": "answered",
        "relevant": [{"source": "visits", "quote": SCHOOL}],
    },
]


@pytest.fixture
def settings(tmp_path: Path, server: ModelServer) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "visits.md").write_text(TEXT)
    made = with_model(Settings(corpus=corpus, data=tmp_path / "data"), server.url)
    ingest(made, list_corpus(corpus), whole=True)
    return made


@pytest.fixture
def cases(tmp_path: Path) -> str:
    path = tmp_path / "visits.jsonl"
    path.write_text("".join(json.dumps(c) + "\n" for c in CASES))
    return str(path)


def _by_a_rule(prompt: str) -> str:
    """It points to what is said of the school, and finds all else wanting."""
    if "school" in prompt.partition("Sentences:")[0]:
        return parts((1, [number_of(prompt, SCHOOL), 77], True))
    return parts((1, [], False))


def _record(printed: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(printed)
    return record


def test_a_run_with_the_model_says_so_and_is_measured_by_its_answers(
    settings: Settings, cases: str, server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.reply = _by_a_rule
    assert main(settings, Options([cases], as_json=True)) == 0
    record = _record(capsys.readouterr().out)
    assert {o["id"]: o["status"] for o in record["outcomes"]} == {
        "V1": "detail_absent",
        "V2": "answered",
    }
    assert record["about"]["judge"].endswith(", then wise")
    assert record["about"]["settings"]["language_model"].startswith("wise@http://127.0.0.1")
    assert "sesame" not in json.dumps(record)
    assert main(settings, Options([cases])) == 0
    assert (
        "language model wise: asked about 2 of 2 cases, no use in 0, 1 invented numbers dropped"
        in capsys.readouterr().out
    )


def test_a_run_without_it_asks_it_nothing(
    settings: Settings, cases: str, server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.reply = _by_a_rule
    assert main(settings, Options([cases], as_json=True, offline=True)) == 0
    offline = _record(capsys.readouterr().out)
    assert main(replace(settings, language_model=None), Options([cases], as_json=True)) == 0
    unset = _record(capsys.readouterr().out)
    assert not server.requests
    assert offline["outcomes"] == unset["outcomes"]
    assert {o["status"] for o in offline["outcomes"]} == {"answered"}
    assert "wise" not in offline["about"]["judge"]


def test_a_run_whose_model_is_down_counts_that(
    settings: Settings, cases: str, server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.status = 500
    assert main(settings, Options([cases])) == 0
    printed = capsys.readouterr().out
    assert "asked about 2 of 2 cases, no use in 2, 0 invented numbers dropped" in printed
