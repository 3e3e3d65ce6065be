"""Files read in processes of their own, as many at a time as there are cores.

A file that hangs or crashes its reader, or asks for too much memory, costs that file and nothing
else. A reader takes jobs from its standard input and ends where that ends, so none outlives a
parent that was killed.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from queue import Empty, Queue

from handbook.machine import cores
from handbook.progress import nobody
from handbook.settings import ROOT
from ingest.document import Read
from ingest.jobs import Failure, Job
from ingest.told import Listener, Step, Told

MOST_SECONDS = 300
"""How long one file may take. A page takes some 30 ms, so that is for 10,000 pages."""

Outcome = tuple[Job, Read | Failure]


def read_all(jobs: Iterable[Job], told: Told = nobody) -> Iterator[Outcome]:
    """Read files, large ones first, and give each as it comes in. ``told`` hears of each step.

    Few wait to be taken, so that memory does not grow with the number of files.
    """
    ordered = in_order(jobs)
    readers = min(cores(), len(ordered))
    waiting: Queue[Job] = Queue()
    for job in ordered:
        waiting.put(job)
    done: Queue[Outcome] = Queue(maxsize=2 * readers or 1)
    threads = [
        threading.Thread(target=_keep_reading, args=(waiting, done, told), daemon=True)
        for _ in range(readers)
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in ordered:
            yield done.get()
    finally:
        _empty(waiting)
        while any(t.is_alive() for t in threads):
            _empty(done, 0.05)


def in_order(jobs: Iterable[Job]) -> list[Job]:
    """Large files first, so that none is left alone at the end."""
    return sorted(jobs, key=lambda j: (-_size(j), j.origin))


def _size(job: Job) -> int:
    try:
        return job.listed.path.stat().st_size
    except OSError:
        return 0


def _empty(queue: Queue[Job] | Queue[Outcome], seconds: float = 0.0) -> None:
    try:
        while True:
            queue.get(timeout=seconds) if seconds else queue.get_nowait()
    except Empty:
        return


def _keep_reading(waiting: Queue[Job], done: Queue[Outcome], told: Told) -> None:
    """What each thread does: keep one reader busy until nothing waits."""
    reader: _Reader | None = None
    while True:
        try:
            job = waiting.get_nowait()
        except Empty:
            break
        try:
            reader = reader or _Reader()
            told(job.origin, Step("reading"))
            outcome = reader.read(job, partial(told, job.origin))
        except OSError as error:
            outcome = Failure(job.listed, f"No process could be started to read it: {error}.")
        if reader and reader.ended:
            reader.close()
            reader = None
        done.put((job, outcome))
    if reader:
        reader.close()


class _Reader:
    """One process that reads files, one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.reader_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.ended = False

    def read(self, job: Job, listener: Listener) -> Read | Failure:
        """The document, or why there is none; afterwards ``ended`` says whether the process is."""
        timer = threading.Timer(MOST_SECONDS, self._process.kill)
        timer.start()
        try:
            return self._ask(job, listener)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.ended = True
            name = job.listed.path.name
            late = timer.finished.is_set()
            why = (
                f"{name} could not be read in {MOST_SECONDS} seconds"
                if late
                else f"{name} ended the process that read it"
            )
            return Failure(job.listed, f"{why}; it may be broken: save a fresh copy.")
        finally:
            timer.cancel()

    def _ask(self, job: Job, listener: Listener) -> Read | Failure:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        listed = replace(job.listed, path=job.listed.path.absolute())
        pickle.dump(replace(job, listed=listed), stdin)
        stdin.flush()
        answer: Step | Read | Failure = pickle.load(stdout)
        while isinstance(answer, Step):
            listener(answer)
            answer = pickle.load(stdout)
        return answer

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        self._process.kill()
        self._process.wait()
