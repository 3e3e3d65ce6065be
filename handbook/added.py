"""Files that an editor adds through the page. They lie in the data folder, beside the corpus, whose
folder is its owner's: an ingest of the whole reads them too, until they are forgotten."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from handbook.errors import ReadError
from handbook.from_web import let_go
from handbook.index.editions import Held
from handbook.withdrawn import withdrawn

_FOLDER = "added"
_LONGEST_NAME = 120
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
"""What some system would not take in the name of a file."""


def added_files(data: Path) -> list[Path]:
    """The files that were added and not forgotten."""
    return sorted(p for p in (data / _FOLDER).glob("*") if p.is_file() and p.name[0] != ".")


def added_path(data: Path, name: str) -> Path:
    """Where a file of that name lies, or would."""
    return data / _FOLDER / name


def is_added(data: Path, held: Held) -> bool:
    """Whether a document was read from a file that an editor added."""
    return Path(held.origin).parent == (data / _FOLDER).absolute()


def taken_elsewhere(data: Path, source_id: str, held: Iterable[Held]) -> bool:
    """Whether a source of that id is listed that was not added here, so that no file may be. One
    that is withdrawn counts unless every file of it was added here: a new file would have it
    answer again, and the corpus may list the old one still."""
    of_it = [h for h in held if h.edition.source_id == source_id]
    if source_id in withdrawn(data):
        return not of_it or not all(is_added(data, h) for h in of_it)
    return any(h.gone is None and not is_added(data, h) for h in of_it)


def file_name(given: str) -> str:
    """The name under which a file is kept; ReadError says why it may not have the one given.

    Of a path only the last part counts, so that no name leads out of the folder.
    """
    name = re.split(r"[/\\]", given)[-1].strip()
    if not Path(name).stem or name.startswith("."):
        raise ReadError(f"“{given}” is no name for a file here; give it one with letters and try.")
    if _NO_NAME.search(name):
        raise ReadError(
            f"“{given}” has a sign in its name that not every system takes "
            '(< > : " | ? * or a control sign); rename the file.'
        )
    if len(name.encode()) > _LONGEST_NAME:
        raise ReadError(
            f"“{name[:40]}…” has a name of more than {_LONGEST_NAME} bytes; rename the file."
        )
    return name


def put(data: Path, fresh: Path, name: str, former: Path) -> None:
    """Move a file in under a name, in one step; the one that had the name goes to ``former``, and
    comes back where this fails."""
    path = added_path(data, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        os.replace(path, former)
    try:
        os.replace(fresh, path)
    except OSError:
        take_back(data, name, former)
        raise


def take_back(data: Path, name: str, former: Path) -> None:
    """Undo ``put``."""
    path = added_path(data, name)
    path.unlink(missing_ok=True)
    if former.exists():
        os.replace(former, path)


def forget_source(data: Path, source_id: str) -> None:
    """Remove the files of a source that is being erased."""
    for path in added_files(data):
        if path.stem == source_id:
            path.unlink()
            let_go(path)
