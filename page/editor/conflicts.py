"""The conflicts of the index edition that answers, looked for once and kept until it changes."""

from __future__ import annotations

import threading

from handbook.book import Handbook
from handbook.conflicts.find import find_conflicts
from handbook.conflicts.records import Conflicts


class KeptConflicts:
    """Finding takes seconds: whoever asks meanwhile waits for the same search."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        self._lock = threading.Lock()
        self._found: Conflicts | None = None

    def found(self) -> Conflicts:
        """What stands in the current index edition."""
        with self._lock:
            edition_id = self._book.opened().edition.edition_id
            if self._found is None or self._found.index_edition != edition_id:
                self._found = find_conflicts(self._book)
            return self._found
