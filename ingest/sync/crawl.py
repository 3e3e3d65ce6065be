"""From a publication to the documents to fetch: itself, the one its page leads to, or a manual's
chapters as its contents pages list them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.sync.aside import Aside
from ingest.sync.faults import FetchError
from ingest.sync.fetch import Visitor
from ingest.sync.kinds import check_contents_page
from ingest.sync.pages import LinkTo, Page, Stated, read_page
from ingest.sync.rules import Crawl, Publication, fits

_LONGEST = 80
_PAGES_OF_LINKS = 50
"""Most pages that are read for their links alone."""


@dataclass(frozen=True, slots=True)
class Target:
    """A document to fetch. ``slug`` names it: the file name or last step of its address, never
    the number that the manual gives it, which changes between editions. ``page`` is the address
    that a reader is sent to; ``dated`` the date that the page which led here states."""

    slug: str
    url: str
    title: str
    page: str
    dated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a publication's pages lead to, and sentences about what could not be followed."""

    targets: tuple[Target, ...]
    faults: tuple[str, ...] = ()


def find_targets(visitor: Visitor, aside: Aside, publication: Publication) -> Found:
    """The documents of a publication; FetchError where its pages lead to none."""
    if publication.crawl:
        return _chapters(visitor, aside, publication.crawl)
    if publication.leads_to:
        return _led_to(visitor, aside, publication)
    address = publication.address
    return Found((Target(publication.id, address, publication.title, address),))


def _led_to(visitor: Visitor, aside: Aside, publication: Publication) -> Found:
    page = _read(visitor, aside, publication.address)
    for link in page.links:
        if fits(link.url, publication.leads_to):
            title, address = publication.title, publication.address
            return Found((Target(publication.id, link.url, title, address, page.dated),))
    raise FetchError(
        f"No link of {publication.address} fits {', '.join(publication.leads_to)}; "
        "correct leads_to in the manifest."
    )


def _chapters(visitor: Visitor, aside: Aside, rule: Crawl) -> Found:
    targets: dict[str, Target] = {}
    faults: list[str] = []
    elsewhere: set[str] = set()
    for link in _links(visitor, aside, rule, faults):
        if not visitor.allows(link.url):
            elsewhere.add(urlsplit(link.url).netloc)
            continue
        name = slug(link.url)
        known = targets.setdefault(name, Target(name, link.url, link.text, link.url))
        if _path(known.url) != _path(link.url):
            faults.append(
                f"{link.url} and {known.url} have one name, {name}, and only the latter was "
                "followed; narrow follow in the manifest."
            )
    if not targets:
        raise FetchError(" ".join(faults) or _no_link(rule, elsewhere))
    if len(targets) > rule.pages:
        raise FetchError(
            f"{len(targets)} links fit {', '.join(rule.follow)}, more than the {rule.pages} that "
            "the rule expects; narrow follow or raise pages in the manifest."
        )
    return Found(tuple(targets.values()), tuple(dict.fromkeys(faults)))


def _no_link(rule: Crawl, elsewhere: set[str]) -> str:
    fitting = f"the links of {', '.join(rule.contents)} fits {', '.join(rule.follow)}"
    if elsewhere:
        hosts = ", ".join(sorted(elsewhere))
        return f"What of {fitting} is on {hosts}; if that is the publisher's, add it to hosts."
    return (
        f"None of {fitting}. Where a site builds its contents list by script, name its sitemap "
        "or its page of amendments in contents."
    )


def _links(visitor: Visitor, aside: Aside, rule: Crawl, faults: list[str]) -> Iterator[LinkTo]:
    """The links to chapters, page by page, each page of links read once."""
    waiting = [(url, 0) for url in rule.contents]
    seen = set(rule.contents)
    for read, (url, depth) in enumerate(waiting):
        if read == _PAGES_OF_LINKS:
            faults.append(f"Only {read} pages of links were read; narrow through in the manifest.")
            return
        try:
            page = _read(visitor, aside, url)
        except FetchError as error:
            faults.append(str(error))
            continue
        for link in page.links:
            if link.url in seen:
                continue
            if rule.is_chapter(link.url):
                yield link
            elif depth < rule.depth and rule.is_passage(link.url) and visitor.allows(link.url):
                seen.add(link.url)
                waiting.append((link.url, depth + 1))


def _read(visitor: Visitor, aside: Aside, url: str) -> Page:
    fetched = visitor.get(url)
    content = fetched.content or b""
    check_contents_page(url, fetched.content_type, content)
    try:
        return aside.call(read_page, fetched.url, content)
    except FetchError as error:
        raise FetchError(f"{url}: {error}") from error


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/").lower()


def slug(url: str) -> str:
    """The name of a chapter: the last step of its path without its ending, and its query."""
    parts = urlsplit(url)
    last = PurePosixPath(parts.path.rstrip("/"))
    words = f"{last.stem} {parts.query}".strip().lower() or "index"
    name = re.sub(r"[^a-z0-9_]+", "-", words).strip("-") or "page"
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return name
