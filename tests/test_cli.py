"""The command line end to end: real files, a real index, real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.settings import ROOT

RULES = """# Meetings about children

## 1. Timing

1.1 The first planning meeting must be held within 12 working days of the referral.

1.2 The planning meeting is chaired by the lead practitioner.
"""


def run(
    data: Path, *arguments: str, stdin: str = "", corpus: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HANDBOOK_DATA": str(data)}
    if corpus:
        environment["HANDBOOK_CORPUS"] = str(corpus)
    return subprocess.run(
        [sys.executable, "-m", "handbook", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder over one small rule book."""
    folder = tmp_path_factory.mktemp("cli")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "meetings.md").write_text(RULES)
    done = run(folder / "data", "ingest", corpus=corpus)
    assert done.returncode == 0, done.stderr
    assert "added      meetings.md" in done.stdout
    return folder / "data"


def test_an_answer_is_quoted_with_its_place(data: Path) -> None:
    done = run(data, "ask", "when must the first planning meeting be held", "--json")
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered"
    citation = answer["citations"][0]
    assert citation["quote"] == (
        "The first planning meeting must be held within 12 working days of the referral."
    )
    assert citation["source_id"] == "meetings"
    assert citation["paragraph"] == "1.1"
    assert citation["headings"] == ["Meetings about children", "1. Timing"]
    assert "page_index" not in citation
    assert "[1]" in answer["text"]


def test_a_batch_keeps_ids_and_order_and_says_what_is_wrong_with_a_line(data: Path) -> None:
    lines = [
        json.dumps({"id": "a", "question": "who chairs the planning meeting"}),
        "{not json",
        json.dumps({"id": "c", "question": ""}),
        json.dumps({"id": "d", "question": "when is the planning meeting", "area": "york"}),
        json.dumps({"id": "e", "question": "best pizza in Leeds"}),
    ]
    done = run(data, "ask", "--batch", "--json", stdin="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [a.get("id") for a in answers] == ["a", None, "c", "d", "e"]
    assert [a["status"] for a in answers][1:4] == ["failed"] * 3
    assert "area is none that there is" in answers[3]["text"]
    assert "york" not in answers[3]["text"]
    assert answers[4]["status"] == "out_of_scope"


def test_search_gives_hits_only(data: Path) -> None:
    hits = json.loads(run(data, "search", "planning meeting", "-k", "1", "--json").stdout)
    assert len(hits) == 1
    assert hits[0]["source_id"] == "meetings"


def test_nothing_indexed_is_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = run(tmp_path / "empty", "ask", "anything")
    assert done.returncode == 1
    assert "run `handbook ingest` first" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_corpus_changes_nothing(data: Path, tmp_path: Path) -> None:
    done = run(data, "ingest", corpus=tmp_path)
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert (
        "12 working days" in run(data, "ask", "when must the first planning meeting be held").stdout
    )


def test_a_failed_document_exits_1_and_the_others_are_indexed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "meetings.md").write_text(RULES)
    (corpus / "scan.pdf").write_bytes(b"%PDF-1.7\nbroken")
    done = run(tmp_path / "data", "ingest", corpus=corpus)
    assert done.returncode == 1
    assert "failed     scan.pdf" in done.stdout
    assert "added      meetings.md" in done.stdout


def test_no_question_is_written_to_disk(data: Path) -> None:
    word = "zebrafinch"
    run(data, "ask", f"when must the {word} meeting be held")
    for path in data.rglob("*"):
        if path.is_file():
            assert word.encode() not in path.read_bytes(), path


def test_the_shipped_corpus_has_no_faults(tmp_path: Path) -> None:
    assert run(tmp_path / "data", "ingest").returncode == 0
    done = run(tmp_path / "data", "doctor")
    first, still = done.stdout.splitlines()
    assert first == "Nothing is wrong."
    assert still.startswith("Still to do: The fixed replies are not signed off")
    assert done.returncode == 0


def test_the_help_of_a_check_says_how_it_ends(data: Path) -> None:
    told = " ".join(run(data, "check", "--help").stdout.split())
    assert "Ends with 0 where nothing is to change" in told
    assert "with 2 where a file or a setting cannot be read" in told
    assert "--strict" in told
    assert run(data, "check", "--no-such-option").returncode == 2
