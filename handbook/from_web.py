"""Where an added file was fetched from: a small record beside it, which holds for its bytes alone,
so that a file which takes its place by hand is not shown under that address."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from handbook.index.editions import replace_text

LONGEST_ADDRESS = 2000
"""Characters of an address that is given."""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FromWeb:
    """The address that was given for a file, and the day on which these bytes first came."""

    url: str
    retrieved: date
    sha256: str


_ADAPTER = TypeAdapter(FromWeb)


def is_address(text: str) -> bool:
    """Whether something is given as a web address, and not as a file or folder."""
    return _ADDRESS.match(text) is not None


def remember(path: Path, where: FromWeb) -> None:
    """Note where a file was fetched from."""
    replace_text(_record(path), _ADAPTER.dump_json(where, indent=1).decode())


def recall(path: Path) -> FromWeb | None:
    """Where a file was fetched from; None where it was not, or where nobody can tell any more."""
    try:
        where = _ADAPTER.validate_json(_record(path).read_bytes())
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValidationError):
        return None
    return where if where.sha256 == sha256 else None


def let_go(path: Path) -> None:
    """Remove what is noted of a file."""
    record = _record(path)
    for one in (record, record.with_name(record.name + ".new")):
        one.unlink(missing_ok=True)


def _record(path: Path) -> Path:
    return path.with_name(f".{path.name}.json")
