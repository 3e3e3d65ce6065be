"""Tables that people write, broken by chance: each is read, or refused in a sentence."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from eval.broken import broken
from handbook.contacts import read_contacts, wrong_contacts
from handbook.errors import HandbookError
from handbook.replies import Replies
from handbook.settings import ROOT
from ingest.manifest import list_corpus

SEED = 20261130
ODD: list[Any] = [
    *(0, -1, 1.5, True, "", "x" * 300, "$", "${x", "\0", "2026-13-45", [], {}, [[]], [{}]),
    *({"a": 1}, ["leeds", 3], 10**30, "../../etc/passwd", "."),
    *(date(2026, 1, 1), datetime(2026, 1, 1, 1, 1), time(1, 2)),
]
"""Values that a field may be given."""


def _written(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, (date, time)):
        return value.isoformat()
    return json.dumps(value)


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inside in pairs:
        yield (*place, key)
        if isinstance(inside, (dict, list)):
            yield from _places(inside, (*place, key))


def _with(value: Any, place: tuple[Any, ...], odd: Any) -> Any:
    if not place:
        return odd
    changed = value.copy()
    changed[place[0]] = _with(value[place[0]], place[1:], odd)
    return changed


def _spoilt(good: str, times: int) -> Iterator[bytes]:
    """Copies of a TOML file: in turn its bytes broken, and one of its values made an odd one."""
    chance, value = random.Random(SEED), tomllib.loads(good)
    places = list(_places(value))
    for _ in range(times):
        yield broken(good.encode(), ".toml", chance)[1]
        odd = _with(value, chance.choice(places), chance.choice(ODD))
        yield "\n".join(f"{json.dumps(k)} = {_written(v)}" for k, v in odd.items()).encode()


def _read_contacts(path: Path) -> None:
    list(wrong_contacts(path))
    read_contacts(path)


@pytest.mark.parametrize(
    ("source", "name", "use"),
    [
        ("corpus/manifest.toml", "manifest.toml", lambda path: list_corpus(path.parent)),
        ("corpus/contacts.toml", "contacts.toml", _read_contacts),
        ("prompts/replies.toml", "replies.toml", lambda path: Replies.load(path.parent)),
    ],
    ids=["manifest", "contacts", "replies"],
)
def test_a_broken_table_is_read_or_refused_in_a_sentence(
    wind_up: Callable[[], None],
    tmp_path: Path,
    source: str,
    name: str,
    use: Callable[[Path], object],
) -> None:
    whole = "[[source]]".join((ROOT / source).read_text(encoding="utf-8").split("[[source]]")[:3])
    (tmp_path / name).write_text(whole, encoding="utf-8")
    use(tmp_path / name)
    refused: list[str] = []
    for spoilt in _spoilt(whole, 60):
        (tmp_path / name).write_bytes(spoilt)
        wind_up()
        try:
            use(tmp_path / name)
        except HandbookError as error:
            refused.append(str(error))
    assert len(refused) > 30
    assert [sentence for sentence in refused if name not in sentence] == []
