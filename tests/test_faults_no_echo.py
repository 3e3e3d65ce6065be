"""What is wrong is said, and what was typed is not: a name may stand in any field."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import gradio as gr
import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.book import Handbook
from handbook.cli import main
from page.ask import read_day
from tests.page.test_editor import HERE, OWN

TYPED = "Florin Kowalczykowska"


@pytest.fixture
def client(corpus_book: Handbook) -> Iterator[TestClient]:
    here = application(corpus_book)
    with TestClient(here, base_url=HERE, client=("127.0.0.1", 50000)) as browser:
        browser.headers.update(OWN)
        yield browser


def none_in(text: str) -> None:
    assert [word for word in TYPED.split() if word.casefold() in text.casefold()] == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/editor/search?q=core+group&as_of={TYPED}", 422),
        (f"/editor/search?q=core+group&area={TYPED}", 422),
        (f"/library/changes?since={TYPED}", 422),
        (f"/library/changes/summary?since={TYPED}", 404),
        (f"/library/{TYPED}", 404),
        (f"/editions/{TYPED}", 404),
        (f"/evidence/{TYPED}/{TYPED}", 404),
        (f"/evidence/x/1.2-3?part={TYPED}", 422),
        (f"/check/{TYPED}", 404),
        (f"/editor/jobs/{TYPED}", 404),
        (f"/editor/sources/forget?source={TYPED}", 404),
        (f"/evaluation/{TYPED}", 404),
        (f"/api/v1/sources?area={TYPED}", 422),
        (f"/api/v1/sources/{TYPED}", 404),
        (f"/api/v1/review-questions?theme={TYPED}", 404),
    ],
)
def test_no_page_and_no_record_repeats_what_an_address_holds(
    client: TestClient, address: str, status: int
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    none_in(answer.text)


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        ("/make/quiz", {"topic": "core groups", "count": TYPED}, 422),
        ("/make/handout", {"review": TYPED}, 400),
        ("/make/handout", {"topic": "core groups", "form": TYPED}, 400),
        ("/check", {"text": "x", "area": TYPED}, 422),
        ("/agenda", {"question": TYPED, "form": TYPED}, 400),
        ("/editor/sources/forget", {"source": TYPED}, 404),
    ],
)
def test_no_page_repeats_what_a_field_holds_that_it_cannot(
    client: TestClient, address: str, fields: dict[str, str], status: int
) -> None:
    answer = client.post(address, data=fields)
    assert answer.status_code == status
    none_in(answer.text)


def test_a_file_whose_name_cannot_be_used_is_refused_without_it(client: TestClient) -> None:
    for name in (f"{TYPED}?.md", f".{TYPED}", f"{TYPED * 20}.md"):
        answer = client.post("/check", files={"file": (name, b"x")})
        assert answer.status_code == 422
        none_in(answer.text)


def test_a_day_that_is_none_is_in_no_sentence_and_in_no_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(gr.Error, match="is no day") as refused:
        read_day(TYPED)
    none_in(str(refused.value))
    assert refused.value.print_exception is False
    none_in("".join(capsys.readouterr()))


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "who chairs", "--as-of", TYPED],
        ["ask", "who chairs", "--counted-from", TYPED],
        ["ask", "who chairs", "--area", TYPED],
        ["search", "core group", "--area", TYPED],
        ["changes", "--since", TYPED],
        ["changes", TYPED],
        ["forget", TYPED],
        ["make", "agenda", "--theme", TYPED],
        ["ask", "who", "chairs", *TYPED.split()],
        ["search", "core group", "-k", TYPED],
        ["check", f"{TYPED}.pptx"],
    ],
    ids=lambda arguments: " ".join(arguments[:3]),
)
def test_no_sentence_of_the_command_line_repeats_what_was_typed(
    corpus_book: Handbook,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status
    said = capsys.readouterr()
    assert said.err
    none_in(said.out + said.err)


def test_a_line_of_a_batch_that_is_wrong_repeats_nothing(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(corpus_book.settings.data))
    wrong = [{"as_of": TYPED}, {"area": TYPED}, {"history": [{TYPED: TYPED}]}, {"history": [TYPED]}]
    lines = [json.dumps({"question": "who chairs", **field}) for field in wrong]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*lines, f'{{"question": {TYPED}'])))
    assert main(["ask", "--batch", "--json"]) == 0
    said = capsys.readouterr()
    assert said.out.count('"status": "failed"') == len(wrong) + 1
    none_in(said.out + said.err)
