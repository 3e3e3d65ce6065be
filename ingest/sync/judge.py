"""Whether what came is the document: a page that shrank, an error or a login page is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook.errors import ReadError
from ingest.read import read_document
from ingest.reading import Kind, Reading
from ingest.sync.faults import FetchError
from ingest.sync.kinds import name
from ingest.sync.pages import Page, Stated, read_page, stated_date

_SHORT = 1500
"""Visible characters below which a page that speaks of an error is taken for one."""
_LEAST = 150
"""Visible characters below which a page holds no chapter."""
_LONGEST_TITLE = 200
_KEPT_SHARE = 0.5
"""A page that keeps less of its text than this share has lost it by accident more likely than
by an amendment."""
_NO_CHAPTER = re.compile(
    r"page (?:was |is |could )?not (?:be )?found|page (?:does not|no longer) exists?|error 404"
    r"|access (?:is )?denied|403 forbidden|session (?:has )?expired|please (?:sign|log) ?in"
    r"|(?:sign|log) ?in (?:to (?:continue|view|access|your)|is required)"
    r"|enable (?:javascript|cookies)|accept (?:all )?cookies|checking your browser"
    r"|verify (?:that )?you are (?:a )?human|temporarily unavailable|down for maintenance"
    r"|internal server error|service unavailable|bad gateway|too many requests",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a document before it is kept. ``text`` is its words, one space apart, and
    is told of web pages and texts only: a PDF is known by its bytes."""

    suffix: str
    text: str | None = None
    title: str | None = None
    dated: Stated | None = None
    page: Page | None = None


def look(path: Path, url: str, today: date) -> Seen:
    """Look at a file that was fetched; FetchError where it cannot be read."""
    suffix = path.suffix
    if suffix in (".pdf", ".docx", ".pptx"):
        return Seen(suffix)
    try:
        reading = read_document(path)
    except ReadError as error:
        raise FetchError(f"{url} came as a page that cannot be read: {error}") from error
    text = " ".join(" ".join(unit.text for unit in reading.units).split())
    page = read_page(url, path.read_bytes()) if suffix == ".html" else None
    dated = stated_date(text, today) or (page.dated if page else None)
    if dated and dated.day > today:
        dated = None
    return Seen(suffix, text, _title(reading), dated, page)


def judge(new: Seen, old: Seen | None) -> str | None:
    """Why a document must not be kept, as a sentence; None where it may."""
    if old and old.suffix != new.suffix:
        return f"It was {name(old.suffix)} and came as {name(new.suffix)}."
    if new.text is None:
        return None
    if new.suffix == ".html":
        why = _no_chapter(new, new.text)
        if why:
            return why
    if old is None or old.text is None:
        return None
    if len(new.text) < _KEPT_SHARE * len(old.text):
        share = round(100 * len(new.text) / len(old.text))
        return f"It has shrunk to {share} % of the text that is held."
    if old.page and new.page and old.page.complete and not new.page.complete:
        return "It breaks off before the end of the page."
    return None


def same_text(new: Seen, old: Seen | None) -> bool:
    """Whether two copies of a page say the same, whatever else of them differs."""
    return old is not None and new.text is not None and new.text == old.text


def _no_chapter(new: Seen, text: str) -> str | None:
    if len(text) < _LEAST:
        return f"It holds only {len(text)} characters of text: {text[:80]!r}."
    found = _NO_CHAPTER.search(new.title or "") or _NO_CHAPTER.search(text)
    if found and len(text) < _SHORT:
        return f"It is a page about an error or a login, not the document: {found[0]!r}."
    if new.page and new.page.asks_password and len(text) < _SHORT:
        return "It asks for a password."
    return None


def _title(reading: Reading) -> str | None:
    heads = (b for b in reading.blocks if b.kind is Kind.HEADING and b.level == 1)
    first = next(heads, None)
    words = reading.text(first.spans) if first else reading.title
    return " ".join(words.split())[:_LONGEST_TITLE] or None if words else None
