"""Answers go first: work that can wait stands back while questions are being answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

MOST_SECONDS = 5.0
"""What can wait waits no longer when its turn comes, however many questions come."""


class AnswersFirst:
    """Counts the questions of one process's Ask pages that are being answered."""

    def __init__(self) -> None:
        self._under_way = 0
        self._ended = threading.Condition()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While a question is answered."""
        with self._ended:
            self._under_way += 1
        try:
            yield
        finally:
            with self._ended:
                self._under_way -= 1
                self._ended.notify_all()

    def stand_back(self, most: float = MOST_SECONDS) -> bool:
        """Wait until no question is being answered, but no longer than ``most`` seconds; tell
        whether that came."""
        with self._ended:
            return self._ended.wait_for(lambda: not self._under_way, most)
