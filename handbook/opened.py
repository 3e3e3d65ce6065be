"""One index edition, open for reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from filelock import FileLock

from handbook.index.editions import Held, IndexEdition
from handbook.personal.mask import Masker
from handbook.retrieve import Retriever
from handbook.spelling import Speller

DAYS_AT_HAND = 16
"""Of so many days it is remembered which documents are in force."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One index edition, open for reading."""

    edition: IndexEdition
    retriever: Retriever
    speller: Speller
    masker: Masker
    lease: FileLock | None
    """Keeps the edition's directory from being swept; let go of with the last use of this."""
    _days: dict[tuple[date | None, date], Mapping[str, Held]] = field(default_factory=dict)
    """For days that were asked about, what may answer: it takes a look at every document."""

    def in_force(self, as_of: date | None) -> Mapping[str, Held]:
        """See IndexEdition; worked out once for each of the days that were asked about last."""
        day = (as_of, date.today())
        held = self._days.get(day)
        if held is None:
            if len(self._days) >= DAYS_AT_HAND:
                self._days.clear()
            held = self._days[day] = self.edition.in_force(*day)
        return held
