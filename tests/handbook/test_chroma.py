"""The vectors on a Chroma server: built there and read from there by the same code, a collection
for each index edition, none read that the pointer does not name, and what works without it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import application
from handbook.access.roles import Role
from handbook.answer_records import Answer, Question, Status
from handbook.book import Handbook
from handbook.doctor import examine
from handbook.endpoint import ChromaServer
from handbook.errors import HandbookError, IndexStale, SettingsError, VectorsAway
from handbook.index import chroma as door
from handbook.index import editions, lexical
from handbook.settings import ROOT, Settings
from ingest.build import ingest
from ingest.forget import forget
from ingest.manifest import list_corpus
from tests.chroma_server import Chroma, chroma_server
from tests.served import free_port

ASKED = Question("when is the first core group")
NOBODY = ChromaServer("127.0.0.1", 9, tls=False)


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as started:
        yield started


@pytest.fixture
def settings(tmp_path: Path, chroma: Chroma) -> Settings:
    """Two chapters, whose vectors are to lie on the server."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("core-groups.html", "review-conferences.md"):
        source = ROOT / "corpus" / "documents" / name
        (corpus / name).write_bytes(source.read_bytes())
    return Settings(corpus=corpus, data=tmp_path / "data", chroma=chroma.server)


def build(settings: Settings) -> str:
    """Bring the index in line; the name of the edition's collection."""
    made = ingest(settings, list_corpus(settings.corpus), whole=True)
    return f"handbook-{made.edition_id}"


def change(settings: Settings) -> None:
    """A third document, so that the next ingest makes a new edition."""
    text = "# Kites\n\n1.1 The kite warden must report a broken string within three days.\n"
    (settings.corpus / "kites.md").write_text(text)


def ask(settings: Settings, question: Question = ASKED) -> Answer:
    book = Handbook.open(settings)
    try:
        return book.ask(question)
    finally:
        book.close()


@contextmanager
def stalled(chroma: Chroma) -> Iterator[None]:
    """The server answers nobody until the context ends."""
    chroma.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        chroma.process.send_signal(signal.SIGCONT)


def kinds(answer: Answer) -> set[str]:
    return {n.kind for n in answer.notices}


def test_answers_are_those_of_an_index_in_the_data_folder(
    settings: Settings, chroma: Chroma, tmp_path: Path
) -> None:
    name = build(settings)
    local = replace(settings, data=tmp_path / "local", chroma=None)
    build(local)
    served, own = ask(settings), ask(local)
    assert served.status is Status.ANSWERED
    assert served.citations == own.citations
    assert [(h.passage, round(h.cosine, 4)) for h in served.hits] == [
        (h.passage, round(h.cosine, 4)) for h in own.hits
    ]
    assert chroma.collections()[name] > 10
    folder = editions.directory(settings.data, editions.pointed(settings.data))
    assert not (folder / "vectors").exists()


def test_each_edition_has_its_collection_and_the_old_one_goes_with_its_last_reader(
    settings: Settings, chroma: Chroma
) -> None:
    first = build(settings)
    book = Handbook.open(settings)
    change(settings)
    second = build(settings)
    assert {first, second} <= chroma.collections().keys()
    assert book.ask(ASKED).trace["edition_of_index"] == second.removeprefix("handbook-")
    book.close()
    assert build(settings) == second
    assert first not in chroma.collections()
    assert second in chroma.collections()


class Killed(BaseException):
    """As a process that is killed: nobody catches it."""


def test_a_half_written_collection_is_never_read_and_goes_with_the_next_build(
    settings: Settings, chroma: Chroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(settings)
    before = set(chroma.collections())
    change(settings)

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(lexical, "build", die)
        with pytest.raises(Killed):
            build(settings)
    [half] = chroma.collections().keys() - before
    answer = ask(settings)
    assert answer.trace["edition_of_index"] == first.removeprefix("handbook-")
    assert build(settings) != half
    assert half not in chroma.collections()


def test_the_vectors_move_to_the_server_and_back_with_the_setting(
    settings: Settings, chroma: Chroma
) -> None:
    local = replace(settings, chroma=None)
    build(local)
    with pytest.raises(IndexStale, match="in the data folder, and HANDBOOK_CHROMA is http://127"):
        Handbook.open(settings)
    name = build(settings)
    assert name in chroma.collections()
    assert ask(settings).status is Status.ANSWERED
    with pytest.raises(IndexStale, match="on a Chroma server, and HANDBOOK_CHROMA is none"):
        Handbook.open(local)


def test_while_the_server_is_away_words_find_and_every_answer_says_so(settings: Settings) -> None:
    build(settings)
    whole = ask(settings)
    book = Handbook.open(replace(settings, chroma=NOBODY))
    answer = book.ask(ASKED)
    assert answer.status is Status.ANSWERED
    assert [c.quote for c in answer.citations] == [c.quote for c in whole.citations]
    assert "words_alone" in kinds(answer)
    assert "words_alone" not in kinds(whole)
    assert book.search("core group")
    with pytest.raises(VectorsAway, match="start it, or correct HANDBOOK_CHROMA"):
        book.opened().whole()
    platform = TestClient(application(book))
    ready = platform.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["status"] == "ready, by words alone"
    assert "does not answer" in ready.json()["why"]
    assert "handbook_words_alone 1.0" in platform.get("/metrics").text
    book.close()


def test_the_doctor_says_that_the_server_is_away_and_what_still_works(settings: Settings) -> None:
    build(settings)
    assert not [f for f in examine(settings) if "Chroma" in f.what]
    [fault] = [f for f in examine(replace(settings, chroma=NOBODY)) if "Chroma" in f.what]
    assert "http://127.0.0.1:9 does not answer" in fault.what
    assert "answered by words alone" in fault.mend


def test_a_build_without_the_server_is_an_explained_fault_and_changes_nothing(
    settings: Settings,
) -> None:
    name = build(settings)
    change(settings)
    with pytest.raises(VectorsAway, match="What was indexed before stays"):
        build(replace(settings, chroma=NOBODY))
    assert ask(settings).trace["edition_of_index"] == name.removeprefix("handbook-")


def test_a_server_that_stalls_costs_one_question_its_wait_and_comes_back(
    settings: Settings, chroma: Chroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "READING", 0.4)
    monkeypatch.setattr("handbook.opened.TRIED_AGAIN", 1.0)
    build(settings)
    book = Handbook.open(settings)
    speller = book.opened().speller
    with stalled(chroma):
        assert "words_alone" in kinds(book.ask(ASKED))
        assert "words_alone" in kinds(book.ask(ASKED))
    until = time.monotonic() + 30
    while "words_alone" in kinds(book.ask(ASKED)) and time.monotonic() < until:
        time.sleep(0.1)
    assert "words_alone" not in kinds(book.ask(ASKED))
    assert book.opened().speller is speller, "nothing but the vectors is opened anew"
    book.close()


def restrict(settings: Settings) -> None:
    """Two sources, one of them for editors alone."""
    table = '[[source]]\nid = "{0}"\ntitle = "{0}"\n{1}[[source.edition]]\nfile = "{0}"\n'
    files = {"core-groups.html": 'readers = "editor"\n', "review-conferences.md": ""}
    manifest = settings.corpus / "manifest.toml"
    manifest.write_text("\n".join(table.format(*row) for row in files.items()))


def test_while_the_server_stays_away_it_alone_is_tried_and_nothing_opened_anew(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    restrict(settings)
    build(settings)
    monkeypatch.setattr("handbook.opened.TRIED_AGAIN", 0.0)
    tried: list[door.Place] = []
    client = door.Place.client

    def noted(place: door.Place, seconds: float | None = None) -> object:
        tried.append(place)
        return client(place, seconds)

    monkeypatch.setattr(door.Place, "client", noted)
    whole = Handbook.open(replace(settings, chroma=NOBODY))
    for book in (whole, whole.seen_by(Role.READER)):
        first = book.opened()
        tried.clear()
        again = book.opened()
        assert len(tried) == 1
        assert again.away
        assert again.lease is first.lease
        assert again.speller is first.speller
        assert again.retriever.lexical is first.retriever.lexical
    whole.close()


def test_one_reader_tries_the_server_of_a_part_and_the_others_go_on_by_words(
    settings: Settings, chroma: Chroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    restrict(settings)
    build(settings)
    monkeypatch.setattr(door, "READING", 1.5)
    monkeypatch.setattr("handbook.opened.TRIED_AGAIN", 1.0)
    book = Handbook.open(settings)
    seen = book.seen_by(Role.READER)
    assert not seen.opened().away
    with ThreadPoolExecutor() as at_once, stalled(chroma):
        assert seen.search("review conference")
        assert seen.opened().away
        chroma.process.send_signal(signal.SIGCONT)
        time.sleep(1.1)
        assert not book.opened().away
        chroma.process.send_signal(signal.SIGSTOP)
        trying = at_once.submit(seen.opened)
        time.sleep(0.3)
        began = time.monotonic()
        assert seen.opened().away
        assert time.monotonic() - began < 0.8, "it waited for the one that tries"
        assert trying.result().away
    book.close()


def test_a_readership_has_a_collection_of_its_own_which_goes_with_its_edition(
    settings: Settings, chroma: Chroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    restrict(settings)
    name = build(settings)
    of_edition = {n for n in chroma.collections() if n.startswith(name)}
    assert of_edition == {name, f"{name}-for-trainer"}, "readers see what trainers do"
    book = Handbook.open(settings)
    monkeypatch.setattr(door, "READING", 0.4)
    with stalled(chroma):
        seen = book.seen_by(Role.READER).search("review conference")
    assert {h.edition.source_id for h in seen} == {"review-conferences.md"}
    book.close()
    (settings.corpus / "manifest.toml").unlink()
    build(settings)
    assert not of_edition & chroma.collections().keys()


def test_forgetting_says_that_the_servers_disk_is_not_searched(
    settings: Settings, chroma: Chroma
) -> None:
    first = build(settings)
    erased = forget(settings, "core-groups")
    assert erased.proved
    assert "Nor the disk of the Chroma server" in erased.sentence
    assert first not in chroma.collections()


@pytest.mark.parametrize(
    "text",
    ["", "chroma:8000", "ftp://x", "http://", "http://x/y", "http://x:99999"],
)
def test_an_address_that_cannot_be_one_is_a_sentence(text: str) -> None:
    with pytest.raises(SettingsError, match="http://HOST:PORT"):
        Settings.from_environment({"HANDBOOK_CHROMA": text})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("http://chroma", "http://chroma:8000"),
        ("https://chroma/", "https://chroma:443"),
        ("http://[::1]:9000", "http://[::1]:9000"),
        ("none", "none"),
    ],
)
def test_the_setting_goes_to_a_process_of_its_own_as_it_came(text: str, written: str) -> None:
    settings = Settings.from_environment({"HANDBOOK_CHROMA": text})
    assert settings.as_environment()["HANDBOOK_CHROMA"] == written
    assert Settings.from_environment(settings.as_environment()) == settings


def test_a_server_where_nobody_listens_is_away_at_once() -> None:
    place = door.Place(Path(), "handbook-x", ChromaServer("127.0.0.1", free_port(), tls=False))
    began = time.monotonic()
    with pytest.raises(HandbookError, match="does not answer"), door.reading(place):
        place.client()
    assert time.monotonic() - began < 2
