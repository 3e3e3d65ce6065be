"""The index brought in line with the files: read what is new, encode, build beside, flip.

Steps: list files → read those not yet in the catalogue → encode → write a new index edition in a
directory of its own → flip the pointer → sweep. A crash at any moment leaves the old index
answering. One builder at a time.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from filelock import FileLock, Timeout

from handbook.catalogue import Catalogue
from handbook.domain import Edition, Passage
from handbook.encoder import Encoder
from handbook.errors import BuilderBusy, IndexMissing, IndexStale, ReadError
from handbook.index import editions
from handbook.index.editions import Held, IndexEdition
from handbook.settings import Settings
from ingest.document import Read, document_id, make_document
from ingest.manifest import Listed, file_hash

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and how much there is."""


def _silent(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What ingestion saw of one file."""

    file: str
    source_id: str
    outcome: str
    """``added``, ``unchanged`` or ``failed``"""
    document_id: str | None = None
    units: int = 0
    passages: int = 0
    panels: int = 0
    review_questions: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What one ingest did."""

    edition_id: str | None
    changed: bool
    withdrawn: tuple[str, ...]
    receipts: tuple[Receipt, ...]

    @property
    def failed(self) -> bool:
        """Whether any file could not be ingested."""
        return any(r.outcome == "failed" for r in self.receipts)


@dataclass(frozen=True, slots=True)
class _Job:
    listed: Listed
    sha256: str
    source_id: str
    key: str


def ingest(
    settings: Settings,
    files: Sequence[Listed],
    *,
    whole: bool,
    rebuild: bool = False,
    progress: Progress = _silent,
) -> Result:
    """Bring the index in line with ``files``; with ``whole``, what is not listed is withdrawn.

    Files that cannot be read get a receipt that says why; the others are indexed. Raises
    BuilderBusy when another ingest is running on the same data folder.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data / "builder.lock")
    try:
        with lock.acquire(timeout=0):
            return _ingest(settings, files, whole, rebuild, progress)
    except Timeout as error:
        raise BuilderBusy(
            f"Another ingest is working in {settings.data}; wait for it to end."
        ) from error


def _ingest(
    settings: Settings, files: Sequence[Listed], whole: bool, rebuild: bool, progress: Progress
) -> Result:
    before = _current(settings.data, rebuild)
    jobs, failures = _jobs(files)
    catalogue = Catalogue.open(settings.data)
    try:
        fresh = [j for j in jobs if not catalogue.holds(j.key)]
        for done, outcome in enumerate(_read_all(fresh), start=1):
            if isinstance(outcome, Receipt):
                failures.append(outcome)
            else:
                catalogue.add(outcome.document, outcome.warnings, outcome.panels)
            progress("reading", done, len(fresh))
        good = [j for j in jobs if catalogue.holds(j.key)]
        held = _held(catalogue, good, before, whole, failures)
        added = {j.key for j in fresh}
        receipts = [_receipt(catalogue, j, j.key in added) for j in good] + failures
        withdrawn = _withdrawn(before, held)
        encoder = Encoder.load(settings.model)
        if before and before.documents == held and before.encoder == encoder.fingerprint:
            return Result(before.edition_id, False, (), tuple(receipts))
        edition_id = _build(settings, catalogue, held, encoder, progress)
        return Result(edition_id, True, withdrawn, tuple(receipts))
    finally:
        catalogue.close()


def _current(data: Path, rebuild: bool) -> IndexEdition | None:
    try:
        return None if rebuild else editions.current(data)
    except (IndexMissing, IndexStale):
        return None


def _jobs(files: Sequence[Listed]) -> tuple[list[_Job], list[Receipt]]:
    jobs, failures = [], []
    for listed in files:
        source_id = listed.edition.source_id if listed.edition else listed.path.stem
        try:
            sha256 = file_hash(listed.path)
        except OSError as error:
            failures.append(
                _failure(listed, source_id, f"{listed.path} cannot be opened: {error}.")
            )
            continue
        if listed.sha256 and listed.sha256 != sha256:
            why = f"{listed.path.name} is not the file that the manifest describes: its SHA-256 is "
            failures.append(_failure(listed, source_id, f"{why}{sha256}; correct the manifest."))
            continue
        jobs.append(_Job(listed, sha256, source_id, document_id(sha256, source_id)))
    return jobs, failures


def _failure(listed: Listed, source_id: str, why: str) -> Receipt:
    return Receipt(listed.path.name, source_id, "failed", error=why)


def _read_all(jobs: Sequence[_Job]) -> Iterator[Read | Receipt]:
    """Read files, several at a time where there are several; large ones first."""
    if len(jobs) < 3:
        yield from (_read(job) for job in jobs)
        return
    ordered = sorted(jobs, key=lambda j: -j.listed.path.stat().st_size)
    workers = min(len(os.sched_getaffinity(0)), len(jobs))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for future in as_completed([pool.submit(_read, job) for job in ordered]):
            yield future.result()


def _read(job: _Job) -> Read | Receipt:
    try:
        return make_document(job.listed.path, job.sha256, job.listed.edition)
    except ReadError as error:
        return _failure(job.listed, job.source_id, str(error))


def _held(
    catalogue: Catalogue,
    jobs: Sequence[_Job],
    before: IndexEdition | None,
    whole: bool,
    failures: Sequence[Receipt],
) -> tuple[Held, ...]:
    """What the new edition holds. A file that fails now keeps its last good document."""
    listed = [
        Held(
            j.key,
            j.listed.path.name,
            j.sha256,
            str(j.listed.path.absolute()),
            j.listed.edition or catalogue.edition(j.key),
        )
        for j in jobs
    ]
    origins = {h.origin for h in listed}
    failed = {r.file for r in failures}
    kept = [
        h
        for h in (before.documents if before else ())
        if h.origin not in origins and (not whole or h.file_name in failed)
    ]
    unique = {(h.document_id, h.origin): h for h in kept + listed}
    return tuple(sorted(unique.values(), key=lambda h: (h.edition.source_id, h.origin)))


def _withdrawn(before: IndexEdition | None, held: Sequence[Held]) -> tuple[str, ...]:
    now = {h.origin for h in held}
    return tuple(h.file_name for h in (before.documents if before else ()) if h.origin not in now)


def _receipt(catalogue: Catalogue, job: _Job, added: bool) -> Receipt:
    return Receipt(
        file=job.listed.path.name,
        source_id=job.source_id,
        outcome="added" if added else "unchanged",
        document_id=job.key,
        units=catalogue.count("unit", job.key),
        passages=catalogue.count("passage", job.key),
        panels=catalogue.panels(job.key),
        review_questions=catalogue.count("review_question", job.key),
        warnings=tuple(catalogue.warnings(job.key)),
    )


def _build(
    settings: Settings,
    catalogue: Catalogue,
    held: tuple[Held, ...],
    encoder: Encoder,
    progress: Progress,
) -> str:
    # llama-index and Chroma take two seconds to import: an unchanged run never needs them.
    from handbook.index import lexical, vectors

    made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    edition = IndexEdition(uuid.uuid4().hex[:12], made, encoder.fingerprint, held)
    folder = editions.directory(settings.data, edition.edition_id)
    folder.mkdir(parents=True)
    embedding = vectors.KeptEmbedding(encoder, catalogue)
    rows = _rows(catalogue, held)
    _encode(embedding.encode, rows, progress)
    asked = [q.text for h in held for q in catalogue.review_questions(h.document_id)]
    embedding.encode(asked)
    progress("indexing", 0, 1)
    vectors.build(folder / "vectors", [(p.passage_id, encoded(e, p)) for e, p in rows], embedding)
    lexical.build(
        folder / "lexical", ((p.passage_id, e.title, " ".join(p.headings), p.text) for e, p in rows)
    )
    editions.write_record(settings.data, edition)
    _keep_files(settings.data, held)
    editions.flip(settings.data, edition.edition_id)
    editions.sweep(settings.data, edition.edition_id)
    progress("indexing", 1, 1)
    return edition.edition_id


def _rows(catalogue: Catalogue, held: Sequence[Held]) -> list[tuple[Edition, Passage]]:
    documents = {h.document_id: h.edition for h in held}
    return [(e, p) for key, e in documents.items() for p in catalogue.passages_of(key)]


def _encode(
    encode: Callable[[Sequence[str]], object],
    rows: Sequence[tuple[Edition, Passage]],
    progress: Progress,
) -> None:
    """Encode in parts, so that progress shows and a stopped build has kept what it made."""
    step = 512
    for start in range(0, len(rows), step):
        encode([encoded(e, p) for e, p in rows[start : start + step]])
        progress("encoding", min(start + step, len(rows)), len(rows))


def encoded(edition: Edition, passage: Passage) -> str:
    """The text that stands for a passage in the dense index: title and headings take part."""
    return "\n".join((edition.title, " > ".join(passage.headings), passage.text))


def _keep_files(data: Path, held: Sequence[Held]) -> None:
    """Keep a copy of each raw file, so that an old citation can still be opened."""
    folder = data / "files"
    folder.mkdir(exist_ok=True)
    for h in held:
        kept = folder / (h.sha256 + Path(h.file_name).suffix.lower())
        if not kept.exists() and Path(h.origin).is_file():
            fresh = kept.with_suffix(".new")
            shutil.copyfile(h.origin, fresh)
            os.replace(fresh, kept)
