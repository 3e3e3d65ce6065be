"""One server as it runs: what it counts, whether it can answer, and how it ends.

On a signal to end it takes no more questions, answers those that are under way, and then stops;
meanwhile what is read is still served, and /readyz tells a balancer to send people elsewhere.
"""

from __future__ import annotations

import signal
import time
from types import FrameType

import uvicorn

from handbook.book import Handbook
from handbook.errors import HandbookError
from page.metrics import Metrics

LONGEST_WAIT = 25
"""Seconds that questions under way are waited for; a language model may take most of them. With
the leave-taking of open pages it stays below the half minute after which a platform kills."""
LEAVING = "This server is stopping; ask again in a moment, and another will answer."


class Running:
    """What is known of one server."""

    def __init__(self, book: Handbook) -> None:
        self.metrics = Metrics(book)
        self.leaving = False
        self._book = book
        book.watch = self.metrics.watch

    def why_not_ready(self) -> str | None:
        """Why questions should be sent elsewhere, in a sentence; None where they may come."""
        if self.leaving:
            return LEAVING
        try:
            self._book.try_index()
        except HandbookError as error:
            return str(error)
        return None

    @property
    def words_alone(self) -> str:
        """Why questions are answered by words alone, in a sentence; mostly nothing."""
        return self._book.opened().away


class Server(uvicorn.Server):
    """Serves until a signal, then until the questions under way are answered; a second signal
    ends it at once. It ends with status 0."""

    def __init__(self, config: uvicorn.Config, running: Running) -> None:
        super().__init__(config)
        self._running = running
        self._until = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Hear a signal. It is not raised again at the end, as the library's own server does."""
        if self._running.leaving:
            self.should_exit = True
            self.force_exit = sig == signal.SIGINT
        self._running.leaving = True
        self._until = time.monotonic() + LONGEST_WAIT

    async def on_tick(self, counter: int) -> bool:
        """Whether it is time to end; asked ten times a second."""
        ended = await super().on_tick(counter)
        return ended or (self._running.leaving and self._all_answered())

    def _all_answered(self) -> bool:
        return not self._running.metrics.under_way or time.monotonic() > self._until
