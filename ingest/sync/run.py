"""A sync: every publication of the manifest in turn, one host at a time, one run at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from handbook.erased import is_erased, lift
from handbook.errors import SettingsError
from handbook.progress import nobody
from handbook.settings import Settings
from ingest.assemble import Progress
from ingest.manifest import NAME
from ingest.sync.addresses import Gate, Resolver, resolve
from ingest.sync.aside import Aside
from ingest.sync.body import Allowance
from ingest.sync.crawl import Target, find_targets
from ingest.sync.faults import FetchError, Gone, Unreachable
from ingest.sync.fetch import Visitor
from ingest.sync.keep import Keeper
from ingest.sync.limits import Limits
from ingest.sync.rules import Publication, read_publications
from ingest.sync.store import Store, source_id_of
from ingest.sync.turn import fetching_alone

_IN_A_ROW = 3
"""So many documents that cannot be reached, one after the other, end a publication's turn."""

_ERASED = (
    "It was erased here, and is not fetched again: leave_out its address in the manifest. Where it "
    "is to come back, name its publication with --erased."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: ``added``, ``changed``, ``unchanged``, ``failed``, ``gone``
    (the publisher says so), ``unlisted`` (held, and no longer in the contents), ``erased``
    (here, and therefore passed over) or ``planned`` (a dry run). ``why`` is a
    sentence where there is something to say."""

    source_id: str
    url: str
    outcome: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one sync did."""

    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> bool:
        """Whether any document could not be fetched, or is gone."""
        return any(o.outcome in ("failed", "gone") for o in self.outcomes)


@dataclass(frozen=True, slots=True)
class _Run:
    settings: Settings
    limits: Limits
    resolver: Resolver
    progress: Progress
    allowance: Allowance
    last: dict[str, float]
    dry: bool
    accept: bool
    erased: bool

    def is_passed_over(self, source_id: str) -> bool:
        return not self.erased and is_erased(self.settings.data, source_id)

    def visitor(self, publication: Publication) -> Visitor:
        gate = Gate(
            publication.all_hosts(),
            publication.plain_http(),
            self.settings.sync_private,
            self.resolver,
        )
        return Visitor(gate, publication.pause, self.limits, self.allowance, self.last)


def sync(
    settings: Settings,
    only: Sequence[str] = (),
    *,
    dry: bool = False,
    accept: bool = False,
    erased: bool = False,
    limits: Limits | None = None,
    resolver: Resolver = resolve,
    progress: Progress = nobody,
) -> Report:
    """Fetch the publications of the manifest, or ``only`` some of them, beside the corpus.

    What fails is told in the report and keeps its last good file. ``dry`` looks at contents pages
    and fetches no document. What was erased here is passed over, unless ``erased`` says that it is
    to come back. Raises BuilderBusy when another sync works in the data folder, and
    SettingsError where there is nothing to fetch.
    """
    if (accept or erased) and not only:
        option = "--accept" if accept else "--erased"
        raise SettingsError(f"{option} needs the publications that are meant, by name.")
    chosen = _chosen(settings, only)
    limits = limits or Limits()
    allowance = Allowance(limits.run_bytes)
    run = _Run(settings, limits, resolver, progress, allowance, {}, dry, accept, erased)
    with fetching_alone(settings.data):
        return Report(tuple(o for p in chosen for o in _publication(run, p)))


def _chosen(settings: Settings, only: Sequence[str]) -> list[Publication]:
    publications = read_publications(settings.corpus)
    known = [p.id for p in publications]
    if not known:
        raise SettingsError(
            f"{settings.corpus / NAME} names no publication with an address; "
            "add a [[publication]] table."
        )
    for name in only:
        if name not in known:
            raise SettingsError(f"{name} is no publication; there are {', '.join(known)}.")
    return [p for p in publications if not only or p.id in only]


def _publication(run: _Run, publication: Publication) -> Iterator[Outcome]:
    store = Store(run.settings.data, publication.id)
    visitor, aside = run.visitor(publication), Aside(run.limits.read_seconds)
    try:
        if not run.dry:
            store.sweep()
        found = find_targets(visitor, aside, publication)
        for fault in found.faults:
            yield Outcome(publication.id, publication.address, "failed", fault)
        if run.dry:
            yield from (_planned(run, publication, t) for t in found.targets)
            return
        today = datetime.now(UTC).date()
        keeper = Keeper(publication, visitor, aside, store, today, run.accept)
        yield from _documents(run, keeper, found.targets)
        yield from _unlisted(publication, store, found.targets)
    except FetchError as error:
        outcome = "gone" if isinstance(error, Gone) else "failed"
        yield Outcome(publication.id, publication.address, outcome, str(error))
    finally:
        visitor.close()
        aside.close()


def _documents(run: _Run, keeper: Keeper, targets: Sequence[Target]) -> Iterator[Outcome]:
    publication, unreached = keeper.publication, 0
    for done, target in enumerate(targets):
        run.progress(publication.id, done, len(targets))
        name = source_id_of(publication.id, target.slug)
        if run.is_passed_over(name):
            yield Outcome(name, target.url, "erased", _ERASED)
            continue
        if unreached == _IN_A_ROW:
            why = f"Left for another run, after {unreached} in a row could not be reached."
            yield Outcome(name, target.url, "failed", why)
            continue
        try:
            yield Outcome(name, target.url, keeper.bring(target))
            lift(run.settings.data, name)
            unreached = 0
        except FetchError as error:
            unreached = unreached + 1 if isinstance(error, Unreachable) else 0
            outcome = "gone" if isinstance(error, Gone) else "failed"
            yield Outcome(name, target.url, outcome, str(error))
    run.progress(publication.id, len(targets), len(targets))


def _unlisted(
    publication: Publication, store: Store, targets: Sequence[Target]
) -> Iterator[Outcome]:
    listed = {t.slug for t in targets}
    for record in store.records():
        if record.slug not in listed:
            why = (
                "The contents no longer list it; what is held stays until a person removes "
                f"{store.folder / record.slug}.json."
            )
            yield Outcome(source_id_of(publication.id, record.slug), record.url, "unlisted", why)


def _planned(run: _Run, publication: Publication, target: Target) -> Outcome:
    name = source_id_of(publication.id, target.slug)
    if run.is_passed_over(name):
        return Outcome(name, target.url, "erased", _ERASED)
    return Outcome(name, target.url, "planned")
