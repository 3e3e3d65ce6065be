"""A directory goes only when nobody reads it."""

from __future__ import annotations

import os
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


def test_a_lease_leaves_no_file_whether_it_is_released_or_forgotten(tmp_path: Path) -> None:
    released, forgotten = leases.take(tmp_path), leases.take(tmp_path)
    assert released is not None
    assert forgotten is not None
    assert len(list((tmp_path / "readers").iterdir())) == 2
    released.release()
    assert leases.is_read(tmp_path)
    del forgotten
    assert not leases.is_read(tmp_path)
    assert not list((tmp_path / "readers").iterdir())


def test_a_reader_that_ends_without_letting_go_leaves_no_file(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, input=b"", capture_output=True
    )
    assert ended.stdout == b"held\n"
    assert not list((tmp_path / "readers").iterdir())


IS_READ = """
import os, sys
from pathlib import Path
from handbook.index import leases
os.chdir(sys.argv[1])
if os.geteuid() == 0:
    os.seteuid(65534)
print(leases.is_read(Path()))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no other account to be for a moment")
def test_a_lease_that_another_account_may_not_open_counts_as_held(tmp_path: Path) -> None:
    lease = leases.take(tmp_path)
    [file] = (tmp_path / "readers").iterdir()
    file.chmod(0)
    tmp_path.chmod(0o755)
    ended = subprocess.run(
        [sys.executable, "-c", IS_READ, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert ended.stdout == "True\n", ended.stderr
    assert lease is not None
    lease.release()


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
