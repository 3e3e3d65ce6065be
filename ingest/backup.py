"""The data folder as one file, and back. No ingest runs meanwhile; people may go on asking.

The file is a compressed tar with, last, a list of all files and their hashes: a restore holds every
file against it before anything is in its place.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

from handbook.errors import BackupError
from handbook.index import editions
from handbook.index.editions import sync_folder
from handbook.machine import OF_A_VOLUME
from handbook.page_store import FOLDER as PAGES
from handbook.progress import nobody
from ingest.lock import builder

LIST = "backup.json"
_MADE_ANEW = frozenset({PAGES, "cache", "fetching", "uploads"})
"""Folders of what is made or fetched again when it is wanted."""
_RESTORING = ".restoring-"


Noted = Callable[[Path], None]
"""Called with a data folder before it is copied, or put in its place, to note that in its audit
trail. What it raises stops the whole."""


def back_up(data: Path, target: Path, noted: Noted = nobody) -> int:
    """Write the data folder into a file, whole or not at all; returns how many files are in it.
    BuilderBusy while an ingest runs, BackupError where it cannot be written."""
    if not (data / editions.POINTER).is_file():
        raise BackupError(f"Nothing is indexed in {data}, so that there is nothing to keep.")
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with builder(data):
            noted(data)
            number = _write(data, fresh)
        os.replace(fresh, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(
            f"{target} cannot be written ({error}); make room, or choose another place."
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return number


def restore(source: Path, data: Path, noted: Noted = nobody) -> int:
    """Have the files of a backup in an empty data folder, all of them or none; returns how many.
    BackupError where the folder is not empty, or the backup is not whole.

    The folder itself is neither moved nor replaced: it may be a volume that is mounted there. What
    is ``noted`` goes on the trail that the backup holds, and comes into its place with it.
    """
    made = not data.exists()
    try:
        data.mkdir(parents=True, exist_ok=True)
        _make_empty(data)
        with tempfile.TemporaryDirectory(prefix=_RESTORING, dir=data) as folder:
            number = _unpack(source, Path(folder) / "data")
            noted(Path(folder) / "data")
            _move_up(Path(folder) / "data", data)
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise BackupError(f"{source} cannot be restored to {data} ({error}).") from error
    finally:
        if made and data.exists() and not any(data.iterdir()):
            data.rmdir()
    return number


def _make_empty(data: Path) -> None:
    """Remove what a restore that was killed has unpacked; BackupError where there is more, so that
    nothing is written over."""
    left = [path for path in data.iterdir() if path.name.startswith(_RESTORING)]
    if any(p not in left and p.name not in OF_A_VOLUME for p in data.iterdir()):
        half = " It holds what a restore that was killed has left half-way." if left else ""
        raise BackupError(
            f"{data} is not empty.{half} Move what is in it away, or name an empty folder in "
            "HANDBOOK_DATA."
        )
    for folder in left:
        shutil.rmtree(folder)


def _move_up(folder: Path, data: Path) -> None:
    """Move all that is in a folder into the one that it lies in: the pointer last, since without it
    nothing is indexed, and everything back where that stops half-way."""
    with ExitStack() as undo:
        for path in sorted(folder.iterdir(), key=lambda p: p.name == editions.POINTER):
            os.replace(path, data / path.name)
            undo.callback(os.replace, data / path.name, path)
        sync_folder(data)
        undo.pop_all()


def _write(data: Path, target: Path) -> int:
    hashes: dict[str, str] = {}
    with (
        open(target, "wb", opener=_for_its_owner) as file,
        tempfile.TemporaryDirectory(dir=target.parent) as folder,
    ):
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
            for path in _files(data):
                name = path.relative_to(data).as_posix()
                copy = _copied(path, Path(folder) / "file")
                hashes[name] = _hash(copy)
                tar.add(copy, name)
            listing = Path(folder) / LIST
            listing.write_text(json.dumps({"made": datetime.now(UTC).isoformat(), "files": hashes}))
            tar.add(listing, LIST)
        file.flush()
        os.fsync(file.fileno())
    return len(hashes)


def _files(data: Path) -> Iterator[Path]:
    """All that cannot be made anew, and the index edition that answers."""
    answering = editions.directory(data, editions.pointed(data))
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data).parts
        if inside[0] in _MADE_ANEW or not path.is_file() or path.is_symlink():
            continue
        if inside[0] == answering.parent.name and not path.is_relative_to(answering):
            continue
        if (
            not path.name.endswith((".lock", ".new", "-wal", "-shm"))
            and path.name != "builder.json"
        ):
            yield path


def _copied(path: Path, copy: Path) -> Path:
    """The file as it is at one moment, whoever writes to it."""
    copy.unlink(missing_ok=True)
    if path.suffix in (".sqlite", ".sqlite3"):
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    else:
        shutil.copyfile(path, copy)
    shutil.copymode(path, copy)
    return copy


def _for_its_owner(name: str, flags: int) -> int:
    """Open a file that nobody else may read: it holds what the accounts' file holds."""
    return os.open(name, flags, 0o600)


def _unpack(source: Path, folder: Path) -> int:
    with tarfile.open(source, "r:gz") as tar:
        tar.extractall(folder, filter="data")
    try:
        listed: dict[str, str] = json.loads((folder / LIST).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupError(f"{source} has no list of its files: it is no whole backup.") from error
    (folder / LIST).unlink()
    found = {p.relative_to(folder).as_posix(): _hash(p) for p in folder.rglob("*") if p.is_file()}
    wrong = sorted(set(found.items()) ^ set(listed.items()))
    if wrong:
        raise BackupError(f"{source} is damaged: {wrong[0][0]} is not what was put in.")
    return len(found)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
