"""The conflicts of the index edition that answers, looked for once and kept until it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable

from handbook.book import Handbook
from handbook.conflicts.find import find_conflicts
from handbook.conflicts.proof import proved
from handbook.conflicts.records import Conflicts


class KeptConflicts:
    """Finding takes seconds: whoever asks meanwhile waits for the same search."""

    def __init__(
        self, book: Handbook, find: Callable[[Handbook], Conflicts] = find_conflicts
    ) -> None:
        self._book, self._find = book, find
        self._lock = threading.Lock()
        self._found: Conflicts | None = None

    def found(self) -> Conflicts:
        """What stands in the current index edition; QuoteError where a quotation does not stand
        in the stored text."""
        with self._lock:
            edition_id = self._book.opened().edition.edition_id
            if self._found is None or self._found.index_edition != edition_id:
                self._found = self._find(self._book)
            return proved(self._found, self._book.units)
