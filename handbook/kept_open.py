"""What is open of an index edition for those who may read the same, with its vectors as they
come and go."""

from __future__ import annotations

import threading
import time

from handbook.opened import Opened, Opener


class KeptOpen:
    """One opened edition, at hand for every question. Safe to share between threads."""

    def __init__(self, opener: Opener, opened: Opened) -> None:
        self._opener = opener
        self._opened = opened
        self._lock = threading.Lock()

    @property
    def at_hand(self) -> Opened:
        """What is open, with no look at the vectors."""
        return self._opened

    def opened(self) -> Opened:
        """What is open. Now and then, while the vectors are away, one question tries to have them
        and the others go on by words."""
        with self._lock:
            before = self._opened
            if time.monotonic() < before.until:
                return before
            self._opened = before.by_words(before.away)
        tried = self._opener.try_again(before)
        with self._lock:
            self._opened = tried
        return tried

    def go_on_by_words(self, away: str) -> None:
        """Do without the vectors, which are ``away``, until they are tried again."""
        with self._lock:
            if not self._opened.away:
                self._opened = self._opened.by_words(away)

    def close(self) -> None:
        """Give back files and memory."""
        self._opened.close()
        self._opened.catalogue.close()
