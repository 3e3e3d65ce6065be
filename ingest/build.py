"""The index brought in line with the files: read what is new, encode, build beside, flip.

Steps: sweep what a dead build left → list files → read those that are new, encoding while others
are read → plan what the new index edition holds → write it in a directory of its own, check it,
flip the pointer → sweep. A crash at any moment leaves the old index answering.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from handbook.catalogue import Catalogue
from handbook.encoder import Encoder, LocalEncoder, open_encoder
from handbook.errors import IndexMissing, IndexStale, SettingsError, not_written
from handbook.index import editions, probe
from handbook.index.editions import IndexEdition
from handbook.progress import nobody
from handbook.receipt import Receipt
from handbook.settings import Settings
from ingest import forget
from ingest.assemble import Progress, assemble, encode_document
from ingest.files import sweep
from ingest.forget import Finished
from ingest.jobs import Failure, Job, find_jobs
from ingest.lock import builder
from ingest.manifest import Listed
from ingest.plan import Plan, known, make_plan
from ingest.readers import Outcome
from ingest.receipts import receipts_of
from ingest.told import Listener, Step, Told
from ingest.workers import workers

Turning = Callable[[Sequence[Receipt], Sequence[str]], None]
"""Called with the receipts and with what is withdrawn, when the index is about to turn to them."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one ingest did."""

    edition_id: str | None
    changed: bool
    withdrawn: tuple[str, ...]
    receipts: tuple[Receipt, ...]
    left_out: tuple[str, ...] = ()
    """Files of a source whose erasure was stopped half-way and was finished first: they were not
    read."""

    @property
    def failed(self) -> bool:
        """Whether any file could not be ingested."""
        return any(r.failed for r in self.receipts)


def ingest(
    settings: Settings,
    files: Sequence[Listed],
    *,
    whole: bool,
    rebuild: bool = False,
    progress: Progress = nobody,
    told: Told = nobody,
    turning: Turning = nobody,
    finished: Finished = nobody,
) -> Result:
    """Bring the index in line with ``files``; with ``whole``, what is not listed is withdrawn.

    Files that cannot be read get a receipt that says why, and keep their last good document; the
    others are indexed. With ``rebuild`` the index is written anew though nothing has changed. An
    erasure that was stopped half-way is finished first, which ``finished`` hears of, and files of
    its source are left out. ``progress`` hears of the whole, and ``told`` of each document that is
    read; what ``turning`` raises leaves the index as it was.
    Raises BuilderBusy when another ingest is running on the same data folder, StoreError where that
    folder cannot be written, SettingsError where there are no files: an empty folder does not mean
    that everything is to go. IndexStale where what is indexed cannot be read, since its past would
    be lost: only a whole rebuild gives that up.
    """
    if not files:
        raise SettingsError("There are no documents that can be read; nothing was changed.")
    erased = forget.finish(settings, finished)
    rest = [item for item in files if item.source_id != erased]
    left_out = tuple(item.path.name for item in files if item.source_id == erased)
    if not rest:
        return Result(editions.current(settings.data).edition_id, False, (), (), left_out)
    try:
        with builder(settings.data), closing(Catalogue.open(settings.data)) as catalogue:
            result = _ingest(settings, catalogue, rest, whole, rebuild, progress, told, turning)
    except OSError as error:
        raise not_written(settings.data, error) from error
    if erased is None:
        # Where there was no index to go on from, there is one now.
        forget.finish(settings, finished)
    return replace(result, left_out=left_out)


def _ingest(
    settings: Settings,
    catalogue: Catalogue,
    files: Sequence[Listed],
    whole: bool,
    rebuild: bool,
    progress: Progress,
    told: Told,
    turning: Turning,
) -> Result:
    before = _before(settings, catalogue, past_may_go=whole and rebuild)
    encoder = open_encoder(settings.encoder, settings.encoder_key)
    moved = not _same_vectors(settings.data, before, encoder)
    if moved:
        # Nothing is marked on this connection yet: all of them go, and are made anew.
        catalogue.kept.sweep()
    jobs, failures = find_jobs(files)
    stands = known(before, jobs)
    fresh = [j for j in jobs if j.origin not in stands]
    failures += _read(catalogue, workers(settings)(fresh, told), fresh, encoder, progress, told)
    bad = {f.listed.origin for f in failures}
    good = [j for j in jobs if j.origin not in bad]
    plan = make_plan(catalogue, before, good, failures, whole, date.today())
    receipts = receipts_of(catalogue, good, plan) + [f.receipt for f in failures]
    changed = rebuild or moved or before is None or not _same(before, plan, encoder, settings)
    if changed and plan.documents:
        note = partial(turning, receipts, plan.withdrawn)
        before = assemble(settings, catalogue, plan, encoder, progress, note)
        _sweep(settings, catalogue, before)
    origins = [j.origin for j in good] + [f.listed.origin for f in failures]
    catalogue.keep_receipts(dict(zip(origins, receipts, strict=True)), whole=whole)
    edition_id = before.edition_id if before else None
    return Result(edition_id, changed and bool(plan.documents), plan.withdrawn, tuple(receipts))


def _before(settings: Settings, catalogue: Catalogue, *, past_may_go: bool) -> IndexEdition | None:
    """The edition that the pointer names, with everything swept that it does not name."""
    try:
        before = editions.current(settings.data)
    except IndexMissing:
        return None
    except IndexStale:
        if past_may_go:
            return None
        raise
    _sweep(settings, catalogue, before)
    # What the catalogue has lost is read again, where its file is still there.
    kept = set(catalogue.document_ids())
    documents = tuple(h for h in before.documents if h.document_id in kept)
    past = tuple(h for h in before.past if h.document_id in kept)
    return replace(before, documents=documents, past=past)


def _sweep(settings: Settings, catalogue: Catalogue, edition: IndexEdition) -> None:
    catalogue.keep_only({h.document_id for h in edition.all()})
    sweep(settings, edition)


def _same_vectors(data: Path, before: IndexEdition | None, encoder: Encoder) -> bool:
    """Whether kept vectors under the encoder's name are still what it gives."""
    if before is None or before.encoder != encoder.fingerprint:
        return isinstance(encoder, LocalEncoder)
    return probe.agrees(editions.directory(data, before.edition_id), encoder)


def _same(before: IndexEdition, plan: Plan, encoder: Encoder, settings: Settings) -> bool:
    return (
        before.documents == plan.documents
        and before.past == plan.past
        and before.readers == plan.readers
        and before.encoder == encoder.fingerprint
        and before.on_server == (settings.chroma is not None)
    )


def _read(
    catalogue: Catalogue,
    outcomes: Iterable[Outcome],
    jobs: Sequence[Job],
    encoder: Encoder,
    progress: Progress,
    told: Told,
) -> list[Failure]:
    """Put documents into the catalogue as they are read, and encode each that comes without its
    vectors while others are still being read."""
    if not jobs:
        return []
    # That takes two seconds, in which the readers are already at work.
    warming = threading.Thread(target=_import_writer)
    warming.start()
    for job in jobs:
        told(job.origin, Step("waiting"))
    failures: list[Failure] = []
    for done, (job, outcome) in enumerate(outcomes, start=1):
        if isinstance(outcome, Failure):
            failures.append(outcome)
            told(job.origin, Step("failed", why=outcome.why))
        else:
            warming.join()
            catalogue.add(outcome.document, outcome.receipt, outcome.text_hash)
            catalogue.kept.keep(outcome.vectors)
            _encode(catalogue, job, encoder, partial(told, job.origin))
            told(job.origin, Step("read"))
        progress("reading", done, len(jobs))
    warming.join()
    return failures


def _import_writer() -> None:
    from handbook.index import vectors

    vectors.import_writer()


def _encode(catalogue: Catalogue, job: Job, encoder: Encoder, listener: Listener) -> None:
    from handbook.index.vectors import KeptEmbedding

    edition = job.listed.edition or catalogue.edition(job.key)
    encode = KeptEmbedding(encoder, catalogue).encode
    encode_document(catalogue, job.key, edition, encode, listener)
