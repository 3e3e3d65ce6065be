"""Reading in a process of its own: a page that is made to be read for ever is given up."""

from __future__ import annotations

import sys
from collections.abc import Callable
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import ParamSpec, TypeVar

from ingest.sync.faults import FetchError

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Aside:
    """Calls functions of this package in another process, which is ended when one of them takes
    longer than ``seconds`` or breaks."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._worker: tuple[BaseProcess, Connection] | None = None

    def call(self, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """What the function returns; FetchError where it raises one, breaks, or takes too long."""
        _, pipe = self._worker = self._worker or _begin()
        try:
            pipe.send((function, args, kwargs))
            if not pipe.poll(self._seconds):
                self.close()
                raise FetchError(f"It could not be read within {self._seconds:g} seconds.")
            result, fault = pipe.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise FetchError("It broke the reader that looked at it.") from error
        if fault is not None:
            raise FetchError(fault)
        value: _R = result
        return value

    def close(self) -> None:
        """End the other process, whatever it is doing."""
        if self._worker:
            process, pipe = self._worker
            process.kill()
            process.join()
            pipe.close()
        self._worker = None


def _begin() -> tuple[BaseProcess, Connection]:
    ours, theirs = Pipe()
    process: BaseProcess
    if sys.platform == "win32":
        process = get_context("spawn").Process(target=_work, args=(theirs,), daemon=True)
    else:
        # A server of forks pays for the imports once, where spawning pays at every page that broke.
        context = get_context("forkserver")
        context.set_forkserver_preload(["ingest.sync.judge"])
        process = context.Process(target=_work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _work(pipe: Connection) -> None:
    try:
        while True:
            function, args, kwargs = pipe.recv()
            try:
                pipe.send((function(*args, **kwargs), None))
            except FetchError as error:
                pipe.send((None, str(error)))
    except (EOFError, BrokenPipeError):
        return  # the run that asked is over, or was killed
