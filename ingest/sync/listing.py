"""Fetched files as files to ingest: editions of the originals, beside the corpus's own."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.domain import Edition
from handbook.settings import Settings
from ingest.manifest import Listed
from ingest.sync.rules import Publication, read_publications
from ingest.sync.store import Record, Store, Version, source_id_of


def fetched(settings: Settings) -> list[Listed]:
    """The fetched editions of the publications that the manifest names; of a publication that is
    no longer named, none."""
    return [
        listed
        for publication in read_publications(settings.corpus)
        for store in (Store(settings.data, publication.id),)
        for record in store.records()
        for listed in _editions(publication, store, record)
    ]


def _editions(publication: Publication, store: Store, record: Record) -> Iterator[Listed]:
    """The current version, and each earlier one whose date comes before the next one's: of two
    with one date, or none, nobody could say which was in force."""
    later = record.current
    yield _listed(publication, store, record, later)
    for version in reversed(record.versions[:-1]):
        if version.effective and later.effective and version.effective < later.effective:
            later = version
            yield _listed(publication, store, record, version)


def _listed(publication: Publication, store: Store, record: Record, version: Version) -> Listed:
    edition = Edition(
        source_id=source_id_of(publication.id, record.slug),
        title=version.title,
        edition=version.edition,
        publisher=publication.publisher,
        kind=publication.kind,
        authority=publication.authority,
        digest=False,
        areas=publication.areas,
        url=record.final_url if publication.crawl else publication.address,
        checked=publication.checked,
        licence=publication.licence,
        attribution=publication.attribution,
        effective=version.effective,
        retrieved=version.fetched_on,
    )
    return Listed(store.path(version), edition, version.sha256, readers=publication.readers)
