"""A directory goes only when nobody reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from handbook.index import leases
from handbook.settings import ROOT

HOLD = """
import sys
from pathlib import Path
from handbook.index import leases
lease = leases.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def folders(data: Path) -> set[str]:
    return {p.name for p in (data / "index").iterdir()}


def test_a_directory_that_is_read_stays_until_its_reader_lets_go(tmp_path: Path) -> None:
    old = tmp_path / "index" / "old"
    old.mkdir(parents=True)
    lease = leases.take(old)
    assert leases.sweep(tmp_path, "new") == ["old"]
    assert lease is not None
    lease.release()
    assert leases.sweep(tmp_path, "new") == []
    assert folders(tmp_path) == set()


def test_a_reader_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    old = tmp_path / "index" / "old"
    old.mkdir(parents=True)
    reader = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(old)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == b"held\n"
    assert leases.sweep(tmp_path, "new") == ["old"]
    reader.kill()
    reader.communicate()
    assert leases.sweep(tmp_path, "new") == []


def test_an_erasure_does_not_wait_for_readers(tmp_path: Path) -> None:
    old = tmp_path / "index" / "old"
    old.mkdir(parents=True)
    lease = leases.take(old)
    assert leases.sweep(tmp_path, "new", even_if_read=True) == []
    assert folders(tmp_path) == set()
    assert lease is not None
    lease.release()


def test_a_directory_that_has_gone_cannot_be_held(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        leases.take(tmp_path / "gone")
