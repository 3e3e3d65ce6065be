"""Office files are zip archives: refuse broken ones and bombs before a library unpacks them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from handbook.errors import ReadError

MOST_BYTES = 300_000_000
"""No honest document unpacks to more."""


BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    UnicodeError,
    OverflowError,
)
"""What reading a damaged or encrypted archive raises once its directory has been accepted."""


def check_archive(path: Path, what: str) -> None:
    """Raise ReadError unless ``path`` is a zip archive of a bearable size."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except BROKEN as error:
        raise ReadError(
            f"{path.name} is not a readable {what} ({error}); open it there and save it again."
        ) from error
    if size > MOST_BYTES:
        raise ReadError(
            f"{path.name} unpacks to {size // 1_000_000} MB, which no honest document does; "
            "it was not opened."
        )
