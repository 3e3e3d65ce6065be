"""A build on a real Ray: the same rows of the catalogue, to the byte, as processes of this machine
make, also where a worker is killed, and on a cluster that is named by its address."""

from __future__ import annotations

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.errors import ModelError, SettingsError
from handbook.settings import ROOT, Settings
from ingest.build import Result, ingest
from ingest.jobs import Failure, Job
from ingest.manifest import Listed, list_corpus
from ingest.on_ray import LOCAL, _connected, _taken
from ingest.workers import workers
from tests.served import environment, free_port

NAMES = ("core-groups.html", "child-deaths.pdf", "forced-marriage-and-honour-based-abuse.docx")
TABLES = {
    "document": "document_id, edition, warnings, panels, text_hash",
    "unit": "*",
    "passage": "*",
    "review_question": "*",
    "print_map": "*",
    "vector": "*",
}
"""What a build keeps of documents. Left out are the seconds that reading took, in receipts, and the
files of the index itself."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Some chapters and a broken file."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in NAMES:
        (corpus / name).write_bytes((ROOT / "corpus" / "documents" / name).read_bytes())
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 nothing that can be read")
    return Settings(corpus=corpus, data=tmp_path / "data")


def build(settings: Settings) -> Result:
    return ingest(settings, list_corpus(settings.corpus), whole=True)


def kept(data: Path) -> dict[str, list[bytes]]:
    """All rows of a catalogue, in an order of their own."""
    with closing(sqlite3.connect(data / "catalogue.sqlite")) as store:
        rows = {t: store.execute(f"SELECT {c} FROM {t}").fetchall() for t, c in TABLES.items()}
    return {table: sorted(repr(row).encode() for row in found) for table, found in rows.items()}


def test_by_default_processes_of_this_machine_do_it(settings: Settings) -> None:
    from ingest.readers import read_all

    assert workers(settings) is read_all
    assert Settings.from_environment({"HANDBOOK_RAY": "none"}).ray is None
    assert Settings.from_environment({"HANDBOOK_RAY": "local"}).ray == "local"


def test_without_ray_the_setting_is_an_explained_fault(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(SettingsError, match="Ray is not installed"):
        build(replace(settings, ray="local"))


def _kill_a_worker(killed: list[int]) -> None:
    """Kill the first process of Ray that is at work on a document."""
    until = time.monotonic() + 120
    while time.monotonic() < until and not killed:
        for place in Path("/proc").glob("[0-9]*"):
            try:
                title = (place / "cmdline").read_bytes()
                if title.startswith(b"ray::_work") and _is_reading(place):
                    os.kill(int(place.name), signal.SIGKILL)
                    killed.append(int(place.name))
                    return
            except OSError:
                continue
        time.sleep(0.01)


def _is_reading(worker: Path) -> bool:
    """Whether a worker has begun a document: it has started the process that reads it."""
    children = (worker / "task" / worker.name / "children").read_text()
    threads = list((worker / "task").glob("*/children"))
    return bool(children) or any(t.read_text() for t in threads)


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_is_killed_changes_no_row_of_the_catalogue(
    settings: Settings, tmp_path: Path
) -> None:
    there = replace(settings, data=tmp_path / "there", ray="local")
    killed: list[int] = []
    killing = threading.Thread(target=_kill_a_worker, args=(killed,))
    killing.start()
    found = build(there)
    killing.join()
    own = build(settings)
    assert killed
    outcomes = [(r.file, r.outcome, r.error) for r in found.receipts]
    assert outcomes == [(r.file, r.outcome, r.error) for r in own.receipts]
    assert kept(there.data) == kept(settings.data)
    with closing(Handbook.open(there)) as book:
        answer = book.ask(Question("when is the first core group"))
        assert answer.status is Status.ANSWERED


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a cluster of its own, as `ray start` makes one. It asks for a token that is
    made here, since Ray listens on this machine's own address even where it is given loopback's."""
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # workers elsewhere have this program installed
    address = f"127.0.0.1:{free_port()}"
    program = str(Path(sys.executable).with_name("ray"))
    host, _, port = address.partition(":")
    # Not pytest's folder: the paths of sockets are short.
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        where = ("--head", f"--node-ip-address={host}", f"--port={port}", f"--temp-dir={folder}")
        how = ("--num-cpus=2", "--include-dashboard=false", "--disable-usage-stats", "--block")
        given = os.environ | {"RAY_raylet_start_wait_time_s": "300"}
        with (Path(folder) / "log").open("w") as log:
            head = subprocess.Popen(
                [program, "start", *where, *how], env=given, stdout=log, stderr=log
            )
        try:
            _wait_for(head, Path(folder) / "log")
            yield address
        finally:
            head.terminate()
            head.wait(60)


def _wait_for(head: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until and head.poll() is None:
        if "Ray runtime started" in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.2)
    raise RuntimeError(f"Ray did not start: {log.read_text(encoding='utf-8')}")


def test_a_cluster_that_is_named_by_its_address_makes_the_same_rows(
    settings: Settings, tmp_path: Path, cluster: str
) -> None:
    there = tmp_path / "there"
    # A process of its own: Ray reads its token once, when it is imported.
    done = subprocess.run(
        [sys.executable, "-m", "handbook", "ingest"],
        env=environment(settings.corpus, there, free_port()) | {"HANDBOOK_RAY": cluster},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr  # the broken file
    assert "broken.pdf" in done.stdout + done.stderr
    build(settings)
    assert kept(there) == kept(settings.data)


def _raise(fault: Exception | None) -> None:
    """What a worker does here: it ends in a fault, or is lost."""
    if fault:
        raise fault
    os._exit(1)


@pytest.mark.filterwarnings("ignore")
def test_a_fault_of_the_program_in_a_worker_is_not_told_as_a_worker_that_was_lost() -> None:
    job = Job(Listed(Path("visits.md")), "hash", "key")
    ray = _connected(LOCAL)
    try:
        work = ray.remote(max_retries=0)(_raise)
        with pytest.raises(ModelError, match="The model does not answer"):
            _taken(ray, work.remote(ModelError("The model does not answer.")), job)
        with pytest.raises(ZeroDivisionError):
            _taken(ray, work.remote(ZeroDivisionError()), job)
        _, full = _taken(ray, work.remote(OSError(28, "No space left on device")), job)
        _, lost = _taken(ray, work.remote(None), job)
    finally:
        ray.shutdown()
    assert isinstance(full, Failure)
    assert isinstance(lost, Failure)
    assert "visits.md could not be read where its worker runs" in full.why
    assert "No space left on device" in full.why
    assert "lost" not in full.why
    assert "its worker was lost" in lost.why
