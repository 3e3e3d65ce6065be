"""What the next index edition holds: which document stands for each file, and what becomes of
those whose file has changed or gone.

Everything is decided from the edition that the pointer names and from the files, never from what
merely lies in the catalogue, so that a dead build leaves no trace in the next one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handbook.access.roles import Role
from handbook.catalogue import Catalogue
from handbook.domain import Edition
from handbook.index.editions import Held, IndexEdition
from ingest.document import document_id
from ingest.jobs import Failure, Job
from ingest.manifest import Listed


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next index edition holds, and what each file came to."""

    documents: tuple[Held, ...]
    past: tuple[Held, ...]
    outcomes: Mapping[str, str]
    """For each origin what happened to it: ``added``, ``updated``, ``moved``, ``unchanged``."""
    withdrawn: tuple[str, ...]
    """The names of the files that the corpus no longer lists."""
    readers: Mapping[str, Role] | None = None
    """See IndexEdition."""

    @property
    def listed(self) -> dict[str, Held]:
        """The documents that the corpus lists now, by origin."""
        return {h.origin: h for h in self.documents if h.gone is None}


def known(before: IndexEdition | None, jobs: Sequence[Job]) -> dict[str, Held]:
    """For each origin the document that already stands for the file as it is now.

    A file that nobody declares and that was renamed or moved is known by its bytes, where its
    old place is empty now.
    """
    held = list(before.all()) if before else []
    by_key = {_key(h): h for h in reversed(held)}
    places = {j.origin for j in jobs}
    left = {
        (h.sha256, _suffix(h.file_name)): h
        for h in held
        if h.gone is None and _is_empty(h.origin, places) and _same_reader(h)
    }
    found: dict[str, Held] = {}
    for job in jobs:
        match = by_key.get(job.key)
        if match is None and job.listed.edition is None:
            match = left.get((job.sha256, _suffix(job.listed.path.name)))
        if match:
            found[job.origin] = match
    return found


def _is_empty(origin: str, places: Collection[str]) -> bool:
    """Whether the place of a held document is listed no more and has no file now: one that is
    only not named in this ingest, or that has a copy of it, stays where it is."""
    return origin not in places and not Path(origin).is_file()


def _key(held: Held) -> str:
    return held.key or held.document_id


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _same_reader(held: Held) -> bool:
    """Whether an undeclared document would be read today as it was read."""
    made = document_id(held.sha256, Path(held.file_name), held.edition.source_id, None)
    return made == _key(held)


def make_plan(
    catalogue: Catalogue,
    before: IndexEdition | None,
    jobs: Sequence[Job],
    failures: Sequence[Failure],
    whole: bool,
    today: date,
) -> Plan:
    """The next index edition from the files that could be read and those that could not.

    With ``whole``, what the corpus no longer lists leaves it; without, nothing else changes. What
    failed keeps its last good document either way.
    """
    answering = [h for h in before.documents if h.gone is None] if before else []
    stands = known(before, jobs)
    texts = _by_text(catalogue, answering) if len(stands) < len(jobs) else {}
    places = {j.origin for j in jobs}
    listed: dict[str, Held] = {}
    for job in jobs:
        old = stands.get(job.origin) or _same_text(catalogue, job, texts, places)
        listed[job.origin] = _held(catalogue, job, old)
    moved = {h.document_id for h in listed.values()}
    kept = [
        h for h in answering if h.document_id not in moved and _stays(h, listed, failures, whole)
    ]
    documents = [*kept, *listed.values()]
    left = _left(before, documents, today)
    chain = _chain(documents, left)
    still = {h.document_id for h in chain}
    gone = {h.document_id for h in left}
    fallen = [h for h in answering if h.document_id in gone]
    held = {h.edition.source_id for h in (*documents, *left)}
    return Plan(
        documents=_ordered([*documents, *chain]),
        past=_ordered(h for h in left if h.document_id not in still),
        outcomes=_outcomes(listed, answering),
        withdrawn=tuple(sorted(h.file_name for h in fallen if h.origin not in listed)),
        readers=_readers(before, [*(j.listed for j in jobs), *(f.listed for f in failures)], held),
    )


def _readers(
    before: IndexEdition | None, files: Sequence[Listed], held: Collection[str]
) -> dict[str, Role] | None:
    """The least role that may read each source that not everybody may. What is listed now says it
    for all editions of its source; of a source that nothing is said of, what was said last holds
    on, for as long as anything is held of it."""
    last = (before.readers if before else None) or {}
    readers = {source_id: role for source_id, role in last.items() if source_id in held}
    readers |= {f.source_id: f.readers for f in files if f.readers}
    return {s: role for s, role in sorted(readers.items()) if role != Role.READER} or None


def _held(catalogue: Catalogue, job: Job, old: Held | None) -> Held:
    """The file as the next edition holds it. Where ``old`` says the same, its document goes on,
    with the raw file that it was read from."""
    key = old.document_id if old else job.key
    sha256 = old.sha256 if old else job.sha256
    edition = job.listed.edition or _undeclared(catalogue.edition(key), job)
    return Held(key, job.listed.path.name, sha256, job.origin, edition, job.key)


def _undeclared(edition: Edition, job: Job) -> Edition:
    """What was read of an edition, under the name that its file has now, and whence it came."""
    title = job.source_id if edition.title == edition.source_id else edition.title
    web = job.listed.web
    return replace(
        edition,
        source_id=job.source_id,
        title=title,
        url=web.url if web else None,
        retrieved=web.retrieved if web else None,
    )


def _by_text(catalogue: Catalogue, answering: Iterable[Held]) -> dict[str, list[Held]]:
    """What answers, by the hash of its text."""
    found: dict[str, list[Held]] = {}
    for held in answering:
        found.setdefault(catalogue.text_hash(held.document_id), []).append(held)
    return found


def _same_text(
    catalogue: Catalogue, job: Job, texts: Mapping[str, Sequence[Held]], places: Collection[str]
) -> Held | None:
    """The document of a file that was only saved again: the same text, in the same place or in
    one that is empty now."""
    text = catalogue.text_hash(job.key)
    for held in texts.get(text, ()) if text else ():
        here = held.origin == job.origin
        same_source = job.listed.edition is None or held.edition.source_id == job.source_id
        if here or (_is_empty(held.origin, places) and same_source):
            return held
    return None


def _outcomes(listed: Mapping[str, Held], answering: Sequence[Held]) -> dict[str, str]:
    """What happened to each file."""
    ids = {h.document_id for h in answering}
    origins = {h.origin for h in answering}
    both = {(h.document_id, h.origin) for h in answering}

    def outcome(held: Held) -> str:
        if (held.document_id, held.origin) in both:
            return "unchanged"
        if held.document_id in ids:
            return "moved"
        return "updated" if held.origin in origins else "added"

    return {origin: outcome(held) for origin, held in listed.items()}


def _stays(
    held: Held, listed: Mapping[str, Held], failures: Sequence[Failure], whole: bool
) -> bool:
    """Whether a document that no file stands for goes on as it was: nothing is to be removed, or
    its file failed now."""
    if held.origin in listed:
        return False
    return not whole or any(
        f.listed.origin == held.origin or f.listed.source_id == held.edition.source_id
        for f in failures
    )


def _left(before: IndexEdition | None, documents: Iterable[Held], today: date) -> list[Held]:
    """What was held and is not listed any more, each with the day on which it left."""
    here = {h.document_id for h in documents}
    left: dict[str, Held] = {}
    for held in before.all() if before else ():
        if held.document_id not in here:
            left[held.document_id] = replace(held, gone=held.gone or today)
    return list(left.values())


def _chain(documents: Sequence[Held], left: Sequence[Held]) -> list[Held]:
    """The dated editions among those that left which a later edition of their source followed:
    they still answer as at a date. Of several of one date only the last to leave does."""
    dates: dict[str, set[date]] = {}
    for held in documents:
        if held.starts:
            dates.setdefault(held.edition.source_id, set()).add(held.starts)
    last: dict[tuple[str, date], Held] = {}
    for held in left:
        listed = dates.get(held.edition.source_id, set())
        starts = held.starts
        if not starts or starts in listed or not any(day > starts for day in listed):
            continue
        place = (held.edition.source_id, starts)
        rival = last.get(place)
        if rival is None or (held.gone or date.max) > (rival.gone or date.max):
            last[place] = held
    return list(last.values())


def _ordered(held: Iterable[Held]) -> tuple[Held, ...]:
    unique = {(h.document_id, h.origin): h for h in held}
    return tuple(
        sorted(unique.values(), key=lambda h: (h.edition.source_id, h.origin, h.document_id))
    )
