"""A file that crashes, hangs or starves its reader costs that file and no other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handbook.errors import ReadError
from handbook.settings import ROOT
from ingest import readers
from ingest.document import Read, make_document
from ingest.jobs import Failure, find_jobs
from ingest.manifest import Listed
from ingest.told import Listener, Step
from tests.ingest.read.make_pdf import make_pdf
from tests.ingest.read.make_pdf import text as line

GOOD = "# Visits\n\nA visit must be made within seven days.\n"


def outcomes(*paths: Path) -> dict[str, Read | Failure]:
    jobs, _ = find_jobs([Listed(p) for p in paths])
    return {job.listed.path.name: outcome for job, outcome in readers.read_all(jobs)}


def write(folder: Path, name: str, text: str = GOOD) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_every_file_is_read_and_comes_with_its_seconds(tmp_path: Path) -> None:
    found = outcomes(*(write(tmp_path, f"{n}.md") for n in range(5)))
    assert set(found) == {f"{n}.md" for n in range(5)}
    assert all(isinstance(read, Read) and read.receipt.seconds >= 0 for read in found.values())


def test_each_step_of_a_document_is_told_as_it_is_read(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "visits.pdf", *(line(72, 700, GOOD[10:]) for _ in range(3)))
    jobs, _ = find_jobs([Listed(path)])
    told: list[tuple[str, Step]] = []
    list(readers.read_all(jobs, lambda origin, step: told.append((origin, step))))
    assert {origin for origin, _ in told} == {str(path)}
    steps = [(s.what, s.done, s.total) for _, s in told]
    pages = [("reading", n, 3) for n in (1, 2, 3)]
    assert steps == [("reading", 0, 0), *pages, ("sections", 0, 0)]


def test_a_reader_that_dies_costs_only_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write(tmp_path, f"{n}.md") for n in range(4)]
    ask = readers._Reader._ask

    def kill_for_one(self: readers._Reader, job: readers.Job, listener: Listener) -> Read | Failure:
        if job.listed.path.name == "2.md":
            self._process.kill()
            self._process.wait()
        return ask(self, job, listener)

    monkeypatch.setattr(readers._Reader, "_ask", kill_for_one)
    found = outcomes(*paths)
    failed = found.pop("2.md")
    assert isinstance(failed, Failure)
    assert "ended the process" in failed.why
    assert all(isinstance(read, Read) for read in found.values())


@pytest.mark.skipif(os.name == "nt", reason="needs a named pipe")
def test_a_file_that_never_ends_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, _ = find_jobs([Listed(write(tmp_path, "endless.md"))])
    (tmp_path / "endless.md").unlink()
    os.mkfifo(tmp_path / "endless.md")
    monkeypatch.setattr(readers, "MOST_SECONDS", 1.5)
    [(_, outcome)] = list(readers.read_all(jobs))
    assert isinstance(outcome, Failure)
    assert "could not be read in" in outcome.why


def test_a_file_that_is_gone_when_its_turn_comes_is_a_sentence(tmp_path: Path) -> None:
    jobs, _ = find_jobs([Listed(write(tmp_path, "gone.md"))])
    (tmp_path / "gone.md").unlink()
    [(_, outcome)] = list(readers.read_all(jobs))
    assert isinstance(outcome, Failure)
    assert "gone.md" in outcome.why


def test_a_reader_ends_with_its_parent() -> None:
    reader = subprocess.Popen(
        [sys.executable, "-m", "ingest.reader_process"], cwd=ROOT, stdin=subprocess.PIPE
    )
    assert reader.stdin is not None
    reader.stdin.close()
    deadline = time.monotonic() + 20
    while reader.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert reader.returncode == 0


def test_an_office_file_with_a_damaged_part_is_a_sentence(tmp_path: Path) -> None:
    whole = (ROOT / "corpus" / "documents" / "neglect.docx").read_bytes()
    path = tmp_path / "damaged.docx"
    path.write_bytes(whole[:1500] + bytes(400) + whole[1900:])
    with pytest.raises(ReadError, match="fresh copy"):
        make_document(path, "hash", None)
