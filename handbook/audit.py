"""The audit trail: what editors have done to the corpus and to the accounts, and whoever runs the
service to the data folder (backups, restores, what is too old). Who, what, on what and when, never
a question.

Each line holds its own hash and that of the line before it, so that a line that is changed, taken
out or put in shows. Whoever may write the file can rewrite it to its end, or cut its end off:
against that, keep the last hash, which ``handbook audit`` prints, somewhere else.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from handbook.errors import SettingsError

FILE = "audit.jsonl"
START = "0" * 64
"""What the first line holds in place of the hash of a line before it."""
HERE = "this machine"
"""Who acts on the pages where there are no accounts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was set going. What came of it stands in the receipts."""

    when: str
    who: str
    what: str
    on: str
    before: str
    """The hash of the line before it."""
    hash: str = ""
    """The SHA-256 of all that it says, the hash before it among it."""

    @property
    def sealed(self) -> Entry:
        """The same with its hash."""
        said = json.dumps([self.when, self.who, self.what, self.on, self.before])
        return replace(self, hash=hashlib.sha256(said.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Trail:
    """What is noted, and how far it holds together."""

    entries: tuple[Entry, ...]
    """In the order in which they were written; a line that is no entry is passed over."""
    broken: int | None
    """The number of the first line, from 1, that is not what was written there."""
    last: str
    """The hash of the last line, which the next will hold."""

    @property
    def sentence(self) -> str:
        """How far the trail holds, for a reader."""
        if self.broken:
            return (
                f"Line {self.broken} is not what was written there: it was changed or cut short, "
                "or a line before it was taken out or put in. What stands before it holds."
            )
        return f"{len(self.entries)} lines, each follows from the one before. Last: {self.last}."


def note(data: Path, who: str, what: str, *things: str) -> None:
    """Add a line for each thing that something is done to, before it is done. SettingsError where
    it cannot be written: then it must not be done."""
    path = data / FILE
    with _faults(path, "written"):
        if not things:
            return
        data.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"):
            text = path.read_bytes() if path.is_file() else b""
            lines = text.splitlines()
            before = _hash(lines[-1]) if lines else START
            fresh = b"" if text.endswith(b"\n") or not text else b"\n"
            for thing in things:
                entry = Entry(_now(), who, what, thing, before).sealed
                fresh += json.dumps(asdict(entry)).encode() + b"\n"
                before = entry.hash
            _append(path, fresh)


def read_trail(data: Path) -> Trail:
    """All that is noted, verified; SettingsError where it cannot be read."""
    path = data / FILE
    with _faults(path, "read"):
        lines = path.read_bytes().splitlines() if path.is_file() else []
    entries, broken, before = [], None, START
    for number, line in enumerate(lines, 1):
        entry = _entry(line)
        if broken is None and (entry is None or entry.before != before or entry != entry.sealed):
            broken = number
        entries += [entry] if entry else []
        before = _hash(line)
    return Trail(tuple(entries), broken, before)


def user_of_this_machine() -> str:
    """Who acts on the command line, as the system names them."""
    try:
        return f"{getpass.getuser()} on the command line"
    except (KeyError, OSError):
        return "somebody on the command line"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _entry(line: bytes) -> Entry | None:
    try:
        return TypeAdapter(Entry).validate_json(line)
    except ValidationError:
        return None


def _hash(line: bytes) -> str:
    """What the line after it holds; also after one that a crash has cut short."""
    entry = _entry(line)
    return entry.hash if entry else hashlib.sha256(line).hexdigest()


def _append(path: Path, text: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _faults(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SettingsError(
            f"The audit trail {path} cannot be {what} ({error.strerror}); make room, or give the "
            "folder back its rights."
        ) from error
