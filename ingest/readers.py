"""Files read in processes of their own: a file that hangs or crashes its reader harms nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context, parent_process
from types import FrameType

from handbook.errors import ReadError
from ingest.document import Read, make_document
from ingest.jobs import Failure, Job

MOST_SECONDS = 300
"""How long one file may take. A page takes some 30 ms, so that is for 10,000 pages."""
MOST_BYTES = 4 << 30
"""How much memory a reader may ask for."""

_Outcome = tuple[Job, Read | Failure]


def read_all(jobs: Iterable[Job]) -> Iterator[_Outcome]:
    """Read files, as many at a time as there are cores, large ones first, as they come in.

    No more than twice that many wait to be taken, so that memory does not grow with their number.
    """
    waiting = sorted(jobs, key=lambda j: (-j.listed.path.stat().st_size, j.origin))
    while waiting:
        broken: list[Job] = []
        yield from _read_in_pool(waiting, broken)
        # Which of those under way broke the pool is not known: each is tried by itself.
        for job in broken:
            yield from _read_alone(job)


def _read_in_pool(waiting: list[Job], broken: list[Job]) -> Iterator[_Outcome]:
    """Read what waits until a reader dies; what was under way then comes back in ``broken``."""
    cores = _cores()
    with _pool(min(cores, len(waiting))) as pool:
        running: dict[Future[Read | Failure], Job] = {}
        while waiting or running:
            try:
                while waiting and len(running) < 2 * cores:
                    running[pool.submit(_read, waiting[0])] = waiting[0]
                    waiting.pop(0)
            except BrokenProcessPool:
                broken.extend(running.values())
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                job = running.pop(future)
                try:
                    yield job, future.result()
                except BrokenProcessPool:
                    broken.append(job)
            if broken:
                broken.extend(running.values())
                return


def _read_alone(job: Job) -> Iterator[_Outcome]:
    with _pool(1) as pool:
        try:
            yield job, pool.submit(_read, job).result()
        except BrokenProcessPool:
            name = job.listed.path.name
            why = f"{name} ended the process that read it; it may be broken: save a fresh copy."
            yield job, Failure(job.listed, why)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the encoder's threads would not survive a fork.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin() -> None:
    """A reader ends with its parent, also one that was killed, and has a bounded memory."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    if os.name != "nt":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = MOST_BYTES if most == resource.RLIM_INFINITY else min(MOST_BYTES, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))


def _follow_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _read(job: Job) -> Read | Failure:
    name = job.listed.path.name
    started = time.perf_counter()
    try:
        _limit(MOST_SECONDS)
        read = make_document(job.listed.path, job.sha256, job.listed.edition)
        seconds = round(time.perf_counter() - started, 3)
        return replace(read, receipt=replace(read.receipt, seconds=seconds))
    except ReadError as error:
        return Failure(job.listed, str(error))
    except _TooLong:
        return Failure(
            job.listed,
            f"{name} could not be read in {MOST_SECONDS} seconds; "
            "it may be broken: save a fresh copy, or split it.",
        )
    except (MemoryError, RecursionError):
        return Failure(
            job.listed, f"{name} asks for more memory than a document may; save a fresh copy."
        )
    finally:
        _limit(0)


def _limit(seconds: float) -> None:
    """Interrupt this process after some time, and each second from then on; 0 calls it off.
    Windows has no such call: there a reader that hangs is ended by whoever started it."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _too_long)
        signal.setitimer(signal.ITIMER_REAL, seconds, 1.0 if seconds else 0.0)


class _TooLong(BaseException):
    """Not an Exception, so that no reader's own handling of faults swallows it."""


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLong
