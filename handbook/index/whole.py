"""Whether the files of a dense index are still those that were built.

Chroma reads files that were cut or damaged without a word and then gives other passages than the
nearest, or ends the whole process. So the hash of each is noted beside them when they are written,
and looked at before they are opened: 40 MB, which is 10,000 passages, in a tenth of a second; a
million takes some seconds, at the start and at the first question after a new edition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

_RECORD = "chroma.sqlite3"
"""Chroma writes to it even to read, so that only its size can be held to. What is wrong within it
SQLite tells."""
_WRITTEN_OUT = "index_metadata.pickle"
"""What a graph has beside it once it is written out. Of fewer passages than a thousand it is not:
they lie in the record, and the graph's files are made anew whenever it is asked."""


@dataclass(frozen=True, slots=True)
class _Built:
    """A file as it was built."""

    size: int
    sha256: str
    """Empty of a file that may change."""


_ADAPTER = TypeAdapter(dict[str, _Built])


def note(folder: Path) -> None:
    """Note beside a folder what its files are like. OSError where that cannot be written."""
    built = {path.relative_to(folder).as_posix(): _seen(path) for path in _files(folder)}
    _noted(folder).write_bytes(_ADAPTER.dump_json(built, indent=1))


def damaged(folder: Path) -> str:
    """The name of a file that is not what was built; empty where there is none, or where nothing
    was noted, as by earlier versions. OSError where a file cannot be read."""
    noted = _noted(folder)
    try:
        built = _ADAPTER.validate_json(noted.read_bytes())
    except FileNotFoundError:
        return ""
    except ValidationError:
        return noted.name
    return next((name for name, was in built.items() if not _is(folder / name, was)), "")


def _is(path: Path, was: _Built) -> bool:
    """The size first: it costs nothing."""
    if not path.is_file():
        return False
    size = path.stat().st_size
    if not was.sha256:
        return size >= was.size
    return size == was.size and _hash(path) == was.sha256


def _seen(path: Path) -> _Built:
    return _Built(path.stat().st_size, "" if path.name == _RECORD else _hash(path))


def _files(folder: Path) -> Iterator[Path]:
    """The record, and the files of each graph that is written out."""
    yield folder / _RECORD
    for written in sorted(folder.glob(f"*/{_WRITTEN_OUT}")):
        yield from sorted(path for path in written.parent.iterdir() if path.is_file())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _noted(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.json")
