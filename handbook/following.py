"""What is open of a data folder, for each role: it follows the pointer, and the server of the
vectors as that comes and goes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from handbook.access.roles import Role
from handbook.catalogue import Catalogue
from handbook.encoder import Encoder
from handbook.errors import VectorsAway
from handbook.index import editions
from handbook.index.editions import IndexEdition
from handbook.index.vectors import KeptEmbedding
from handbook.index.views import hidden_from
from handbook.opened import Opened, Opener

T = TypeVar("T")


class Following:
    """The current index edition, open. Roles that may read the same share what is open."""

    def __init__(self, opener: Opener, catalogue: Catalogue, encoder: Encoder) -> None:
        self._opener = opener
        self._encoder = encoder
        self._catalogue = catalogue
        self._whole: Opened | None = None
        self._lock = threading.Lock()
        self._parts: dict[frozenset[str], Opened] = {}
        self._parts_of: IndexEdition | None = None
        self._parts_lock = threading.Lock()

    def opened(self, role: Role) -> Opened:
        """What a role may read of the current index edition, reopened when the pointer has flipped,
        and now and then while the server of the vectors is away: one question tries it, the others
        go on by words."""
        return self._shown(self._current(), role)

    def at_hand(self, role: Role) -> Opened | None:
        """The same as it was opened last, with no look at the pointer; None where nothing is."""
        return self._shown(self._whole, role) if self._whole else None

    def reached(self, search: Callable[[], T]) -> T:
        """Have something searched; where the server of the vectors has gone meanwhile, once more
        by words alone."""
        try:
            return search()
        except VectorsAway as error:
            self._go_on_by_words(error)
            return search()

    def close(self) -> None:
        """Give back files and memory."""
        for opened in (*self._parts.values(), self._whole):
            if opened:
                opened.close()
                opened.catalogue.close()
        self._catalogue.close()

    def _shown(self, whole: Opened, role: Role) -> Opened:
        """What a role may read: all of it, or a part that is opened when somebody first asks."""
        hidden = hidden_from(whole.edition, role)
        if not hidden:
            return whole
        with self._parts_lock:
            if self._parts_of is not whole.edition:
                self._parts, self._parts_of = {}, whole.edition
            if hidden not in self._parts:
                try:
                    self._parts[hidden] = self._opener.open_without(whole, hidden)
                except VectorsAway as error:
                    by_words = self._go_on_by_words(error)
                    hidden = hidden_from(by_words.edition, role)
                    self._parts = {hidden: self._opener.open_without(by_words, hidden)}
                    self._parts_of = by_words.edition
            return self._parts[hidden]

    def _current(self) -> Opened:
        with self._lock:
            opened = self._whole
            if opened is None or not self._is_current(opened):
                self._whole = self._reopened()
                return self._whole
            if time.monotonic() < opened.until:
                return opened
            self._whole = opened.put_off()
        again = self._reopened()
        with self._lock:
            self._whole = again
        return again

    def _is_current(self, opened: Opened) -> bool:
        pointed = editions.pointed(self._opener.settings.data)
        return opened.edition.edition_id == pointed and not self._catalogue.replaced

    def _go_on_by_words(self, error: VectorsAway) -> Opened:
        with self._lock:
            if self._whole is None or not self._whole.away:
                self._whole = self._reopened(str(error))
            return self._whole

    def _reopened(self, away: str = "") -> Opened:
        """Open what the pointer names now; by words alone where the vectors are ``away``.

        What was open before is not closed: another thread may still be answering from it. Files
        and lease go when the last one lets go of it.
        """
        catalogue = self._catalogue
        if catalogue.replaced:
            catalogue = Catalogue.open(self._opener.settings.data)
        embedding = KeptEmbedding(self._encoder, catalogue)
        opened = self._opener.open(catalogue, embedding, away)
        self._catalogue = catalogue
        return opened
