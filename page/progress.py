"""Work followed while it is done: the step it has reached, whenever it takes long enough to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue
from typing import TypeVar

from handbook.answer import Step, Told

PATIENCE = 0.3
"""Seconds after which a person wants to see what is going on."""
Result = TypeVar("Result")


def followed(work: Callable[[Told], Result]) -> Iterator[Step | Result]:
    """The steps that the work has reached, and at last its result. Quick work shows no step."""
    begun: SimpleQueue[Step] = SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(work, begun.put)
        while not _is_done(result):
            if step := _latest(begun):
                yield step
        yield result.result()


def _is_done(result: Future[Result]) -> bool:
    return bool(wait([result], timeout=PATIENCE).done)


def _latest(begun: SimpleQueue[Step]) -> Step | None:
    latest = None
    while True:
        try:
            latest = begun.get_nowait()
        except Empty:
            return latest
