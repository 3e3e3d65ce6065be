"""Pictures of pages, kept in the data folder so that many processes draw each of them once.

Below ``pages`` lies a folder for each raw file, by its hash. A picture is a convenience: one that
cannot be kept, or has gone, is drawn again.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

FOLDER = "pages"
MOST_BYTES = 512_000_000
"""How much all pictures may take together, some 2,500 pages: then those drawn first go."""
_KEPT_SHARE = 0.75
_BEGINS, _ENDS = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB\x60\x82"


def kept(data: Path, sha256: str, page_index: int, width: int) -> bytes | None:
    """The picture of a page of a raw file; None where none is kept whole."""
    try:
        picture = _place(data, sha256, page_index, width).read_bytes()
    except OSError:
        return None
    whole = picture.startswith(_BEGINS) and picture.endswith(_ENDS)
    return picture if whole else None


def keep(data: Path, raw: Path, page_index: int, width: int, picture: bytes) -> None:
    """Keep the picture of a page of ``raw``, the kept file of that hash, if that can be done."""
    place = _place(data, raw.stem, page_index, width)
    fresh = place.with_name(f"{place.name}.{uuid.uuid4().hex}.new")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(picture)
        os.replace(fresh, place)
        bound(data, MOST_BYTES)
    if not raw.exists():
        # It was forgotten meanwhile, its pictures after it: none may come back.
        shutil.rmtree(place.parent, ignore_errors=True)


def bound(data: Path, most: int) -> None:
    """Remove the pictures drawn first where all of them take more than ``most`` bytes."""
    found = []
    for path in (data / FOLDER).glob("*/*.png"):
        with suppress(FileNotFoundError):
            stat = path.stat()
            found.append((stat.st_mtime_ns, stat.st_size, path))
    total = sum(size for _, size, _ in found)
    if total <= most:
        return
    for _, size, path in sorted(found):
        if total <= most * _KEPT_SHARE:
            return
        path.unlink(missing_ok=True)
        total -= size


def sweep(data: Path, hashes: Collection[str]) -> None:
    """Remove what was not finished, and the pictures of every raw file but these. To be called
    when those files themselves are gone."""
    for folder in (data / FOLDER).glob("*"):
        if folder.name not in hashes:
            shutil.rmtree(folder, ignore_errors=True)
        for unfinished in folder.glob("*.new"):
            unfinished.unlink(missing_ok=True)


def _place(data: Path, sha256: str, page_index: int, width: int) -> Path:
    return data / FOLDER / sha256 / f"{page_index}-{width}.png"
