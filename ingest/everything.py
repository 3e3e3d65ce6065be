"""All files that the index is to be in line with: the corpus, what was fetched and what was added
beside it, without the sources that an editor has withdrawn."""

from __future__ import annotations

from handbook.added import added_files
from handbook.from_web import recall
from handbook.progress import nobody
from handbook.settings import Settings
from handbook.withdrawn import withdrawn
from ingest.assemble import Progress
from ingest.build import Result, Turning, ingest
from ingest.manifest import Listed, list_corpus
from ingest.sync import fetched


def list_everything(settings: Settings) -> list[Listed]:
    """The files of an ingest of the whole."""
    listed = list_corpus(settings.corpus) + fetched(settings)
    listed += list_added(settings)
    left_out = withdrawn(settings.data)
    return [item for item in listed if item.source_id not in left_out]


def list_added(settings: Settings) -> list[Listed]:
    """The added files, each with where it was fetched from, if it was."""
    return [Listed(path, web=recall(path)) for path in added_files(settings.data)]


def bring_in(settings: Settings, progress: Progress, turning: Turning = nobody) -> Result:
    """Bring the index in line with everything. See ``ingest``."""
    listed = list_everything(settings)
    return ingest(settings, listed, whole=True, progress=progress, turning=turning)
