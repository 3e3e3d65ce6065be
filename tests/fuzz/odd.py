"""Values and records made odd by chance, from a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from eval.broken import broken

SEED = 20261130
ODD: tuple[Any, ...] = (
    *(0, -1, 1.5, True, "", "x" * 300, "$", "${x", "\0", "2026-13-45", "0001-01-01", [], {}, [[]]),
    *([{}], {"a": 1}, ["leeds", 3], 10**30, "../../etc/passwd", "."),
)
"""What a field may be given in whatever form it is written."""
IN_TOML: tuple[Any, ...] = (date(2026, 1, 1), datetime(2026, 1, 1, 1, 1), time(1, 2))
IN_JSON: tuple[Any, ...] = (None, "\ud800", "a\u2028b", float("nan"), -(10**30), "9999-12-31")
_DEEP = (b"[" * 100_000, b'{"a":' * 50_000, b"1" * 5000, b"NaN", b"null", b"\xff\xfe", b"", b"[]")
"""Whole files that stop a reader who trusts too much."""


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the values of a record stand, within each other."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inside in pairs:
        yield (*place, key)
        if isinstance(inside, (dict, list)):
            yield from places(inside, (*place, key))


def changed(value: Any, place: tuple[Any, ...], odd: Any) -> Any:
    """A record with another value at a place."""
    if not place:
        return odd
    fresh = value.copy()
    fresh[place[0]] = changed(value[place[0]], place[1:], odd)
    return fresh


def spoilt_json(good: bytes, times: int, *, lines: bool = False) -> Iterator[bytes]:
    """Copies of a JSON file, or of one with a record a line: its bytes broken, then one of its
    values made an odd one, in turn; and whole files of nonsense."""
    chance = random.Random(SEED)
    rows = [json.loads(row) for row in (good.splitlines() if lines else [good])]
    for _ in range(times):
        yield broken(good, ".json", chance)[1]
        yield "\n".join(map(json.dumps, _with_odd(rows, chance))).encode()
    yield from _DEEP


def _with_odd(rows: Sequence[Any], chance: random.Random) -> list[Any]:
    number = chance.randrange(len(rows))
    found = list(places(rows[number])) if isinstance(rows[number], (dict, list)) else [()]
    odd = changed(rows[number], chance.choice(found), chance.choice((*ODD, *IN_JSON)))
    return [*rows[:number], odd, *rows[number + 1 :]]


def spoilt_bytes(good: bytes, times: int) -> Iterator[bytes]:
    """Copies of a file of bytes with some of them turned, cut off, blanked or doubled."""
    chance = random.Random(SEED)
    for _ in range(times):
        raw, at = bytearray(good), chance.randrange(len(good))
        for _ in range(chance.randint(1, 6)):
            raw[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        yield from (bytes(raw), good[:at], good[:at] + bytes(9) + good[at + 9 :], good[:at] + good)
