"""How far a document has come, told while it is read.

Readers do not know who listens: in a process that reads for others it is the one that asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from handbook.progress import nobody


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done with a document: ``waiting``, ``reading`` (its pages, where it has some),
    ``sections``, ``encoding`` (its passages), ``read``, or ``failed``, with a sentence."""

    what: str
    done: int = 0
    total: int = 0
    why: str = ""


Listener = Callable[[Step], None]
Told = Callable[[str, Step], None]
"""Called with the place of a document's file and the step; also from several threads at once."""


_LISTENER: ContextVar[Listener] = ContextVar("listener", default=nobody)


def tell(step: Step) -> None:
    """Tell a step of the document that is being read here."""
    _LISTENER.get()(step)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have ``listener`` told of each step of what is read meanwhile."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)
