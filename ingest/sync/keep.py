"""One document: fetched, looked at, judged, and kept or refused; the last good file stays."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from ingest.sync.aside import Aside
from ingest.sync.crawl import Target
from ingest.sync.faults import FetchError
from ingest.sync.fetch import Fetched, Validators, Visitor
from ingest.sync.judge import Seen, judge, look, same_text
from ingest.sync.kinds import suffix_of
from ingest.sync.pages import Stated, said
from ingest.sync.rules import Publication
from ingest.sync.store import Record, Store, Version, version_name


@dataclass(frozen=True, slots=True)
class Keeper:
    """Brings the documents of one publication up to date. With ``accept`` a document that would
    be refused for what it looks like is kept: a person has looked at it."""

    publication: Publication
    visitor: Visitor
    aside: Aside
    store: Store
    today: date
    accept: bool = False

    def bring(self, target: Target) -> str:
        """Fetch a document; returns ``added``, ``changed`` or ``unchanged``. FetchError says why
        nothing was kept."""
        record = self.store.record(target.slug)
        if record and (record.url != target.url or not self.store.is_whole(record)):
            fetched = self.visitor.get(target.url)
        else:
            fetched = self.visitor.get(target.url, _validators(record))
        self._check_end(target, fetched)
        if fetched.content is None:
            assert record is not None
            self._confirm(record, target, fetched)
            return "unchanged"
        return self._take(target, record, fetched, fetched.content)

    def _check_end(self, target: Target, fetched: Fetched) -> None:
        """A chapter that now leads to the front page or the contents is gone in all but name."""
        fronts = {"/", *(urlsplit(url).path for url in self.publication.addresses())}
        ended = urlsplit(fetched.url).path
        if ended != urlsplit(target.url).path and ended in fronts:
            raise FetchError(f"{target.url} now leads to {fetched.url}, which is not the document.")

    def _take(self, target: Target, record: Record | None, fetched: Fetched, content: bytes) -> str:
        suffix = suffix_of(fetched.url, fetched.content_type, content)
        sha256 = hashlib.sha256(content).hexdigest()
        if record and record.current.sha256 == sha256 and self.store.is_whole(record):
            self._confirm(record, target, fetched)
            return "unchanged"
        staged = self.store.stage(target.slug, suffix, content)
        try:
            return self._weigh(target, record, fetched, staged, sha256)
        finally:
            staged.unlink(missing_ok=True)

    def _weigh(
        self, target: Target, record: Record | None, fetched: Fetched, staged: Path, sha256: str
    ) -> str:
        new = self.aside.call(look, staged, fetched.url, self.today)
        old = self._held(record)
        if same_text(new, old):
            assert record is not None
            self._confirm(record, target, fetched)
            return "unchanged"
        why = None if self.accept else judge(new, old)
        if why:
            raise FetchError(
                f"{fetched.url} was not taken. {why} If it is right as it is, run "
                f"`handbook sync {self.publication.id} --accept`."
            )
        version = self._version(target, fetched, new, sha256)
        again = record and record.current.sha256 == sha256
        past = record.versions[:-1] if record and again else record.versions if record else ()
        kept = Record(target.slug, *self._facts(target, fetched), versions=past)
        self.store.keep(staged, version, kept)
        return "changed" if record else "added"

    def _held(self, record: Record | None) -> Seen | None:
        if record is None or not self.store.is_whole(record):
            return None
        path = self.store.path(record.current)
        return self.aside.call(look, path, record.final_url, self.today)

    def _confirm(self, record: Record, target: Target, fetched: Fetched) -> None:
        fresh = Record(record.slug, *self._facts(target, fetched), versions=record.versions)
        if fresh != record:
            self.store.save(fresh)

    def _facts(
        self, target: Target, fetched: Fetched
    ) -> tuple[str, str, date, str | None, str | None]:
        return (target.url, fetched.url, self.today, fetched.etag, fetched.last_modified)

    def _version(self, target: Target, fetched: Fetched, new: Seen, sha256: str) -> Version:
        effective, edition = dating(new.dated or target.dated, fetched.last_modified, self.today)
        chapter = self.publication.crawl is not None
        title = (new.title or target.title) if chapter else self.publication.title
        return Version(
            file=version_name(target.slug, self.today, sha256, new.suffix),
            sha256=sha256,
            content_type=fetched.content_type,
            fetched_on=self.today,
            title=title or target.slug,
            edition=edition,
            effective=effective,
        )


def dating(
    stated: Stated | None, last_modified: str | None, today: date
) -> tuple[date | None, str]:
    """The date of an edition and how readers are told of it: the date that the page states, or
    else the one that the server gives for the file; a date to come is neither."""
    if stated and stated.day <= today:
        return stated.day, stated.words
    try:
        modified = parsedate_to_datetime(last_modified) if last_modified else None
    except ValueError:
        modified = None
    if isinstance(modified, datetime) and modified.date() <= today:
        return modified.date(), f"file of {said(modified.date())}"
    return None, "not stated"


def _validators(record: Record | None) -> Validators | None:
    return Validators(record.final_url, record.etag, record.last_modified) if record else None
