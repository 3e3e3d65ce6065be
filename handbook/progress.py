"""How far something is: a progress bar on standard error, plain lines where that is no terminal, or
nobody who listens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Gives a function to call with what is being done, how much is done, and how much there is."""
    if not sys.stderr.isatty():
        yield _plain
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show


def _plain(what: str, done: int, total: int) -> None:
    say(f"{what} {done} of {total}")


def nobody(*_told: object) -> None:
    """Nobody listens to how far it is."""


def say(line: str) -> None:
    """A line on standard error, whole, whichever thread it comes from; where nobody listens any
    more, the work goes on."""
    with suppress(BrokenPipeError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
