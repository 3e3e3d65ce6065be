"""The editor's tasks: add files or an address, withdraw a source, bring it back, forget it.

Each first puts down in the data folder what is to be, then has the command line bring the index in
line; where that does nothing, what was put down is taken back. The command line notes ``who`` in
the audit trail, and these do where it has no word for what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook import forgetting
from handbook.added import added_path, put, take_back
from handbook.audit import note
from handbook.progress import nobody
from handbook.withdrawn import bring_back, withdraw
from page.editor.jobs import Result, Task
from page.room import Room

UPLOADS = "uploads"
_Change = Callable[[Path, str], bool]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent, under the name that it is to have."""

    path: Path
    name: str

    @property
    def former(self) -> Path:
        """Where the file that had the name waits meanwhile."""
        return self.path.with_name(f"{self.path.name}.former")


def add_files(data: Path, room: Room, uploads: Sequence[Upload], who: str) -> Task:
    """Add the files that were sent into a room; what cannot be read is not kept, and a file that
    had its name stays."""

    there: list[Upload] = []

    def begin() -> None:
        for upload in uploads:
            put(data, upload.path, upload.name, upload.former)
            there.append(upload)

    def end(result: Result | None) -> None:
        receipts = result["receipts"] if result else ()
        good = {r["file"] for r in receipts if r["outcome"] != "failed"}
        # What was erased with its source stays away, and so does the file that had its place.
        erased = result.get("left_out", ()) if result else ()
        for upload in there:
            if upload.name in erased:
                continue
            if upload.name not in good:
                take_back(data, upload.name, upload.former)
            else:
                bring_back(data, Path(upload.name).stem)
        room.clear()

    paths = [added_path(data, u.name) for u in uploads]
    title = f"Adding {uploads[0].name}" if len(uploads) == 1 else f"Adding {len(uploads)} files"
    return Task(title, _ingest(who, *map(str, paths)), begin, end, paths)


def add_address(address: str, who: str) -> Task:
    """Add the file behind a web address. The command line keeps what it fetches with the added
    files, and takes it back where it cannot be read."""
    return Task(f"Adding {address}", _ingest(who, address), nobody, nobody)


def withdraw_source(data: Path, source_id: str, who: str) -> Task:
    """Have a source answer no more."""
    title = f"Withdrawing {source_id}"
    return _turn(data, source_id, who, "withdraw", title, withdraw, bring_back)


def bring_source_back(data: Path, source_id: str, who: str) -> Task:
    """Have a withdrawn source answer again."""
    title = f"Bringing back {source_id}"
    return _turn(data, source_id, who, "bring back", title, bring_back, withdraw)


def _turn(
    data: Path, source_id: str, who: str, what: str, title: str, turn: _Change, back: _Change
) -> Task:
    """Have it noted that a source is withdrawn or not, and the index follow; where that fails, what
    was not so before is undone."""
    turned: list[bool] = []

    def begin() -> None:
        note(data, who, what, source_id)
        turned.append(turn(data, source_id))

    def end(result: Result | None) -> None:
        if result is None and any(turned):
            back(data, source_id)

    return Task(title, _ingest(who), begin, end, whole=True)


def forget_source(data: Path, source_id: str, who: str) -> Task:
    """Erase a source. It is withdrawn beforehand, so that no ingest reads it again if this is
    stopped half-way, and stays so while the erasure is not at its end, or the corpus still lists a
    file of it. What a sync could fetch of it, the sync passes over: handbook/erased.py."""
    turned: list[bool] = []

    def begin() -> None:
        turned.append(withdraw(data, source_id))

    def end(result: Result | None) -> None:
        comes_back = result and result["still_listed"]
        if any(turned) and not comes_back and not _is_being_erased(data, source_id):
            bring_back(data, source_id)

    command = ("forget", "--json", f"--by={who}", "--", source_id)
    return Task(f"Forgetting {source_id}", command, begin, end)


def _is_being_erased(data: Path, source_id: str) -> bool:
    under_way = forgetting.begun(data)
    return under_way is not None and under_way.source_id == source_id


def _ingest(who: str, *paths: str) -> tuple[str, ...]:
    return ("ingest", "--json", "--steps", f"--by={who}", "--", *paths)
