"""The kept files themselves, as they were read, and pictures of their printed pages."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response

from handbook.access.roles import Role
from handbook.errors import ReadError, SettingsError
from handbook.printed import page_image
from handbook.settings import Settings
from page.site import Shown

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
"""What a browser shows itself; anything else is handed over as a file."""
STORED_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A stored document may hold scripts and pictures from elsewhere: none runs, none is fetched."""


def routes(_: Settings) -> APIRouter:
    """``/documents/{document_id}`` and ``/pages/{document_id}/{page}-{width}.png``."""
    router = APIRouter()

    @router.get("/documents/{document_id}")
    def document(site: Shown, document_id: str) -> Response:
        path, held = site.book.raw_file(document_id), site.book.held(document_id)
        if path is None or held is None:
            return site.missing("This document is not held here.")
        shown_here = path.suffix in MEDIA_TYPES
        headers = {"X-Content-Type-Options": "nosniff"}
        if path.suffix != ".pdf":
            headers["Content-Security-Policy"] = STORED_POLICY
        return FileResponse(
            path,
            media_type=MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
            filename=held.file_name,
            content_disposition_type="inline" if shown_here else "attachment",
            headers=headers,
        )

    @router.get("/pages/{document_id}/{page}-{width}.png")
    def picture(site: Shown, document_id: str, page: int, width: int) -> Response:
        try:
            found = page_image(site.book, document_id, page, width)
        except (ReadError, SettingsError) as error:
            return site.missing(str(error))
        held = site.book.held(document_id)
        open_to_all = (
            held and site.book.opened().edition.least(held.edition.source_id) is Role.READER
        )
        kept = {"Cache-Control": "private, max-age=86400" if open_to_all else "no-store"}
        return Response(found, media_type="image/png", headers=kept)

    return router
