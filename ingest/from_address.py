"""Web addresses among what is to be ingested: each fetched, kept with the added files, and read.

What cannot be fetched or read is not kept, and a file that had its name stays, with its address.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from handbook.added import added_files, added_path, put, take_back, taken_elsewhere
from handbook.errors import IndexMissing, IndexStale
from handbook.from_web import FromWeb, let_go, recall, remember
from handbook.index import editions
from handbook.progress import nobody
from handbook.receipt import Receipt
from handbook.settings import Settings
from handbook.withdrawn import bring_back
from ingest.assemble import Progress
from ingest.build import Result
from ingest.manifest import Listed
from ingest.sync.addresses import Resolver, normal, resolve
from ingest.sync.faults import FetchError
from ingest.sync.limits import Limits
from ingest.sync.single import Single, Singles
from ingest.sync.turn import fetching_alone

Ingest = Callable[[Sequence[Listed]], Result]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A fetched file in its place, and what had that place before."""

    path: Path
    former: Path
    was: FromWeb | None


@dataclass(frozen=True, slots=True)
class _Desk:
    settings: Settings
    folder: Path
    """Where files lie that are fetched and not kept yet, and those whose place they took."""
    today: date
    kept: list[_Kept] = field(default_factory=list)

    def keep(self, single: Single) -> None:
        """Put a fetched file with the added ones; FetchError where its name is another's."""
        self._check_name(single)
        path = added_path(self.settings.data, single.name)
        was, former = recall(path), self.folder / f"{single.name}.former"
        put(self.settings.data, single.path, single.name, former)
        self.kept.append(_Kept(path, former, was))
        same = was and was.sha256 == single.sha256
        remember(path, was if was and same else FromWeb(single.url, self.today, single.sha256))

    def undo(self, kept: _Kept) -> None:
        """Have it as it was before."""
        take_back(self.settings.data, kept.path.name, kept.former)
        let_go(kept.path)
        if kept.was:
            remember(kept.path, kept.was)

    def _check_name(self, single: Single) -> None:
        source_id = Path(single.name).stem
        if taken_elsewhere(self.settings.data, source_id, _held(self.settings.data)):
            raise FetchError(
                f"{single.url} would have the name {source_id}, which a source that is not added "
                "here has already; save it under another name and add the file."
            )
        for path in added_files(self.settings.data):
            where = recall(path)
            same = where and _bare(where.url) == _bare(single.url) and path.name == single.name
            if path.stem == source_id and not same:
                raise FetchError(
                    f"{single.url} would be kept as {single.name}, and {path.name} is kept already"
                    f"{f', from {where.url}' if where else ''}; forget the source {source_id} "
                    "first if this is to take its place."
                )


def ingest_with_addresses(
    settings: Settings,
    urls: Sequence[str],
    others: Sequence[Listed],
    ingest: Ingest,
    *,
    limits: Limits | None = None,
    resolver: Resolver = resolve,
    progress: Progress = nobody,
) -> Result:
    """Fetch what is behind each address and ingest it together with ``others``.

    An address that cannot be fetched has a receipt that says why; FetchError where there is
    nothing else. BuilderBusy while a sync or another ingest is working in the data folder.
    """
    singles = Singles(settings, limits or Limits(), resolver)
    with fetching_alone(settings.data), _desk(settings) as desk:
        failed = _fetch(desk, singles, urls, progress)
        if failed and not desk.kept and not others:
            raise FetchError(" ".join(r.error or "" for r in failed))
        fresh = [Listed(k.path, web=recall(k.path)) for k in desk.kept]
        result = ingest([*others, *fresh])
        _settle(desk, result)
    return replace(result, receipts=(*result.receipts, *failed))


def _fetch(desk: _Desk, singles: Singles, urls: Sequence[str], progress: Progress) -> list[Receipt]:
    """Fetch and keep what can be; receipts of the rest."""
    failed = []
    unique = list({_spelt(url): url for url in urls}.values())
    for done, url in enumerate(unique):
        progress("fetching", done, len(unique))
        try:
            desk.keep(singles.fetch(url, desk.folder, desk.today))
        except FetchError as error:
            failed.append(Receipt(url, url, "failed", error=str(error)))
    progress("fetching", len(unique), len(unique))
    return failed


def _settle(desk: _Desk, result: Result) -> None:
    """Take back what could not be read, and have the rest answer from now on. What was erased with
    its source stays away, and so does the file that had its place."""
    unread = {r.file for r in result.receipts if r.failed}
    for kept in list(desk.kept):
        desk.kept.remove(kept)
        if kept.path.name in unread:
            desk.undo(kept)
        elif kept.path.name not in result.left_out:
            bring_back(desk.settings.data, kept.path.stem)


@contextmanager
def _desk(settings: Settings) -> Iterator[_Desk]:
    """A folder to fetch into. What was kept and is not settled at the end is taken back."""
    folder = settings.data / "fetching"
    shutil.rmtree(folder, ignore_errors=True)  # what a run that was killed has left
    folder.mkdir(parents=True)
    desk = _Desk(settings, folder, datetime.now(UTC).date())
    try:
        yield desk
    finally:
        for kept in reversed(desk.kept):
            desk.undo(kept)
        shutil.rmtree(folder, ignore_errors=True)


def _held(data: Path) -> list[editions.Held]:
    try:
        return list(editions.current(data).all())
    except (IndexMissing, IndexStale):
        return []


def _spelt(url: str) -> str:
    try:
        return normal(url)
    except FetchError:
        return url


def _bare(url: str) -> str:
    """An address whichever way it is sent: a site that has become encrypted is the same one."""
    return url.partition("://")[2]
