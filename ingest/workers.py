"""Who reads the documents of a build: processes of this machine, or a Ray cluster by one setting.

Each is a function from jobs to outcomes as they come in. The document is the unit of work, and an
outcome depends on nothing but its document, so that the index is the same whoever did it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from handbook.settings import Settings
from ingest.jobs import Job
from ingest.readers import Outcome, read_all
from ingest.told import Told

Workers = Callable[[Sequence[Job], Told], Iterator[Outcome]]


def workers(settings: Settings) -> Workers:
    """Those that the settings name; SettingsError where they are not to be had."""
    if settings.ray is None:
        return read_all
    from ingest.on_ray import read_all_there

    return partial(read_all_there, settings)
