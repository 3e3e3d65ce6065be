"""What is open of a data folder, for each role: it follows the pointer, and the vectors as
they come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import TypeVar

from handbook.access.roles import Role
from handbook.catalogue import Catalogue
from handbook.encoder import Encoder
from handbook.errors import VectorsAway
from handbook.index import editions
from handbook.index.vectors import KeptEmbedding
from handbook.index.views import hidden_from
from handbook.kept_open import KeptOpen
from handbook.opened import Opened, Opener

T = TypeVar("T")


class Following:
    """The current index edition, open. Roles that may read the same share what is open."""

    def __init__(self, opener: Opener, catalogue: Catalogue, encoder: Encoder) -> None:
        self._opener = opener
        self._encoder = encoder
        self._catalogue = catalogue
        self._whole: KeptOpen | None = None
        self._lock = threading.Lock()
        self._parts: dict[frozenset[str], KeptOpen] = {}
        self._parts_of: KeptOpen | None = None
        self._parts_lock = threading.Lock()

    def opened(self, role: Role) -> Opened:
        """What a role may read of the current index edition, reopened when the pointer has flipped;
        see KeptOpen for what becomes of it while the vectors are away."""
        return self._shown(self._current(), role).opened()

    def at_hand(self, role: Role) -> Opened | None:
        """The same as it was opened last, with no look at the pointer; None where nothing is."""
        return self._shown(self._whole, role).at_hand if self._whole else None

    def reached(self, search: Callable[[], T]) -> T:
        """Have something searched; where the vectors have gone meanwhile, once more by words
        alone."""
        try:
            return search()
        except VectorsAway as error:
            for kept in self._all():
                kept.go_on_by_words(str(error))
            return search()

    def close(self) -> None:
        """Give back files and memory."""
        for kept in self._all():
            kept.close()
        self._catalogue.close()

    def _all(self) -> Iterator[KeptOpen]:
        yield from list(self._parts.values())
        if self._whole:
            yield self._whole

    def _shown(self, whole: KeptOpen, role: Role) -> KeptOpen:
        """What a role may read: all of it, or a part that is opened when somebody first asks."""
        hidden = hidden_from(whole.at_hand.edition, role)
        if not hidden:
            return whole
        with self._parts_lock:
            if self._parts_of is not whole:
                self._parts, self._parts_of = {}, whole
            if hidden not in self._parts:
                part = self._opener.open_without(whole.at_hand, hidden)
                if part.away:
                    whole.go_on_by_words(part.away)
                self._parts[hidden] = KeptOpen(self._opener, part)
            return self._parts[hidden]

    def _current(self) -> KeptOpen:
        with self._lock:
            if self._whole is None or not self._is_current(self._whole.at_hand):
                self._whole = KeptOpen(self._opener, self._reopened())
            return self._whole

    def _is_current(self, opened: Opened) -> bool:
        pointed = editions.pointed(self._opener.settings.data)
        return opened.edition.edition_id == pointed and not self._catalogue.replaced

    def _reopened(self) -> Opened:
        """Open what the pointer names now.

        What was open before is not closed: another thread may still be answering from it. Files
        and lease go when the last one lets go of it.
        """
        with ExitStack() as opening:
            catalogue = self._catalogue
            if catalogue.replaced:
                catalogue = Catalogue.open_to_read(self._opener.settings.data)
                opening.enter_context(closing(catalogue))
            embedding = KeptEmbedding(self._encoder, catalogue)
            opened = self._opener.open(catalogue, embedding)
            opening.pop_all()
            self._catalogue = catalogue
            return opened
