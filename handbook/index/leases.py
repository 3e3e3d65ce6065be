"""Who is reading an index edition: its directory goes only when nobody is.

Each reader holds a lock on a file of its own in the edition's directory. The system lets go of it
when the reader ends, however it ends, so a lease that can be locked by another has no owner. One
that may not be opened, a reader's under another account, counts as held.
"""

from __future__ import annotations

import os
import shutil
import uuid
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

_FOLDER = "readers"


class Lease:
    """A hold on an index directory, let go of at the latest when nobody uses this any more."""

    def __init__(self, lock: FileLock) -> None:
        self._letting_go = weakref.finalize(self, _let_go, lock)

    def release(self) -> None:
        """Let go of the directory, and leave no file there."""
        self._letting_go()


def _let_go(lock: FileLock) -> None:
    lock.release()
    # Where it cannot be removed, or its directory is gone already, it goes with that.
    with suppress(OSError):
        Path(lock.lock_file).unlink()


def take(folder: Path) -> Lease | None:
    """Hold an index directory; None where the data folder cannot be written to.

    Raises FileNotFoundError where the directory is gone: the pointer has flipped, read it again.
    """
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    try:
        (folder / _FOLDER).mkdir(exist_ok=True)
        name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}.lock"
        lock = FileLock(folder / _FOLDER / name, thread_local=False)
        lock.acquire(timeout=0)
    except FileNotFoundError:
        raise
    except OSError:
        return None
    return Lease(lock)


def is_read(folder: Path) -> bool:
    """Whether a living reader holds an index directory."""
    return any(not _abandoned(lease) for lease in (folder / _FOLDER).glob("*.lock"))


def _abandoned(lease: Path) -> bool:
    try:
        with FileLock(lease).acquire(timeout=0):
            return True
    except (Timeout, PermissionError):
        return False
    except OSError:
        return True


def sweep(
    data: Path,
    keep: str,
    *,
    even_if_read: bool = False,
    first: Callable[[str], bool] = lambda _: True,
) -> list[str]:
    """Remove the directories of all index editions but one: what older and dead builds left.
    ``first`` removes what lies elsewhere of an edition, and says whether it did.

    Returns the names of those that stay, because somebody reads them or ``first`` could not.
    """
    staying = []
    for folder in sorted((data / "index").glob("*")):
        if folder.name == keep:
            continue
        if (not even_if_read and is_read(folder)) or not first(folder.name):
            staying.append(folder.name)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return staying
