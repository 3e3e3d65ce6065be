"""Sessions: who has signed in, kept here and not in the browser, which holds a random key alone.

A key is worth nothing once its row is gone: signing out, another password and the removal of the
account end a session at once.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from handbook.access import store
from handbook.access.accounts import digest
from handbook.access.roles import Person, Role
from handbook.errors import SettingsError

IDLE = 60 * 60
"""Seconds without a request after which a session ends."""
LONGEST = 12 * 60 * 60
"""Seconds after which it ends in any case."""
_AHEAD = 5 * 60
"""Seconds by which a clock may be set back before the sessions begun until then end: else they
would last longer by as much as it was."""
_STEP = 60
"""Seconds between two notes of when somebody was last seen: not each request writes."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of one data folder. SettingsError wherever the file cannot be used."""

    data: Path
    now: Callable[[], float] = time.time

    def begin(self, person: Person) -> str:
        """A new session; its key, of which a hash is kept. Sessions that have ended are removed."""
        key, now = secrets.token_urlsafe(32), self.now()
        with store.opened(self.data) as kept:
            kept.execute(
                "DELETE FROM session WHERE seen < ? OR begun < ? OR seen > ?",
                (now - IDLE, now - LONGEST, now + _AHEAD),
            )
            row = (digest(key), person.name, now, now)
            kept.execute("INSERT INTO session VALUES (?, ?, ?, ?)", row)
        return key

    def person(self, key: str) -> Person | None:
        """Whose session it is; None where it has ended."""
        if not store.is_there(self.data):
            return None
        now = self.now()
        with store.opened(self.data) as kept:
            row = kept.execute(
                "SELECT name, role, seen FROM session JOIN account USING (name) "
                "WHERE key = ? AND seen >= ? AND begun >= ? AND seen <= ?",
                (digest(key), now - IDLE, now - LONGEST, now + _AHEAD),
            ).fetchone()
        if row and now - row[2] > _STEP:
            self._note_seen(key, now)
        return Person(row[0], Role(row[1])) if row else None

    def _note_seen(self, key: str, now: float) -> None:
        """A session whose use cannot be noted ends the sooner, and costs no answer until then."""
        with suppress(SettingsError), store.opened(self.data) as kept:
            kept.execute("UPDATE session SET seen = ? WHERE key = ?", (now, digest(key)))

    def end(self, key: str) -> None:
        """End a session."""
        if store.is_there(self.data):
            with store.opened(self.data) as kept:
                kept.execute("DELETE FROM session WHERE key = ?", (digest(key),))
