"""A folder outside the data folder for what is sent to be checked. It lives no longer than its
process, and what one that was killed has left is swept by the next."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "handbook-check-"
_LOCK = "lock"


class Room:
    """A folder that is this process's own, which nobody else on the machine can read."""

    def __init__(self) -> None:
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = FileLock(self.folder / _LOCK, thread_local=False)
        self._lock.acquire()

    def clear(self) -> None:
        """Remove it with all that is in it."""
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)


def _sweep() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if folder.is_symlink() or not (folder / _LOCK).is_file():
            continue
        try:
            with FileLock(folder / _LOCK).acquire(timeout=0):
                pass
        except (Timeout, OSError):
            continue
        shutil.rmtree(folder, ignore_errors=True)
