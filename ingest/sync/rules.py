"""The manifest's ``[[publication]]`` tables: where an original is to be had, and how to follow it.

A publication with an address alone is one document. With ``leads_to`` the address is a page about
it, and the first link that fits is the document. With ``crawl`` it is a manual of many chapters.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from handbook.access.roles import READERS, Role
from handbook.domain import AREAS, Authority
from handbook.errors import ManifestError
from ingest.manifest import NAME, declared_in

_STRICT = ConfigDict(extra="forbid")


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.netloc.isascii():
        raise ValueError("an address begins with https:// or http:// and a host in plain letters")
    return url


def _area(name: str) -> str:
    if name not in AREAS:
        raise ValueError(f"the areas are {', '.join(AREAS)}")
    return name


def _readers(role: Role) -> Role:
    if role not in READERS:
        raise ValueError(f"the least role that may read is {', '.join(READERS)}")
    return role


WebAddress = Annotated[str, AfterValidator(_web_address)]
Area = Annotated[str, AfterValidator(_area)]
Readers = Annotated[Role, AfterValidator(_readers)]
Pattern = Annotated[str, Field(pattern=r"^[/*]")]
"""A path with ``*`` for any characters, ``?`` for one: ``/chapter/*``."""


@dataclass(frozen=True, slots=True, config=_STRICT)
class Crawl:
    """How to find the chapters of a manual.

    ``contents`` are pages (or sitemaps) whose links are looked at. A link whose path fits
    ``leave_out`` is passed over; one that fits ``through`` is a further page to look for links
    on, up to ``depth`` steps from the first; one that fits ``follow`` is a chapter. More than
    ``pages`` chapters are a fault of the rule.
    """

    contents: Annotated[tuple[WebAddress, ...], Field(min_length=1)]
    follow: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    through: tuple[Pattern, ...] = ()
    leave_out: tuple[Pattern, ...] = ()
    depth: int = Field(default=1, ge=1, le=5)
    pages: int = Field(default=400, ge=1, le=5000)

    def is_chapter(self, url: str) -> bool:
        """Whether a link leads to a chapter."""
        return fits(url, self.follow) and not fits(url, self.through + self.leave_out)

    def is_passage(self, url: str) -> bool:
        """Whether a link leads to a further page of links."""
        return fits(url, self.through) and not fits(url, self.leave_out)


@dataclass(frozen=True, slots=True, config=_STRICT)
class Publication:
    """An original that can be fetched, and what its owner says of it.

    ``readers`` is the least role that may read it, and each of its chapters.
    ``hosts`` are further hosts that it may be fetched from, beside those of its addresses.
    ``pause`` is the least number of seconds between two requests to one host.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    address: WebAddress
    publisher: str = "not stated"
    kind: str = "not stated"
    authority: Authority = Authority.NOT_STATED
    areas: tuple[Area, ...] = ()
    licence: str = "not stated"
    attribution: str | None = None
    checked: str = "never"
    hosts: tuple[str, ...] = ()
    leads_to: tuple[Pattern, ...] = ()
    crawl: Crawl | None = None
    readers: Readers = Role.READER
    pause: float = Field(default=1.0, ge=0, le=60)

    def addresses(self) -> tuple[str, ...]:
        """Every address that the manifest gives for it."""
        return (self.address, *(self.crawl.contents if self.crawl else ()))

    def all_hosts(self) -> frozenset[str]:
        """Hosts that may be visited for it; with their port where that is not the usual one."""
        own = (urlsplit(url).netloc.lower() for url in self.addresses())
        return frozenset(own) | {host.lower() for host in self.hosts}

    def plain_http(self) -> bool:
        """Whether the manifest itself gives an unencrypted address."""
        return any(url.startswith("http://") for url in self.addresses())


def fits(url: str, patterns: tuple[str, ...]) -> bool:
    """Whether the path of an address, with its query if it has one, fits one of the patterns."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return any(fnmatchcase(path.lower(), pattern.lower()) for pattern in patterns)


def read_publications(corpus: Path) -> list[Publication]:
    """The publications of a corpus's manifest; none where there is no manifest."""
    path = corpus / NAME
    if not path.is_file():
        return []
    tables = declared_in(path).get("publication", [])
    if not isinstance(tables, list):
        raise ManifestError(f"{path}: write [[publication]] with two brackets.")
    found: dict[str, Publication] = {}
    for table in tables:
        publication = _publication(path, table)
        if publication.id in found:
            raise ManifestError(f"{path} has two publications named {publication.id}; rename one.")
        found[publication.id] = publication
    return list(found.values())


def _publication(path: Path, table: object) -> Publication:
    name = table.get("id", "without id") if isinstance(table, dict) else table
    try:
        publication = TypeAdapter(Publication).validate_python(table)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "table"
        raise ManifestError(
            f"{path}: publication {name} has a wrong {field}: {first['msg']}."
        ) from error
    if publication.crawl and publication.leads_to:
        raise ManifestError(f"{path}: publication {name} has leads_to and crawl; keep one.")
    return publication
