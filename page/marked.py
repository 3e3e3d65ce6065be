"""A quotation marked in the text that surrounds it, and the way to the file it stands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from handbook.domain import Edition, Span, Unit

AROUND = 300
"""Characters shown before and after a quotation."""

Units = Sequence[Unit]
UnitsOf = Callable[[str], Units]
EditionOf = Callable[[str], Edition | None]


def context_html(units: Units, spans: Sequence[Span], around: int = AROUND) -> str:
    """The quoted characters in <mark>, within the stored text around them."""
    parts = []
    for ordinal in dict.fromkeys(s.unit for s in spans):
        text = units[ordinal].text
        here = sorted(s for s in spans if s.unit == ordinal)
        position = max(0, here[0].start - around)
        out = ["… " if position else ""]
        for span in here:
            if span.start - position > 2 * around:
                out += [escape(text[position : position + around]), " … "]
                position = span.start - around
            out += [escape(text[position : span.start])]
            out += [f"<mark>{escape(text[span.start : span.end])}</mark>"]
            position = span.end
        out += [escape(text[position : position + around])]
        out += [" …" if position + around < len(text) else ""]
        parts.append("".join(out).strip())
    return "<hr>".join(parts)


def page_fact(page_index: int, page_label: str | None) -> str:
    """Both numbers of a page: what is printed on it, and where it comes in the file."""
    printed = f"printed page {page_label}" if page_label else "no printed page number"
    return f"{printed} · PDF page {page_index + 1}"


def file_link(document_id: str, page_index: int | None, edition: Edition | None) -> str:
    """A link to the kept file, at the page where it has pages. It is called a publication only
    where it is one."""
    place = "" if page_index is None else f"#page={page_index + 1}"
    what = "publication"
    if edition and edition.demonstration:
        what = "made-up document"
    elif edition and edition.digest:
        what = "digest"
    where = "at this page" if place else "as a file"
    return _link(f"documents/{document_id}{place}", f"Open the {what} {where}")


def web_link(edition: Edition) -> str:
    """A link to the publisher's own page; nothing where none is known or it is no web address."""
    url = edition.url or ""
    if not url.lower().startswith(("https://", "http://")):
        return ""
    what = "the publication it retells" if edition.digest else "the publisher’s page"
    return _link(url, f"Open {what}")


def _link(target: str, words: str) -> str:
    return f"<a href='{escape(target)}' target='_blank' rel='noopener noreferrer'>{words}</a>"
