"""A folder of one process's own for what is sent to it. It lives no longer than its process, and
what one that was killed has left is swept by the next."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

_LOCK = "lock"
_SECONDS = 3600


class Room:
    """A new folder below a place, which nobody else on the machine can read and no other process
    sweeps while this one lives."""

    def __init__(self, place: Path, prefix: str = "") -> None:
        sweep(place, prefix)
        place.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(dir=place, prefix=prefix))
        self._lock = FileLock(self.folder / _LOCK, thread_local=False)
        self._lock.acquire()

    def clear(self) -> None:
        """Remove it with all that is in it."""
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def sweep(place: Path, prefix: str = "") -> None:
    """Remove the rooms below a place whose processes have ended. Where all that lies there is
    rooms, since none has a prefix, one without a lock goes too once it is old: an earlier version,
    or a process that was killed as it began, has left it."""
    for folder in place.glob(f"{prefix}*"):
        if folder.is_symlink() or not folder.is_dir():
            continue
        if _is_left(folder) if (folder / _LOCK).is_file() else not prefix and _is_old(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left(room: Path) -> bool:
    """Whether nobody holds its lock."""
    try:
        with FileLock(room / _LOCK).acquire(timeout=0):
            return True
    except (Timeout, OSError):
        return False


def _is_old(room: Path) -> bool:
    """Whether it is too old to be that of a process which is about to lock it."""
    try:
        return time.time() - room.stat().st_mtime > _SECONDS
    except FileNotFoundError:
        return False
