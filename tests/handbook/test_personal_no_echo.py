"""What is masked is nowhere: in no answer, no file and no output."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.answer_records import Question, Status, Turn
from handbook.book import Handbook
from handbook.cli import main
from handbook.errors import RequestError
from handbook.present import answer_json
from handbook.settings import ROOT

SECRETS = (
    "Zbigniewa", "Kowalczykowska", "943 476 5919", "9434765919", "03/04/2019", "12 Oak Close",
    "LS8 1AB", "07700 900123", "zk@example.org", "QQ123456C", "H801200001001", "LCS-22911",
)  # fmt: skip
DETAILS = "about Zbigniewa Kowalczykowska, NHS 943 476 5919, dob 03/04/2019, 12 Oak Close, LS8 1AB"
OTHERS = "ring 07700 900123 or zk@example.org, NI QQ123456C, UPN H801200001001, case no LCS-22911"
ASKED = (
    f"when is the first core group, {DETAILS}",
    f"what does it say about parking at the conference venue for minibuses, {OTHERS}",
)
RECORD = f"Here are the minutes of the school meeting on attendance, {DETAILS} and {OTHERS}"


def _none_in(text: str) -> None:
    assert [s for s in SECRETS if s.casefold() in text.casefold()] == []


def _all_files(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def data(corpus_book: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, whose settings keep as much as any can."""
    folder = tmp_path / "data"
    shutil.copytree(corpus_book.settings.data, folder)
    for name, value in (("DATA", folder), ("CORPUS", ROOT / "corpus"), ("GAPS", "questions")):
        monkeypatch.setenv(f"HANDBOOK_{name}", str(value))
    return folder


@pytest.mark.parametrize("question", [*ASKED, RECORD])
def test_an_answer_holds_none_of_it_nor_does_its_trace(
    corpus_book: Handbook, question: str
) -> None:
    history = (Turn("user", f"what is a conference {OTHERS}"), Turn("user", RECORD))
    answer = corpus_book.ask(Question(question, history=history))
    _none_in(json.dumps(answer_json(answer), ensure_ascii=False))
    _none_in(repr(answer))


def test_a_record_is_not_searched_for(corpus_book: Handbook) -> None:
    with pytest.raises(RequestError, match="looks like a record"):
        corpus_book.search(RECORD)


def test_the_general_question_is_answered_and_what_was_masked_is_said(
    corpus_book: Handbook,
) -> None:
    answer = corpus_book.ask(Question(ASKED[0]))
    assert answer.status is Status.ANSWERED
    assert "10 working days" in answer.citations[0].quote
    said = answer.notices[0]
    assert said.kind == "masked"
    assert "name, NHS number, date of birth, address and postcode" in said.text


@pytest.mark.parametrize(
    "text",
    [
        "who has to be at the first core group for Florin",
        "who has to be at Florin's first core group",
    ],
)
def test_a_name_changes_no_leading_quotation(corpus_book: Handbook, text: str) -> None:
    plain = corpus_book.ask(Question("who has to be at the first core group"))
    named = corpus_book.ask(Question(text))
    assert named.status is plain.status
    assert named.citations[0].quote == plain.citations[0].quote


def test_a_record_is_refused_and_not_shown_again(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question(RECORD))
    assert (answer.status, answer.question) == (Status.BLOCKED, "")


def test_a_record_in_the_history_is_dropped(corpus_book: Handbook) -> None:
    plain = corpus_book.ask(Question("who chairs it"))
    after = corpus_book.ask(Question("who chairs it", history=(Turn("user", RECORD),)))
    assert after.searched == plain.searched


def test_no_file_and_no_output_holds_any_of_it(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"id": n, "question": q} for n, q in enumerate((*ASKED, RECORD))]
    wrong = {"id": "bad", "question": ASKED[1], "area": "Atlantis"}
    batch = "\n".join(json.dumps(line) for line in [*lines, wrong])
    for question in (*ASKED, RECORD):
        assert main(["ask", question]) == 0
        assert main(["ask", question, "--json"]) == 0
        assert main(["search", question]) == (question == RECORD)
    monkeypatch.setattr("sys.stdin", io.StringIO(batch))
    assert main(["ask", "--batch", "--json"]) == 0
    shown = capsys.readouterr()
    assert "[name removed]" in shown.out
    _none_in(shown.out + shown.err)
    assert "minibuses" in (data / "gaps.jsonl").read_text(encoding="utf-8")
    for content in _all_files(data):
        assert [s for s in SECRETS if s.encode() in content] == []
