"""How often something may be done: a bucket for each person, which fills up again by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST_BUCKETS = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a minute in the long run."""

    name: str
    at_once: int
    a_minute: float


ASKING = Rate("questions", at_once=60, a_minute=60)
"""A question on the page takes two or three requests."""
UPLOADS = Rate("uploads", at_once=10, a_minute=4)
OTHERWISE = Rate("forms", at_once=60, a_minute=60)
SIGNING_IN = Rate("attempts to sign in with this name", at_once=8, a_minute=1)
SIGNING_IN_FROM = Rate("attempts to sign in from where you are", at_once=60, a_minute=12)
"""A whole office may come from one address at nine o'clock."""


@dataclass(slots=True)
class Buckets:
    """The buckets of one server, by rate and person. A full one is as good as none."""

    now: Callable[[], float] = time.monotonic
    _levels: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, rate: Rate, who: str) -> float:
        """Take one out: 0 where there was one, else the seconds until there will be."""
        with self._lock:
            now = self.now()
            level, then = self._levels.get((rate.name, who), (float(rate.at_once), now))
            level = min(rate.at_once, level + (now - then) * rate.a_minute / 60)
            if level < 1:
                return (1 - level) * 60 / rate.a_minute
            if len(self._levels) >= _MOST_BUCKETS:
                self._forget_the_oldest()
            self._levels[rate.name, who] = (level - 1, now)
            return 0.0

    def _forget_the_oldest(self) -> None:
        oldest_first = sorted(self._levels, key=lambda key: self._levels[key][1])
        for key in oldest_first[: _MOST_BUCKETS // 2]:
            del self._levels[key]
