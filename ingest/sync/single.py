"""One document from an address that a person gave: fetched and judged as a sync does."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from handbook.from_web import LONGEST_ADDRESS
from handbook.settings import Settings
from ingest.read import SUFFIXES
from ingest.sync.addresses import Gate, Resolver, normal
from ingest.sync.aside import Aside
from ingest.sync.body import Allowance
from ingest.sync.faults import FetchError
from ingest.sync.fetch import Fetched, Visitor
from ingest.sync.judge import judge, look
from ingest.sync.kinds import suffix_of
from ingest.sync.limits import Limits

PAUSE = 1.0
"""Seconds between two requests to a host, as long as its robots.txt asks for no more."""
_LONGEST_NAME = 80
_ELSEWHERE = "which is another site than the one asked for; if it is right, give that address."


@dataclass(frozen=True, slots=True)
class Single:
    """A file that was fetched and may be read. It lies at ``path`` until somebody takes it."""

    url: str
    path: Path
    sha256: str

    @property
    def name(self) -> str:
        """The name to keep it under."""
        return name_of(self.url) + self.path.suffix


class Singles:
    """Fetches the documents behind addresses, one after the other, into a folder."""

    def __init__(self, settings: Settings, limits: Limits, resolver: Resolver) -> None:
        self._settings = settings
        self._limits = limits
        self._resolver = resolver
        self._allowance = Allowance(limits.run_bytes)
        self._last: dict[str, float] = {}

    def fetch(self, given: str, folder: Path, today: date) -> Single:
        """Fetch one document; FetchError says why there is none, or why it is not taken."""
        url = checked(given)
        visitor = Visitor(self._gate(url), PAUSE, self._limits, self._allowance, self._last)
        aside = Aside(self._limits.read_seconds)
        try:
            return self._look(aside, url, visitor.get(url), folder, today)
        finally:
            visitor.close()
            aside.close()

    def _gate(self, url: str) -> Gate:
        """The address's own site alone: with or without ``www.``, and where it is given in plain
        http, that too."""
        site, plain = urlsplit(url).netloc, url.startswith("http:")
        twin = site.removeprefix("www.") if site.startswith("www.") else f"www.{site}"
        networks = self._settings.sync_private
        return Gate(frozenset((site, twin)), plain, networks, self._resolver, _ELSEWHERE)

    def _look(self, aside: Aside, url: str, fetched: Fetched, folder: Path, today: date) -> Single:
        if urlsplit(url).path != "/" == urlsplit(fetched.url).path:
            raise FetchError(f"{url} leads to the front page, {fetched.url}, and to no document.")
        content = fetched.content or b""
        suffix = suffix_of(fetched.url, fetched.content_type, content)
        path = folder / f"{name_of(url)}{suffix}"
        path.write_bytes(content)
        why = judge(aside.call(look, path, fetched.url, today), None)
        if why:
            raise FetchError(
                f"{fetched.url} was not taken. {why} If it is right as it is, save it and add the "
                "file."
            )
        return Single(url, path, hashlib.sha256(content).hexdigest())


def checked(given: str) -> str:
    """An address in one spelling; FetchError where it is none."""
    url = normal(given)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.netloc.isascii():
        raise FetchError(
            f"{given!r} is no web address; it begins with https:// or http:// and a host in plain "
            "letters."
        )
    if len(url) > LONGEST_ADDRESS:
        raise FetchError(f"{url[:60]}… is longer than {LONGEST_ADDRESS} characters; shorten it.")
    return url


def name_of(url: str) -> str:
    """The name of what an address leads to, without its ending: the host and every step of the
    path, since the last step alone ("guide", "index") would name several."""
    parts = urlsplit(url)
    path = PurePosixPath(parts.path)
    ending = path.suffix if path.suffix.lower() in SUFFIXES else ""
    host = parts.netloc.removeprefix("www.")
    words = f"{host} {parts.path.removesuffix(ending)} {parts.query}"
    name = re.sub(r"[^a-z0-9_]+", "-", words.lower()).strip("-")
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
    return name
