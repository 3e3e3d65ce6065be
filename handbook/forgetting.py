"""The mark of an erasure under way, so that one that was stopped can be gone on with: the source,
and the hashes of its raw files, which say none of its words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import StoreError
from handbook.index.editions import replace_text

_FILE = "forgetting"
_BETWEEN = "\0"
"""What no id can hold, since no file name can."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An erasure that was begun and not ended."""

    source_id: str
    hashes: frozenset[str]


def begun(data: Path) -> Begun | None:
    """The erasure that was begun in a data folder and not ended; StoreError where its mark cannot
    be read."""
    path = data / _FILE
    if not path.is_file():
        return None
    try:
        source_id, *hashes = path.read_text(encoding="utf-8").split(_BETWEEN)
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path}, the mark of an erasure under way, cannot be read ({error}). Remove it, and "
            "run `handbook forget` again for the source that was being erased."
        ) from error
    return Begun(source_id, frozenset(hashes))


def begin(data: Path, source_id: str, hashes: Collection[str]) -> None:
    """Have the next ingest go on with an erasure that is stopped from here."""
    replace_text(data / _FILE, _BETWEEN.join([source_id, *sorted(hashes)]))


def end(data: Path) -> None:
    """Have nothing to go on with."""
    (data / _FILE).unlink(missing_ok=True)
