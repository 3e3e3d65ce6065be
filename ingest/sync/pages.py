"""What a fetched page tells about itself: its links and the date that it states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from ingest.sync.addresses import normal
from ingest.sync.faults import FetchError

_DATE_NAMES = frozenset(
    "dcterms.modified dc.date.modified article:modified_time govuk:public-updated-at".split()
)
_MONTHS = "january february march april may june july august september october november december"
_WORDS = "|".join(_MONTHS.split())
_DAY = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_WORDS})\s+(?P<year>(?:19|20)\d\d)"
_CHANGED = r"(?:updated|amended|revised|reviewed|modified)"
_THIS = r"this (?:chapter|page|procedure|policy|protocol|guidance|document|section) was"
_STATED = re.compile(
    rf"\b(?:last {_CHANGED}|{_THIS}(?: last)? {_CHANGED}|amendments?)[\s:]+(?:on\s|in\s)?\s*{_DAY}",
    re.IGNORECASE,
)
"""Only what a page says of itself: that it was amended, or the date that heads its amendments."""
_LOCATION = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", re.IGNORECASE)
_SECURE = re.compile("^http:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A link of a page: where it leads and the words that carry it."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that a page states of itself, with the words in which readers are told of it: a
    page that says only "March 2024" is not made to say the first."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as far as a sync needs to know it."""

    links: tuple[LinkTo, ...]
    dated: Stated | None
    asks_password: bool
    complete: bool
    """Whether the page closes its html."""


def read_page(url: str, content: bytes) -> Page:
    """Read a web page or a sitemap. Links are absolute; one in plain http to the page's own host
    is taken as https where the page came that way."""
    text = content.decode("utf-8", "replace")
    parser = _Parser()
    parser.feed(text)
    parser.close()
    base = _base(url, parser.base)
    found = parser.links or [(unescape(place), "") for place in _LOCATION.findall(text)]
    unique: dict[str, LinkTo] = {}
    for target, words in found:
        link = _link(target, words, base, url)
        if link:
            unique.setdefault(link.url, link)
    return Page(
        links=tuple(unique.values()),
        dated=parser.dated,
        asks_password=parser.asks_password,
        complete="</html" in text[-2000:].lower(),
    )


def stated_date(text: str, today: date) -> Stated | None:
    """The date on which a text says that it was last amended; of several the latest. A month
    without a day counts from its first; a date to come is no such date."""
    found = []
    for match in _STATED.finditer(text):
        month = _MONTHS.split().index(match["month"].lower()) + 1
        try:
            day = date(int(match["year"]), month, int(match["day"] or 1))
        except ValueError:
            continue
        if day <= today:
            words = (match["day"], match["month"].capitalize(), match["year"])
            found.append(Stated(day, " ".join(w for w in words if w)))
    return max(found, key=lambda s: s.day, default=None)


def said(day: date) -> str:
    """A date as readers are told of it."""
    return f"{day.day} {day:%B %Y}"


def _base(page: str, stated: str) -> str:
    """What the links of a page start from; the page itself where it states no address."""
    try:
        return urljoin(page, stated)
    except ValueError:
        return page


def _link(target: str, words: str, base: str, page: str) -> LinkTo | None:
    try:
        url = normal(target, base)
        parts = urlsplit(url)
    except (FetchError, ValueError):
        return None
    if parts.scheme not in ("http", "https"):
        return None
    here = urlsplit(page)
    if here.scheme == "https" and parts.scheme == "http" and parts.netloc == here.netloc:
        url = _SECURE.sub("https:", url)
    return LinkTo(url, " ".join(words.split()))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.base = ""
        self.dated: Stated | None = None
        self.asks_password = False
        self._target: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "a" and facts.get("href"):
            self._end_link()
            self._target = facts["href"]
        elif tag == "base":
            self.base = self.base or facts.get("href", "")
        elif tag == "input" and facts.get("type", "").lower() == "password":
            self.asks_password = True
        elif tag == "meta":
            self._meta(facts)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if self._target is not None:
            self._words += data

    def close(self) -> None:
        super().close()
        self._end_link()

    def parse_html_declaration(self, i: int) -> int:
        """The library breaks off at a marked section that is none, such as ``<![CD``; a browser
        takes each for a comment."""
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)

    def _meta(self, facts: dict[str, str]) -> None:
        name = (facts.get("name") or facts.get("property", "")).lower()
        if name in _DATE_NAMES and self.dated is None:
            try:
                day = datetime.fromisoformat(facts.get("content", "")).date()
            except ValueError:
                return
            self.dated = Stated(day, said(day))

    def _end_link(self) -> None:
        if self._target is not None:
            self.links.append((self._target, self._words))
        self._target, self._words = None, ""
