"""All files that the index is to be in line with: the corpus, what was fetched and what was added
beside it, without the sources that an editor has withdrawn."""

from __future__ import annotations

from handbook.added import added_files
from handbook.settings import Settings
from handbook.withdrawn import withdrawn
from ingest.assemble import Progress
from ingest.build import Result, ingest
from ingest.manifest import Listed, list_corpus
from ingest.sync import fetched


def list_everything(settings: Settings) -> list[Listed]:
    """The files of an ingest of the whole."""
    listed = list_corpus(settings.corpus) + fetched(settings)
    listed += [Listed(path) for path in added_files(settings.data)]
    left_out = withdrawn(settings.data)
    return [item for item in listed if item.source_id not in left_out]


def bring_in(settings: Settings, progress: Progress) -> Result:
    """Bring the index in line with everything."""
    return ingest(settings, list_everything(settings), whole=True, progress=progress)
