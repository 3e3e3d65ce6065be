"""Documents read and encoded on a Ray cluster. The only door to Ray.

A worker gets a file's bytes and gives back the document with its vectors. It reads by the same
processes as a build on one machine does, so a file that crashes its reader costs that file alone;
where a worker itself is lost, Ray has its documents done again by another.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from handbook.encoder import Encoder, open_encoder
from handbook.endpoint import Endpoint, Secret
from handbook.errors import HandbookError, SettingsError
from handbook.index.encoded import vector_key
from handbook.settings import BUILT_IN_ENCODER, ROOT, Settings
from ingest.assemble import texts_of
from ingest.document import Read
from ingest.jobs import Failure, Job
from ingest.readers import Outcome, in_order, read_all
from ingest.told import Step, Told

LOCAL = "local"
_TRIES_AGAIN = 3
"""How often a document is done again whose worker was lost."""
_WAITING = 2
"""Documents to a core that are under way or wait there: more would fill the cluster's memory."""


def read_all_there(settings: Settings, jobs: Sequence[Job], told: Told) -> Iterator[Outcome]:
    """As ``read_all`` of readers.py, with vectors. SettingsError where there is no cluster."""
    if not jobs:
        return
    ray = _connected(settings.ray or LOCAL)
    try:
        work = ray.remote(max_retries=_TRIES_AGAIN)(_work)
        at_once = _WAITING * max(1, int(ray.cluster_resources().get("CPU", 1)))
        place = None if settings.encoder == BUILT_IN_ENCODER else settings.encoder
        waiting, under_way = deque(in_order(jobs)), dict[Any, Job]()
        while waiting or under_way:
            while waiting and len(under_way) < at_once:
                job = waiting.popleft()
                told(job.origin, Step("reading"))
                under_way[_given(work, job, place, settings.encoder_key)] = job
            [done], _ = ray.wait(list(under_way), num_returns=1)
            yield _taken(ray, done, under_way.pop(done))
    finally:
        ray.shutdown()


def _connected(address: str) -> Any:
    """Ray, with a cluster behind it."""
    # Ray tells its makers of each use unless it is told not to, before it is imported.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_raylet_start_wait_time_s", "120")  # a busy machine takes its time
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            "HANDBOOK_RAY is set and Ray is not installed; run `pip install -e '.[ray]'`, or unset "
            "it."
        ) from error
    try:
        ray.init(
            address=address,
            log_to_driver=False,
            runtime_env={"env_vars": {"PYTHONPATH": _path(address)}},
            include_dashboard=False if address == LOCAL else None,
        )
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        raise SettingsError(
            f"HANDBOOK_RAY is {address!r} and nothing is there: {error}."
        ) from error
    return ray


def _path(address: str) -> str:
    """Where workers find this program: here beside what this process finds, elsewhere installed."""
    known = os.environ.get("PYTHONPATH", "")
    return os.pathsep.join(filter(None, (str(ROOT), known))) if address == LOCAL else known


def _given(work: Any, job: Job, place: Path | Endpoint | None, key: Secret) -> Any:
    """A document handed to the cluster: what is to come of it."""
    try:
        content: bytes | str = job.listed.path.read_bytes()
    except OSError as error:
        content = f"{job.listed.path.name} cannot be opened: {error}."
    return work.remote(job, content, place, key)


def _taken(ray: Any, done: Any, job: Job) -> Outcome:
    """What came of a document; a Failure where every worker that tried it was lost, or had no room
    for it. Any other fault of a worker is raised as it would be raised here."""
    name = job.listed.path.name
    try:
        outcome: Read | Failure = ray.get(done)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, HandbookError):
            raise error.cause from error
        if not isinstance(error.cause, OSError):
            raise
        why = f"{name} could not be read where its worker runs ({error.cause}); mend that."
        return job, Failure(job.listed, why)
    except ray.exceptions.RayError as error:
        why = f"{name} could not be read: its worker was lost {_TRIES_AGAIN + 1} times ({error})."
        return job, Failure(job.listed, why)
    return job, replace(outcome, listed=job.listed) if isinstance(outcome, Failure) else outcome


def _work(job: Job, content: bytes | str, place: Path | Endpoint | None, key: Secret) -> Any:
    """What a worker does with a document."""
    if isinstance(content, str):
        return Failure(job.listed, content)
    with tempfile.TemporaryDirectory(prefix="handbook-ray-") as folder:
        path = Path(folder) / job.listed.path.name
        path.write_bytes(content)
        here = replace(job, listed=replace(job.listed, path=path))
        [(_, outcome)] = list(read_all([here]))
    if isinstance(outcome, Failure):
        return outcome
    document, encoder = outcome.document, _encoder(place, key)
    texts = texts_of(document.edition, document.passages, document.review_questions)
    made = zip(texts, encoder.encode_whole(texts), strict=True)
    vectors = {vector_key(encoder.fingerprint, text): vector for text, vector in made}
    return replace(outcome, vectors=vectors)


@cache
def _encoder(place: Path | Endpoint | None, key: Secret) -> Encoder:
    """The encoder of a worker, opened once; the built-in one is that of its own checkout."""
    return open_encoder(place or BUILT_IN_ENCODER, key)
