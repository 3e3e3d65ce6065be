"""One at a time: whoever fetches into a data folder holds its lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from handbook.errors import BuilderBusy

_SECONDS = 1.0
"""Waited for the lock, since a run that was killed as it started a process leaves the lock to that
process for a moment."""


@contextmanager
def fetching_alone(data: Path) -> Iterator[None]:
    """Hold the lock; BuilderBusy where another sync has it. Whoever holds it may take it again: an
    ingest of what was fetched goes on with an erasure that was stopped, which takes it too."""
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / "sync.lock", is_singleton=True)
    try:
        lock.acquire(timeout=_SECONDS)
    except Timeout as error:
        raise BuilderBusy(f"Another sync is working in {data}; wait for it to end.") from error
    try:
        yield
    finally:
        lock.release()
