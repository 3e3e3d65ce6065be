"""A folder of one process's own for what is sent to it. It lives no longer than its process, and
what one that was killed has left is swept by the next."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

_LOCK = "lock"


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
    """Remove the rooms below a place whose processes have ended."""
    for folder in place.glob(f"{prefix}*"):
        if folder.is_symlink() or not (folder / _LOCK).is_file():
            continue
        try:
            with FileLock(folder / _LOCK).acquire(timeout=0):
                pass
        except (Timeout, OSError):
            continue
        shutil.rmtree(folder, ignore_errors=True)
