"""What goes wrong with a machine: a full disk, a folder that cannot be written, damaged files.
Each ends in a sentence, nothing is lost, and what still works answers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.access.accounts import Accounts
from handbook.access.roles import Person, Role
from handbook.access.sessions import Sessions
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.doctor import examine
from handbook.errors import StoreError
from handbook.settings import ROOT, Settings
from ingest.build import ingest
from ingest.manifest import list_corpus
from tests.served import environment, free_port

QUESTION = "When should the core group meet?"
ANSWER = "The core group should meet within 10 working days"
Ended = subprocess.CompletedProcess[str]


def handbook(corpus: Path, data: Path, *arguments: str, **more: str) -> Ended:
    """A command over a corpus and a data folder, in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "handbook", *arguments],
        cwd=ROOT,
        env=environment(corpus, data, 7860) | more,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents."""
    folder = tmp_path_factory.mktemp("corpus")
    for name in ("core-groups.html", "private-fostering.md"):
        source = next((ROOT / "corpus" / "documents").glob(name))
        shutil.copy(source, folder)
    return folder


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their index."""
    data = tmp_path_factory.mktemp("built") / "data"
    assert handbook(corpus, data, "ingest").returncode == 0
    return data


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    """A copy of the index to be spoilt."""
    return Path(shutil.copytree(built, tmp_path / "data"))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this account may not mount a disk of its own to fill it up")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("free", [200_000, 500_000])
def test_a_disk_that_fills_up_while_an_index_is_made_anew_leaves_the_old_one_answering(
    built: Path, corpus: Path, small: Path, free: int
) -> None:
    data = small / "data"
    shutil.copytree(built, data)
    room = os.statvfs(small)
    (small / "full").write_bytes(b"x" * max(0, room.f_bavail * room.f_frsize - free))
    ended = handbook(corpus, data, "ingest", "--rebuild")
    assert ended.returncode == 1
    assert "Make room" in ended.stderr
    assert ANSWER in handbook(corpus, data, "ask", QUESTION).stdout.replace("\n", " ")
    (small / "full").unlink()
    assert handbook(corpus, data, "ingest").returncode == 0
    assert ANSWER in handbook(corpus, data, "ask", QUESTION).stdout.replace("\n", " ")


def _answers_by_words(corpus: Path, data: Path) -> None:
    """That a question is answered by words alone, and told so, with the vectors' fault."""
    ended = handbook(corpus, data, "ask", QUESTION, "--json")
    assert ended.returncode == 0
    record = json.loads(ended.stdout)
    assert any(ANSWER in c["quote"] for c in record["citations"])
    assert "words_alone" in {n["kind"] for n in record["notices"]}
    assert re.search(r"dense index .* (cannot be read|is damaged)", ended.stderr)


def test_with_no_room_at_all_what_is_indexed_answers_by_words_and_with_room_again_as_before(
    built: Path, corpus: Path, small: Path
) -> None:
    data = small / "data"
    shutil.copytree(built, data)
    room = os.statvfs(small)
    (small / "full").write_bytes(b"x" * (room.f_bavail * room.f_frsize))
    _answers_by_words(corpus, data)
    ended = handbook(corpus, data, "ingest", "--rebuild")
    assert ended.returncode == 1
    assert "ake room" in ended.stdout + ended.stderr
    faults = {f.what: f.mend for f in examine(Settings(corpus=corpus, data=data))}
    assert any("cannot be written (No space left" in what for what in faults)
    (small / "full").unlink()
    ended = handbook(corpus, data, "ask", QUESTION)
    assert ANSWER in ended.stdout.replace("\n", " ")
    assert not ended.stderr


def test_a_catalogue_that_is_damaged_is_a_sentence_and_what_was_kept_in_a_backup_comes_back(
    corpus: Path, data: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "b.tar.gz"
    assert handbook(corpus, data, "backup", str(backup)).returncode == 0
    file = data / "catalogue.sqlite"
    file.write_bytes(os.urandom(4096) + file.read_bytes()[4096:])
    for command in (["ask", QUESTION], ["ingest"], ["changes", "core-groups"]):
        ended = handbook(corpus, data, *command)
        assert ended.returncode == 1
        assert "restore a backup" in ended.stdout + ended.stderr
    shutil.rmtree(data)
    assert handbook(corpus, data, "restore", str(backup)).returncode == 0
    assert ANSWER in handbook(corpus, data, "ask", QUESTION).stdout.replace("\n", " ")


def test_a_page_of_the_catalogue_that_is_damaged_while_it_answers_is_a_sentence(
    corpus: Path, data: Path
) -> None:
    file = data / "catalogue.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    ended = handbook(corpus, data, "ask", QUESTION)
    assert "damaged" in (ended.stdout + ended.stderr).replace("\n", " ")


def test_a_catalogue_that_is_gone_is_a_sentence_and_no_decline_and_an_ingest_reads_it_again(
    corpus: Path, data: Path
) -> None:
    settings = Settings(corpus=corpus, data=data)
    (data / "catalogue.sqlite").unlink()
    with pytest.raises(StoreError, match="lacks 2 documents that the index names"):
        Handbook.open(settings)
    assert any("lacks 2 documents" in fault.what for fault in examine(settings))
    result = ingest(settings, list_corpus(corpus), whole=True)
    assert [r.outcome for r in result.receipts] == ["added", "added"]
    book = Handbook.open(settings)
    assert any(ANSWER in c.quote for c in book.ask(Question(QUESTION)).citations)
    book.close()


def _spoil(data: Path, what: str) -> None:
    if what == "catalogue":
        whole = (data / "catalogue.sqlite").read_bytes()
        (data / "catalogue.sqlite").write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    elif what == "pointer":
        (data / "current").write_text("nowhere")
    elif what == "no catalogue":
        (data / "catalogue.sqlite").unlink()
    else:
        for path in (next((data / "index").iterdir()) / what).rglob("*"):
            if path.is_file():
                with path.open("r+b") as file:
                    file.write(bytes(path.stat().st_size))


@pytest.mark.parametrize("what", ["catalogue", "no catalogue", "pointer", "lexical"])
def test_what_is_damaged_while_it_is_served_is_a_sentence_on_every_page(
    corpus: Path, data: Path, what: str
) -> None:
    book = Handbook.open(Settings(corpus=corpus, data=data))
    client = TestClient(application(book), base_url="http://127.0.0.1:7860")
    _spoil(data, what)
    asked = client.post("/api/v1/ask", json={"question": QUESTION})
    assert asked.status_code == 503
    assert asked.json()["status"] == "failed"
    assert "999" in asked.json()["text"]
    for address in ("/library", "/questions", "/make", "/"):
        page = client.get(address)
        assert page.status_code in (200, 503)
        assert "999" in page.text
    if what in ("catalogue", "no catalogue", "pointer"):
        assert "This cannot be shown now" in client.get("/library").text
    book.close()


def test_vectors_that_are_damaged_while_they_are_served_leave_answers_by_words_which_say_so(
    corpus: Path, data: Path
) -> None:
    book = Handbook.open(Settings(corpus=corpus, data=data))
    client = TestClient(application(book), base_url="http://127.0.0.1:7860")
    _spoil(data, "vectors")
    for _ in range(2):
        asked = client.post("/api/v1/ask", json={"question": QUESTION})
        assert asked.status_code == 200
        assert any(ANSWER in c["quote"] for c in asked.json()["citations"])
        assert "words_alone" in {n["kind"] for n in asked.json()["notices"]}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["status"] == "ready, by words alone"
    assert "ingest --rebuild" in ready.json()["why"]
    book.close()


@pytest.mark.parametrize("how", ["emptied", "random", "cut", "gone"])
def test_vectors_that_are_damaged_leave_answers_by_words_and_the_doctor_has_the_mend(
    corpus: Path, data: Path, how: str
) -> None:
    folder = next((data / "index").iterdir()) / "vectors"
    for path in [p for p in folder.rglob("*") if p.is_file()]:
        whole = path.read_bytes()
        spoilt = {"emptied": b"", "random": os.urandom(len(whole)), "cut": whole[: len(whole) // 2]}
        path.write_bytes(spoilt[how]) if how in spoilt else path.unlink()
    _answers_by_words(corpus, data)
    [fault] = [f for f in examine(Settings(corpus=corpus, data=data)) if "dense index" in f.what]
    assert "ingest --rebuild" in fault.what
    assert "by words alone" in fault.mend
    assert handbook(corpus, data, "ingest", "--rebuild").returncode == 0
    assert not [f for f in examine(Settings(corpus=corpus, data=data)) if "dense" in f.what]
    ended = handbook(corpus, data, "ask", QUESTION)
    assert ANSWER in ended.stdout.replace("\n", " ")
    assert not ended.stderr


def test_a_lexical_index_that_is_damaged_is_a_sentence_with_its_mend_and_the_mend_helps(
    corpus: Path, data: Path
) -> None:
    for path in (next((data / "index").iterdir()) / "lexical").rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    ended = handbook(corpus, data, "ask", QUESTION)
    assert "ingest --rebuild" in (ended.stdout + ended.stderr).replace("\n", " ")
    assert handbook(corpus, data, "ingest", "--rebuild").returncode == 0
    assert ANSWER in handbook(corpus, data, "ask", QUESTION).stdout.replace("\n", " ")


@contextmanager
def read_only(data: Path) -> Iterator[None]:
    """Nobody can write to the folder until the context ends."""
    mounted = subprocess.run(["mount", "--bind", str(data), str(data)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this account may not mount a folder so that nobody can write to it")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(data)], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(data)], check=True)


def test_a_data_folder_that_cannot_be_written_answers_and_stays_as_it_is(
    corpus: Path, data: Path
) -> None:
    with read_only(data):
        _answers_by_words(corpus, data)
        changed = handbook(corpus, data, "changes", "core-groups")
        assert "no earlier edition is held" in changed.stderr
        searched = handbook(corpus, data, "search", "core group")
        assert "core group" in searched.stdout
        assert "Found by words alone" in searched.stderr
        ended = handbook(corpus, data, "ingest", "--rebuild")
        assert ended.returncode == 1
        assert "rights" in ended.stdout + ended.stderr
        doctor = handbook(corpus, data, "doctor")
        assert "cannot be written (Read-only file system)" in doctor.stdout.replace("\n", " ")
    ended = handbook(corpus, data, "ask", QUESTION)
    assert ANSWER in ended.stdout.replace("\n", " ")
    assert not ended.stderr


def test_what_cannot_be_noted_in_a_folder_that_cannot_be_written_is_said_beside_the_answer(
    corpus: Path, data: Path
) -> None:
    with read_only(data):
        book = Handbook.open(Settings(corpus=corpus, data=data))
        answer = book.ask_and_note(Question("How many people attend a core group?"))
        book.close()
    assert {"words_alone", "gap_not_noted"} <= {n.kind for n in answer.notices}


def test_the_page_is_served_from_a_folder_that_cannot_be_written_to_who_has_signed_in(
    corpus: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Accounts(data).add("ann", Role.READER, "a long password of hers")
    token = Accounts(data).new_token("ann")
    key = Sessions(data, lambda: time.time() - 600).begin(Person("ann", Role.READER))
    monkeypatch.setattr("handbook.opened.TRIED_AGAIN", 0.0)
    with read_only(data):
        assert Sessions(data).person(key), "its use cannot be noted"
        book = Handbook.open(Settings(corpus=corpus, data=data))
        client = TestClient(application(book), base_url="http://127.0.0.1:7860")
        client.headers["Authorization"] = f"Bearer {token}"
        for _ in range(2):
            asked = client.post("/api/v1/ask", json={"question": QUESTION})
            assert any(ANSWER in c["quote"] for c in asked.json()["citations"])
        ready = client.get("/readyz").json()
        assert ready["status"] == "ready, by words alone"
    asked = client.post("/api/v1/ask", json={"question": QUESTION})
    kinds = {n["kind"] for n in asked.json()["notices"]}
    assert "words_alone" not in kinds, "it can be written again, so the vectors are back"
    book.close()


def test_a_server_starts_over_a_folder_that_cannot_be_written(corpus: Path, data: Path) -> None:
    port = free_port()
    with read_only(data):
        server = subprocess.Popen(
            [sys.executable, "-m", "handbook", "serve"],
            cwd=ROOT,
            env=environment(corpus, data, port),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout
            assert "The handbook is on" in server.stdout.readline()
        finally:
            server.terminate()
            _, said = server.communicate(timeout=40)
    assert "cannot be written" in said or "cannot be used" in said
    assert "What is indexed already is served" in said
