"""The data folder as one file, and back: whole or not at all."""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from handbook.access.accounts import Accounts
from handbook.access.roles import Role
from handbook.access.store import FILE as ACCOUNTS
from handbook.answer_records import Question
from handbook.audit import FILE as AUDIT
from handbook.audit import note, read_trail
from handbook.book import Handbook
from handbook.cli import main
from handbook.errors import BackupError, BuilderBusy, SettingsError
from handbook.gaps import read_gaps
from handbook.settings import ROOT, Settings
from ingest.backup import back_up, restore
from ingest.lock import builder
from tests.handbook.test_access import PASSWORD
from tests.served import environment

ASKED = Question("When should the core group meet?")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one source, a register, and what is made anew."""
    base = tmp_path_factory.mktemp("backup")
    corpus, data = base / "corpus", base / "data"
    corpus.mkdir()
    source = ROOT / "corpus" / "documents" / "core-groups.html"
    (corpus / source.name).write_bytes(source.read_bytes())
    command = [sys.executable, "-m", "ingest"]
    subprocess.run(command, env=environment(corpus, data, 7860), check=True, capture_output=True)
    with_a_gap = Handbook.open(Settings(data=data))
    with_a_gap.ask_and_note(Question("What does the core group's tea cost?"))
    with_a_gap.close()
    (data / "pages").mkdir()
    (data / "pages" / "picture.png").write_bytes(b"made again")
    return data


@pytest.fixture(scope="module")
def backup(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    target = tmp_path_factory.mktemp("kept") / "handbook.tar.gz"
    assert back_up(data, target) > 5
    return target


def test_what_is_restored_answers_as_before_and_has_its_registers(
    data: Path, backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    restore(backup, there)
    answers = []
    for folder in (data, there):
        book = Handbook.open(Settings(data=folder))
        answers.append([c.quote for c in book.ask(ASKED).citations])
        book.close()
    assert answers[0]
    assert answers[0] == answers[1]
    assert read_gaps(there) == read_gaps(data)
    assert not (there / "pages").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


@pytest.mark.skipif(os.name == "nt", reason="rights of files are others there")
def test_a_backup_is_its_owners_alone_and_so_are_the_accounts_that_come_back(
    tmp_path: Path, data: Path
) -> None:
    here = tmp_path / "here"
    shutil.copytree(data, here)
    Accounts(here).add("anna", Role.READER, PASSWORD)
    target = tmp_path / "b.tar.gz"
    back_up(here, target)
    restore(target, tmp_path / "there")
    for path in (target, tmp_path / "there" / ACCOUNTS):
        assert path.stat().st_mode & 0o077 == 0
    assert Accounts(tmp_path / "there").with_password("anna", PASSWORD)


def test_a_folder_that_holds_something_is_left_alone(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(BackupError, match="is not empty"):
        restore(backup, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


def test_a_backup_in_which_a_byte_was_changed_leaves_nothing(backup: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.tar.gz"
    with tarfile.open(backup) as old, tarfile.open(changed, "w:gz") as new:
        for member in old.getmembers():
            content = old.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "current":
                content = content.replace(content[:1], b"0" if content[:1] != b"0" else b"1", 1)
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    with pytest.raises(BackupError, match="current is not what was put in"):
        restore(changed, tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_a_backup_that_was_cut_short_leaves_nothing(backup: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.tar.gz"
    short.write_bytes(backup.read_bytes()[:-2000])
    with pytest.raises(BackupError):
        restore(short, tmp_path / "there")
    (tmp_path / "text.tar.gz").write_text("no backup")
    with pytest.raises(BackupError, match="cannot be restored"):
        restore(tmp_path / "text.tar.gz", tmp_path / "there")
    assert not (tmp_path / "there").exists()


def test_a_backup_that_would_write_elsewhere_is_refused(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.tar.gz"
    with tarfile.open(hostile, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("../outside"), io.BytesIO(b""))
    with pytest.raises(BackupError, match="cannot be restored"):
        restore(hostile, tmp_path / "in" / "there")
    assert not list(tmp_path.rglob("outside"))


def test_while_an_ingest_runs_no_backup_is_begun(data: Path, tmp_path: Path) -> None:
    with builder(data), pytest.raises(BuilderBusy):
        back_up(data, tmp_path / "b.tar.gz")
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_is_a_sentence_and_leaves_no_half_backup(
    data: Path, tmp_path: Path
) -> None:
    target = tmp_path / "b.tar.gz"
    target.write_text("the one before")
    ended = subprocess.run(
        [sys.executable, "-m", "handbook", "backup", str(target)],
        cwd=ROOT,
        env=os.environ | {"HANDBOOK_DATA": str(data)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert "b.tar.gz cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("b.tar.gz", "the one before")]


def test_both_are_commands(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target, there = tmp_path / "both.tar.gz", tmp_path / "there"
    monkeypatch.setenv("HANDBOOK_DATA", str(data))
    assert main(["backup", str(target)]) == 0
    monkeypatch.setenv("HANDBOOK_DATA", str(there))
    assert main(["backup", str(target)]) == 1
    assert "Nothing is indexed" in capsys.readouterr().err
    assert main(["restore", str(target)]) == 0
    assert "each as it was put in" in capsys.readouterr().out
    for folder, expected in ((data, ["backup"]), (there, ["backup", "restore"])):
        trail = read_trail(folder)
        assert trail.broken is None
        noted = [e for e in trail.entries if e.on == target.name]
        assert [e.what for e in noted] == expected
        assert all(e.who.endswith("on the command line") for e in noted)


def test_a_restore_that_cannot_be_noted_is_not_done(backup: Path, tmp_path: Path) -> None:
    def cannot(data: Path) -> None:
        raise SettingsError(f"The audit trail {data} cannot be written; make room.")

    with pytest.raises(SettingsError, match="cannot be written"):
        restore(backup, tmp_path / "there", cannot)
    assert not (tmp_path / "there").exists()


def test_a_backup_that_cannot_be_noted_is_not_written(data: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    shutil.copytree(data, here)
    (here / AUDIT).unlink(missing_ok=True)
    (here / AUDIT).mkdir()
    with pytest.raises(SettingsError, match="cannot be"):
        back_up(here, tmp_path / "b.tar.gz", lambda folder: note(folder, "ben", "backup", "b"))
    assert not list(tmp_path.glob("*.gz*"))


def test_the_line_of_a_restore_follows_from_the_trail_that_the_backup_holds(
    data: Path, tmp_path: Path
) -> None:
    here, target = tmp_path / "here", tmp_path / "b.tar.gz"
    shutil.copytree(data, here)
    note(here, "anna", "withdraw", "core-groups")
    back_up(here, target)
    note(here, "anna", "forget", "core-groups")
    restore(target, tmp_path / "there", lambda folder: note(folder, "ben", "restore", target.name))
    trail = read_trail(tmp_path / "there")
    assert trail.broken is None
    assert [(e.who, e.what) for e in trail.entries][-2:] == [
        ("anna", "withdraw"),
        ("ben", "restore"),
    ]


def everything_in(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_restore_touches_neither_the_folder_itself_nor_what_it_lies_in(
    backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    (there / "lost+found").mkdir(parents=True)
    before = (there.stat().st_ino, tmp_path.stat().st_mtime_ns)
    restore(backup, there)
    assert (there.stat().st_ino, tmp_path.stat().st_mtime_ns) == before
    assert (there / "current").is_file()
    assert not list(there.glob(".restoring-*"))


def test_a_volume_that_is_mounted_can_be_restored_into(backup: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    mounted = subprocess.run(["mount", "--bind", str(there), str(there)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this account may not mount a folder")
    try:
        restore(backup, there)
        assert Handbook.open(Settings(data=there)).ask(ASKED).citations
    finally:
        subprocess.run(["umount", "--lazy", str(there)], check=True)


@pytest.mark.parametrize("made_before", [True, False])
def test_a_restore_that_stops_half_way_leaves_the_folder_as_it_was(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_before: bool
) -> None:
    there = tmp_path / "there"
    if made_before:
        there.mkdir()
    real, moved = os.replace, []

    def failing(source: Path, target: Path) -> None:
        if Path(target).name == "current":
            raise OSError(28, "No space left on device")
        moved.append(target)
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing)
        with pytest.raises(BackupError, match="No space left"):
            restore(backup, there)
    assert moved
    assert there.exists() == made_before
    assert not made_before or list(there.iterdir()) == []
    restore(backup, there)
    assert "current" in everything_in(there)


def test_what_a_restore_that_was_killed_has_unpacked_is_removed_by_the_next(
    backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    restore(backup, there)
    whole = everything_in(there)
    left = tmp_path / "again" / ".restoring-left" / "data"
    shutil.copytree(there, left)
    restore(backup, tmp_path / "again")
    assert everything_in(tmp_path / "again") == whole
    left.mkdir(parents=True)
    with pytest.raises(BackupError, match="was killed has left half-way"):
        restore(backup, tmp_path / "again")
    assert everything_in(tmp_path / "again") == whole
