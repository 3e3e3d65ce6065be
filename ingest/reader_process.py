"""``python -m ingest.reader_process``: reads the files it is told to, until nobody tells it more.

Jobs come pickled on standard input; for each, its steps and then its outcome go pickled to standard
output. Both are to and from the process that started this one, and nobody else.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from dataclasses import replace

from handbook.errors import ReadError
from ingest.document import Read, make_document
from ingest.jobs import Failure, Job
from ingest.told import Step, listening

MOST_BYTES = 4 << 30
"""How much memory a reader may ask for."""


def main() -> None:
    """Serve until the input ends."""
    _bound_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers

    def say(said: Step | Read | Failure) -> None:
        pickle.dump(said, answers)
        answers.flush()

    with listening(say):
        while True:
            try:
                job: Job = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            say(read(job))


def read(job: Job) -> Read | Failure:
    """Read one file; what can be said of a fault is a Failure."""
    name = job.listed.path.name
    started = time.perf_counter()
    try:
        made = make_document(job.listed.path, job.sha256, job.listed.edition)
    except ReadError as error:
        return Failure(job.listed, str(error))
    except OSError as error:
        return Failure(job.listed, f"{name} cannot be opened: {error}.")
    except MemoryError:
        why = f"{name} asks for more memory than a document may; save a fresh copy, or split it."
        return Failure(job.listed, why)
    seconds = round(time.perf_counter() - started, 3)
    return replace(made, receipt=replace(made.receipt, seconds=seconds))


def _bound_memory() -> None:
    if os.name == "nt":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = MOST_BYTES if most == resource.RLIM_INFINITY else min(MOST_BYTES, most)
    resource.setrlimit(resource.RLIMIT_AS, (bound, most))


if __name__ == "__main__":
    main()
