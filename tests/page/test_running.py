"""How a server is, as the platform that runs it sees it: alive, ready, counted, and how it ends."""

from __future__ import annotations

import json
import signal
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.http import ADDRESS
from app import application
from handbook.access.accounts import Accounts
from handbook.access.roles import Role
from handbook.book import Handbook
from handbook.index import editions
from page.running import Running
from tests.conftest import open_book
from tests.handbook.test_access import PASSWORD
from tests.model_server import ModelServer
from tests.page.test_editor import HERE, MEETINGS, OWN
from tests.served import replica

ASKED = "when must the first planning meeting be held"


def opened(folder: Path) -> Handbook:
    (folder / "corpus").mkdir()
    (folder / "corpus" / "meetings.md").write_text(MEETINGS)
    return open_book(folder / "corpus", folder / "data")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Handbook]:
    """One source, for a test that changes the data folder."""
    made = opened(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """The same for those that do not."""
    made = opened(tmp_path_factory.mktemp("running"))
    yield made
    made.close()


def client(book: Handbook, running: Running | None = None) -> TestClient:
    return TestClient(application(book, running), base_url=HERE, client=("127.0.0.1", 50000))


def counts(written: str) -> dict[str, float]:
    """The figures of what /metrics gives, by name with labels."""
    lines = [line for line in written.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_ready_names_the_edition_that_answers(quiet: Handbook) -> None:
    answer = client(quiet).get("/readyz")
    edition = quiet.opened().edition.edition_id
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "index": edition})


def test_without_an_index_it_lives_is_not_ready_and_says_what_to_do(book: Handbook) -> None:
    (book.settings.data / "current").write_text("gone")
    browser = client(book)
    assert browser.get("/healthz").status_code == 200
    ready = browser.get("/readyz")
    assert ready.status_code == 503
    assert "handbook ingest --rebuild" in ready.json()["error"]
    assert "handbook_passages " not in browser.get("/metrics").text


def test_without_its_dense_index_it_is_ready_by_words_alone_and_says_why(book: Handbook) -> None:
    folder = editions.directory(book.settings.data, book.opened().edition.edition_id)
    book.opened().retriever.dense._client.delete_collection("passages")
    assert folder.is_dir()
    ready = client(book).get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["status"] == "ready, by words alone"
    assert "`handbook ingest" in ready.json()["why"]


def test_questions_are_counted_by_how_they_end_and_timed_by_step(quiet: Handbook) -> None:
    browser = client(quiet)
    for question in (ASKED, ASKED, "best pizza in Leeds"):
        browser.post(f"{ADDRESS}/ask", json={"question": question})
    found = counts(browser.get("/metrics").text)
    assert found['handbook_questions_total{status="answered"}'] == 2
    assert found['handbook_questions_total{status="urgent"}'] == 0
    assert sum(v for k, v in found.items() if k.startswith("handbook_questions_total")) == 3
    steps = {"screening", "searching", "reading", "checking"}
    seconds = {s: found[f'handbook_step_seconds_sum{{step="{s}"}}'] for s in steps}
    assert all(value > 0 for value in seconds.values())
    whole = found['handbook_step_seconds_sum{step="all"}']
    assert sum(seconds.values()) == pytest.approx(whole, rel=1e-3)
    assert found['handbook_step_seconds_count{step="all"}'] == 3
    assert found["handbook_questions_under_way"] == 0
    assert found["handbook_passages"] == 1
    assert any(quiet.opened().edition.edition_id in name for name in found)
    assert found["process_resident_memory_bytes"] > 1e6


def test_no_word_of_a_question_and_no_person_is_in_the_counts(book: Handbook) -> None:
    Accounts(book.settings.data).add("quentin", Role.EDITOR, PASSWORD)
    token = Accounts(book.settings.data).new_token("quentin")
    browser = client(book)
    browser.headers["authorization"] = f"Bearer {token}"
    browser.post(f"{ADDRESS}/ask", json={"question": "does the zebrafinch agreement hold?"})
    written = browser.get("/metrics").text.lower()
    assert 'handbook_questions_total{status="' in written
    assert not [w for w in ("zebrafinch", "agreement", "quentin", "127.0.0.1") if w in written]


def test_the_counts_are_for_editors_and_their_programs(book: Handbook) -> None:
    accounts = Accounts(book.settings.data)
    browser = client(book)
    seen = {}
    for role in (Role.TRAINER, Role.EDITOR):
        accounts.add(role, role, PASSWORD)
        headers = {"authorization": f"Bearer {accounts.new_token(role)}"}
        seen[role] = browser.get("/metrics", headers=headers).status_code
    assert seen == {Role.TRAINER: 403, Role.EDITOR: 200}
    assert browser.get("/metrics").status_code == 401
    assert browser.get("/readyz").status_code == 200
    assert "status" in browser.get("/healthz").json()
    assert browser.post(f"{ADDRESS}/ask", json={"question": ASKED}).status_code == 401


def test_what_is_not_let_through_is_counted_by_code(book: Handbook) -> None:
    accounts = Accounts(book.settings.data)
    accounts.add("editor", Role.EDITOR, PASSWORD)
    browser = client(book)
    for _ in range(2):
        browser.get("/library", headers={"accept": "application/json"})
    browser.headers["authorization"] = f"Bearer {accounts.new_token('editor')}"
    assert counts(browser.get("/metrics").text)['handbook_refusals_total{code="401"}'] == 2


def test_a_server_that_is_leaving_takes_no_questions_and_lets_people_read(quiet: Handbook) -> None:
    running = Running(quiet)
    browser = client(quiet, running)
    running.leaving = True
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.json()["error"].split(";")[0]) == (
        503,
        "This server is stopping",
    )
    refused = browser.post(f"{ADDRESS}/ask", json={"question": ASKED}, headers=OWN)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    assert browser.get("/library").status_code == 200


def test_a_signal_ends_it_once_what_is_under_way_is_answered(
    quiet: Handbook, server: ModelServer
) -> None:
    server.seconds = 2.5
    model = {"LANGUAGE_MODEL": f"slow@{server.url}"}
    with replica(quiet.settings.corpus, quiet.settings.data, **model) as running:

        def ask() -> dict[str, object]:
            body = json.dumps({"question": ASKED}).encode()
            headers = {"Content-Type": "application/json"}
            sent = urllib.request.Request(f"{running.address}{ADDRESS}/ask", body, headers)
            with urllib.request.urlopen(sent, timeout=30) as answer:
                found: dict[str, object] = json.load(answer)
                return found

        with ThreadPoolExecutor(2) as pool:
            under_way = pool.submit(ask)
            until = time.monotonic() + 20
            while not server.requests and time.monotonic() < until:
                time.sleep(0.02)
            running.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            assert running.get("/readyz")[0] == 503
            with pytest.raises(urllib.error.HTTPError, match="503"):
                ask()
            assert under_way.result()["status"] == "answered"
        began = time.monotonic()
        assert running.process.wait(15) == 0
        assert time.monotonic() - began < 10
    assert running.get("/healthz") == (0, "")
