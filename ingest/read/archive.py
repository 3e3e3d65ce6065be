"""Office files are zip archives: refuse broken ones and bombs before a library unpacks them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from handbook.errors import ReadError

MOST_BYTES = 300_000_000
"""No honest document unpacks to more."""

MOST_XML = 40_000_000
"""What is parsed takes some ten times its size in memory; no honest document holds more of it."""

MOST_ENTRIES = 10_000
"""No honest document has more parts."""

MOST_PARAGRAPHS = 100_000
"""Some thousand printed pages of a list: no honest document has more."""

_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    UnicodeError,
    OverflowError,
    NotImplementedError,
)
"""What reading a damaged or encrypted archive raises once its directory has been accepted."""


def check_archive(path: Path, what: str) -> None:
    """Raise ReadError unless ``path`` is a zip archive of a bearable size with plain names."""
    try:
        with path.open("rb") as file:
            if file.read(len(_OLD_OR_LOCKED)) == _OLD_OR_LOCKED:
                raise ReadError(
                    f"{path.name} is locked with a password or in the format of before 2007; "
                    f"save it without a password as a {what}."
                )
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
        if any(entry.header_offset < 0 for entry in entries):  # met by the library only as it reads
            raise zipfile.BadZipFile("a part begins before the file does")
    except BROKEN as error:
        raise ReadError(
            f"{path.name} is not a readable {what} ({error}); open it there and save it again."
        ) from error
    _check_size(path, entries)
    _check_names(path, [entry.filename for entry in entries])


def check_length(path: Path, paragraphs: Iterable[object]) -> None:
    """Raise ReadError for more paragraphs than any honest document has."""
    count = sum(1 for _ in paragraphs)
    if count > MOST_PARAGRAPHS:
        raise ReadError(
            f"{path.name} holds {count} paragraphs, which no honest document does; "
            "split it into its chapters."
        )


def _check_size(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    xml = sum(e.file_size for e in entries if e.filename.lower().endswith((".xml", ".rels")))
    for found, most, of in ((size, MOST_BYTES, ""), (xml, MOST_XML, " of markup")):
        if found > most:
            raise ReadError(
                f"{path.name} unpacks to {found // 1_000_000} MB{of}, which no honest document "
                "does; it was not opened."
            )
    if len(entries) > MOST_ENTRIES:
        raise ReadError(
            f"{path.name} has {len(entries)} parts, which no honest document has; "
            "it was not opened."
        )


def _check_names(path: Path, names: list[str]) -> None:
    """Nothing is ever unpacked to disk; a name that leads out of the archive is a trick all the
    same, and of two parts with one name nobody knows which a reader is shown."""
    for name in names:
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
            raise ReadError(f"{path.name} has a part named {name!r}; it was not opened.")
    if len(set(names)) < len(names):
        raise ReadError(f"{path.name} has two parts of one name; open it and save it again.")
