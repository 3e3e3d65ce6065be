"""A quotation in its place: an address that lasts, whole or as a part of the Ask page."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from handbook.settings import Settings
from page.address import read_spans
from page.place import find_place
from page.site import Shown


def routes(_: Settings) -> APIRouter:
    """``/evidence/{document_id}/{place}``; with ``?part=1`` without the page's frame."""
    router = APIRouter()

    @router.get("/evidence/{document_id}/{place}")
    def evidence(site: Shown, document_id: str, place: str, part: bool = False) -> HTMLResponse:
        found = find_place(site.book, document_id, read_spans(place))
        if found is None:
            return site.missing("No such place is held here; the source may have been forgotten.")
        if part:
            return site.part("evidence.html", place=found)
        title = found.held.edition.title
        return site.page("evidence_page.html", "/library", title, place=found)

    return router
