"""All files that the index is to be in line with: the corpus, what was fetched and what was added
beside it, without the sources that an editor has withdrawn."""

from __future__ import annotations

from handbook.added import added_files, is_added
from handbook.errors import IndexMissing, IndexStale, SettingsError
from handbook.from_web import recall
from handbook.index import editions
from handbook.progress import nobody
from handbook.settings import Settings
from handbook.withdrawn import withdrawn
from ingest.assemble import Progress
from ingest.build import Result, Turning, ingest
from ingest.forget import Finished
from ingest.manifest import NAME, Listed, list_corpus
from ingest.sync import fetched


def list_everything(settings: Settings) -> list[Listed]:
    """The files of an ingest of the whole. SettingsError where the corpus folder is empty
    beside added files and others answer: a folder that was not mounted looks the same."""
    listed, beside = list_corpus(settings.corpus) + fetched(settings), list_added(settings)
    if beside and not listed and not (settings.corpus / NAME).is_file():
        _check_that_nothing_goes(settings)
    left_out = withdrawn(settings.data)
    return [item for item in listed + beside if item.source_id not in left_out]


def _check_that_nothing_goes(settings: Settings) -> None:
    try:
        held = editions.current(settings.data).documents
    except (IndexMissing, IndexStale):
        return
    would_go = [h for h in held if h.gone is None and not is_added(settings.data, h)]
    if would_go:
        raise SettingsError(
            f"{settings.corpus} holds no documents; {len(would_go)} that answer now would be "
            "withdrawn, so nothing was changed. See that the folder is there whole and that "
            "HANDBOOK_CORPUS names the right one. If all of them are to go, put an empty "
            f"{NAME} into it."
        )


def list_added(settings: Settings) -> list[Listed]:
    """The added files, each with where it was fetched from, if it was."""
    return [Listed(path, web=recall(path)) for path in added_files(settings.data)]


def bring_in(
    settings: Settings,
    progress: Progress,
    turning: Turning = nobody,
    finished: Finished = nobody,
) -> Result:
    """Bring the index in line with everything. See ``ingest``."""
    listed = list_everything(settings)
    return ingest(
        settings, listed, whole=True, progress=progress, turning=turning, finished=finished
    )
