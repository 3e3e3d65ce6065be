"""What a language model thinks of a run's answers, over real HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.main import Options, main
from eval.opinion import FILE
from handbook.endpoint import Endpoint
from handbook.errors import SettingsError
from handbook.settings import Settings
from ingest.build import ingest
from ingest.manifest import list_corpus
from tests.model_server import ModelServer

pytest.importorskip("openai", reason="the extra `models` is not installed")
TEXT = "# Visits\n\nThe first visit must be made within five working days of the referral.\n"
CASES = [
    {
        "id": "V1",
        "question": "When must the first visit be made?",
        "expect": "answered",
        "relevant": [
            {
                "source": "visits",
                "quote": "The first visit must be made within five working days of the referral.",
            }
        ],
    },
    {"id": "V2", "question": "who won the cup", "expect": "out_of_scope"},
]


@pytest.fixture
def settings(tmp_path: Path, server: ModelServer) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "visits.md").write_text(TEXT)
    made = Settings(
        corpus=corpus, data=tmp_path / "data", language_model=Endpoint("wise", server.url)
    )
    ingest(made, list_corpus(corpus), whole=True)
    return made


@pytest.fixture
def cases(tmp_path: Path) -> str:
    path = tmp_path / "visits.jsonl"
    path.write_text("".join(json.dumps(c) + "\n" for c in CASES))
    return str(path)


def _wise(prompt: str) -> str:
    return "4.5\nIt holds the deadline." if "reference" in prompt.lower() else "YES"


def test_opinions_stand_apart_from_the_measures(
    settings: Settings, cases: str, server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.reply = _wise
    assert main(settings, Options([cases], opinion=True, offline=True)) == 0
    printed = capsys.readouterr().out
    assert "opinion of wise@" in printed
    assert "key points, of 5           4.50  n=1" in printed
    [folder] = (settings.data / "runs").iterdir()
    [kept] = [json.loads(line) for line in (folder / FILE).read_text().splitlines()]
    assert kept["faithful"] is True
    assert kept["reason"] == "It holds the deadline."
    assert "4.5" not in (folder / "measures.json").read_text()
    assert "What a language model thinks" in (folder / "report.html").read_text()
    assert "cup" not in " ".join(server.prompts), "an answer without quotations is not shown"


def test_the_model_is_shown_the_masked_question_alone(
    settings: Settings, tmp_path: Path, server: ModelServer
) -> None:
    named = CASES[0] | {"question": "When must the first visit be made, NHS number 943 476 5919?"}
    path = tmp_path / "named.jsonl"
    path.write_text(json.dumps(named) + "\n")
    server.reply = _wise
    assert main(settings, Options([str(path)], opinion=True, offline=True)) == 0
    assert any("[NHS number removed]" in prompt for prompt in server.prompts)
    assert "943 476 5919" not in json.dumps(server.requests)


def test_a_model_that_fails_costs_no_run(
    settings: Settings, cases: str, server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.status = 400
    assert main(settings, Options([cases], opinion=True, offline=True)) == 0
    printed = capsys.readouterr().out
    assert "no opinion                 1: wise@" in printed
    assert "status right" in printed


def test_nonsense_is_no_opinion_on_key_points(
    settings: Settings, cases: str, server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.reply = lambda _prompt: "I would rather talk about the weather"
    assert main(settings, Options([cases], opinion=True, offline=True)) == 0
    printed = capsys.readouterr().out
    assert "faithful                   0.000  n=1" in printed
    assert "key points" not in printed


def test_without_a_model_it_is_said_before_the_run(settings: Settings, cases: str) -> None:
    bare = Settings(corpus=settings.corpus, data=settings.data)
    with pytest.raises(SettingsError, match="set HANDBOOK_LANGUAGE_MODEL"):
        main(bare, Options([cases], opinion=True, offline=True))
    assert not (settings.data / "runs").exists()
