"""What was fetched of a source, for good: every version, the record, and what a fetch that was
killed has left."""

from __future__ import annotations

from pathlib import Path

from handbook.errors import ManifestError
from ingest.sync.rules import read_publications
from ingest.sync.store import FOLDER, source_id_of


def files_of(data: Path, source_id: str) -> list[Path]:
    """The fetched files of a source, whether a record names them or not."""
    return sorted(
        path
        for path in (data / FOLDER).glob("*/*")
        if source_id_of(path.parent.name, path.name.partition(".")[0]) == source_id
    )


def still_fetched(corpus: Path, source_id: str) -> str | None:
    """The publication of the manifest that leads to a source: a sync that is asked for it by
    ``--erased`` would fetch it."""
    try:
        publications = read_publications(corpus)
    except ManifestError:
        return None
    for publication in publications:
        chapter = publication.crawl and source_id.startswith(f"{publication.id}/")
        if chapter or source_id == publication.id:
            return publication.id
    return None
