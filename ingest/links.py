"""Where linked words lead: to a document held here, elsewhere, or nowhere.

Many manuals lose their targets when they are moved, and a briefing's links are often only "#".
Such a link is resolved by its words as a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from handbook.cite import quote
from handbook.domain import Edition
from handbook.text import words
from ingest.reading import Reading

_BRIEFING = re.compile(
    r"\b(\d+|seven)[ -]?(mb|min(ute)?s?)\b( briefing)?|\bbriefing\b", re.IGNORECASE
)
_LEADING_NUMBER = re.compile(r"^\W*(\d+(\.\d+)*[.)]?\s+)?")
_NO_TITLE = frozenset(
    "the a an of on in for and to chapter procedure procedures guidance policy".split()
)
_PAGES_OF_EVERY_SITE = frozenset(
    ("", "index", "home", "default", "contents", "search", "amendments")
)


class Outcome(StrEnum):
    """What came of a link."""

    RESOLVED = "resolved"
    """A document held here."""
    WITHIN = "within"
    """A place in the same document."""
    ELSEWHERE = "elsewhere"
    """An address outside what is held here; it was not tried."""
    DEAD = "dead"
    """It leads nowhere, and no document held here has its words as a title."""


@dataclass(frozen=True, slots=True)
class LinkedWords:
    """The words of a link as shown, and its target as the file gives it."""

    words: str
    target: str


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link and what came of it; ``source_id`` where it is a document held here."""

    link: LinkedWords
    outcome: Outcome
    source_id: str | None = None


def links_of(reading: Reading) -> tuple[LinkedWords, ...]:
    """The links of a document, each once, in order."""
    found = (LinkedWords(quote(reading.units, (k.span,)), k.target) for k in reading.links)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Targets:
    """The sources that links may lead to, by what tells them: of several the first."""

    pages: Mapping[str, str]
    titles: Mapping[tuple[bool, tuple[str, ...]], str]
    """Whether it is learning, and the words of its title."""

    @classmethod
    def of(cls, held: Iterable[Edition]) -> Targets:
        """The editions held here."""
        pages: dict[str, str] = {}
        titles: dict[tuple[bool, tuple[str, ...]], str] = {}
        for edition in held:
            if edition.url and (page := _page(edition.url)):
                pages.setdefault(page, edition.source_id)
            titles.setdefault((edition.is_learning, _title(edition.title)), edition.source_id)
        return cls(pages, titles)


def resolve(links: Iterable[LinkedWords], targets: Targets) -> list[ResolvedLink]:
    """What comes of each link against the editions held here, by address and else by title.

    The page's file name is compared, not the host: manuals move between hosts. Words that name a
    briefing ("7 MB – Neglect") resolve to briefings only, and titles must agree word for word.
    """
    return [_resolve(link, targets) for link in links]


def _resolve(link: LinkedWords, targets: Targets) -> ResolvedLink:
    target = link.target.strip()
    scheme = target.partition(":")[0].lower() if ":" in target else ""
    if scheme in ("mailto", "tel"):
        return ResolvedLink(link, Outcome.ELSEWHERE)
    page = _page(target)
    source_id = targets.pages.get(page or "") or _by_title(link.words, targets)
    if source_id:
        return ResolvedLink(link, Outcome.RESOLVED, source_id)
    if target.startswith("#") and len(target) > 1:
        return ResolvedLink(link, Outcome.WITHIN)
    leads = scheme in ("http", "https") or target.startswith("//")
    return ResolvedLink(link, Outcome.ELSEWHERE if leads else Outcome.DEAD)


def _page(address: str) -> str | None:
    """What tells a page: the last part of its path without its ending, or None for a front page."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    name = path.rstrip("/").rpartition("/")[2].lower()
    stem = re.sub(r"\.(html?|aspx?|php|pdf|docx?)$", "", name)
    return None if stem in _PAGES_OF_EVERY_SITE or len(stem) < 5 else stem


def _by_title(text: str, targets: Targets) -> str | None:
    wanted = _title(text)
    return targets.titles.get((bool(_BRIEFING.search(text)), wanted)) if wanted else None


def _title(text: str) -> tuple[str, ...]:
    """A title without its number, its form and the words that every title has."""
    bare = _LEADING_NUMBER.sub("", _BRIEFING.sub(" ", text))
    return tuple(w for w in words(bare) if w not in _NO_TITLE)
