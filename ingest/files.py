"""The raw files that documents were read from, kept so that an old citation can be opened."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

from handbook import page_store
from handbook.errors import BuildError, VectorsAway
from handbook.index import leases
from handbook.index.editions import Held, IndexEdition, sync_folder
from handbook.settings import Settings
from ingest.manifest import file_hash

_FOLDER = "files"
_UNFINISHED = ("*.new", f"{_FOLDER}/*.new", "*.new-*")


def kept_name(held: Held) -> str:
    """The name under which a document's raw file is kept."""
    return held.sha256 + Path(held.file_name).suffix.lower()


def keep_files(data: Path, edition: IndexEdition) -> None:
    """Keep a copy of each raw file; BuildError where one has changed since it was read."""
    folder = data / _FOLDER
    folder.mkdir(exist_ok=True)
    for held in edition.documents:
        kept = folder / kept_name(held)
        if kept.exists() or not Path(held.origin).is_file():
            continue
        fresh = kept.with_name(kept.name + ".new")
        shutil.copyfile(held.origin, fresh)
        if file_hash(fresh) != held.sha256:
            fresh.unlink()
            raise BuildError(
                f"{held.file_name} changed while it was read; the old index stays. "
                "Run `handbook ingest` again."
            )
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(fresh, kept)
    sync_folder(folder)


def sweep(settings: Settings, edition: IndexEdition, *, even_if_read: bool = False) -> list[str]:
    """Remove what the edition does not name: index directories with their vectors, raw files and
    the pictures of their pages, unfinished files.

    Returns the names of the directories that stay because somebody reads them, or because the
    server of their vectors is away.
    """
    data = settings.data
    for pattern in _UNFINISHED:
        for unfinished in data.glob(pattern):
            unfinished.unlink(missing_ok=True)
    named = {kept_name(h) for h in edition.all()}
    for kept in (data / _FOLDER).glob("*"):
        if kept.name not in named:
            kept.unlink(missing_ok=True)
    page_store.sweep(data, {h.sha256 for h in edition.all()})
    return leases.sweep(
        data, edition.edition_id, even_if_read=even_if_read, first=partial(_dropped, settings)
    )


def _dropped(settings: Settings, edition_id: str) -> bool:
    """Whether no server keeps vectors of an index edition any more."""
    if settings.chroma is None:
        return True
    from handbook.index.chroma import drop

    try:
        drop(settings.data, edition_id, settings.chroma)
    except VectorsAway:
        return False
    return True
