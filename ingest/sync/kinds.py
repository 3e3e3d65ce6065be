"""What a document is: what the server says it is, held against what its bytes are."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.sync.faults import FetchError

_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    _OFFICE + "wordprocessingml.document": ".docx",
    _OFFICE + "presentationml.presentation": ".pptx",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_SITEMAPS = ("application/xml", "text/xml")
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream")
_NAMES = {".html": "a web page", ".pdf": "a PDF", ".docx": "a Word file", ".pptx": "slides"}
_STARTS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04", ".pptx": b"PK\x03\x04"}
_WHOLE_FILES = frozenset((".pdf", ".docx", ".pptx"))


def name(suffix: str) -> str:
    """What a kind of file is called in a sentence."""
    return _NAMES.get(suffix, "a text")


def suffix_of(url: str, content_type: str, content: bytes) -> str:
    """The ending to keep a document under; FetchError where type, name and bytes disagree."""
    ending = PurePosixPath(urlsplit(url).path).suffix.lower()
    suffix = ending if content_type in _UNTOLD else _TYPES.get(content_type, "")
    if suffix not in _TYPES.values():
        what = content_type or "of no stated type"
        raise FetchError(f"{url} is {what}, which is no document that can be read here.")
    if ending in _WHOLE_FILES and suffix != ending:
        raise FetchError(f"{url} should be {name(ending)} and is sent as {name(suffix)}.")
    if not _is(suffix, content):
        raise FetchError(f"{url} is sent as {name(suffix)}, and its bytes are none.")
    if suffix == ".pdf" and b"%%EOF" not in content[-4096:]:
        raise FetchError(f"{url} is a PDF that was cut short.")
    return suffix


def check_contents_page(url: str, content_type: str, content: bytes) -> None:
    """FetchError where a page of links is neither a web page nor a sitemap."""
    fine = _TYPES.get(content_type) == ".html" or content_type in _SITEMAPS
    if not fine or not _is(".html", content):
        raise FetchError(f"{url} is {content_type or 'of no stated type'}, not a page of links.")


def _is(suffix: str, content: bytes) -> bool:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if suffix in _STARTS:
        return start.startswith(_STARTS[suffix])
    if any(start.startswith(mark) for mark in _STARTS.values()):
        return False
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in content[:4096] and (suffix != ".html" or b"<" in start)
