"""One builder at a time on a data folder."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from handbook.errors import BuilderBusy

_LOCK = "builder.lock"
_HOLDER = "builder.json"


@contextmanager
def builder(data: Path) -> Iterator[None]:
    """Hold the builder's lock; BuilderBusy says who holds it, on which machine, since when.

    The system lets go of the lock when its holder ends, also when it is killed.
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BuilderBusy(
            f"Another ingest is working in {data}{_holder(data)}; wait for it to end."
        ) from None
    try:
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
        (data / _HOLDER).write_text(json.dumps(holder))
        yield
        (data / _HOLDER).unlink(missing_ok=True)
    finally:
        lock.release()


def _holder(data: Path) -> str:
    try:
        h = json.loads((data / _HOLDER).read_text())
        return f" (process {h['pid']} on {h['host']}, since {h['since']})"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
