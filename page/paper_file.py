"""A paper as the answer to a request: a file, a view to print, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from fastapi.responses import Response

from handbook.errors import ExportError, QuoteError
from handbook.export.proof import prove
from handbook.export.quoted import AddressOf
from handbook.export.sheet import Paper
from page.address import evidence_address
from page.paper_content import content_of
from page.site import Site

PRINT = "print"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


_P = TypeVar("_P", bound=Paper)


def paper_file(
    site: Site, form: str, name: str, make: Callable[[], _P], show: Callable[[_P], Response]
) -> Response:
    """The paper in a form, or a sentence on why there is none. ``show`` makes a page of it, where
    that is the form."""
    try:
        paper = make()
        if form == PRINT:
            prove(paper, site.book.units)
            return show(paper)
        content = content_of(site.book, paper, f".{form}")
    except (ExportError, QuoteError) as error:
        return site.page("paper/refused.html", "", "No paper was made", 400, what=str(error))
    file_name = f"handbook-{name}-{paper.printed_on}.{form}"
    disposition = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return Response(content, media_type=_MEDIA_TYPES[form], headers=disposition)


def to_print(site: Site) -> Callable[[Paper], Response]:
    """The page of a paper that is read and printed."""
    return lambda paper: site.page("paper/paper.html", "", paper.title, paper=paper)


def full_address(request: Request) -> AddressOf:
    """Whole addresses of quotations on this server, as the reader's browser knows it."""
    base = str(request.base_url).rstrip("/")
    return lambda document_id, spans: base + evidence_address(document_id, spans)
