"""What changed across the library since a day: the page, and the summary to take away."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from handbook.errors import SettingsError
from handbook.settings import Settings
from handbook.since.library import changed_since
from handbook.since.records import Since
from page.since import shown, summary_html
from page.site import Shown, Site

_HERE = "/library"
_YEAR = timedelta(days=365)


def routes(_: Settings) -> APIRouter:
    """``/library/changes`` and ``/library/changes/summary``."""
    router = APIRouter()

    @router.get("/library/changes")
    def page(site: Shown, since: str = "") -> HTMLResponse:
        day = since or (date.today() - _YEAR).isoformat()
        found, fault = None, ""
        try:
            found = _found(site, day)
        except SettingsError as error:
            fault = str(error)
        return site.page(
            "library/since.html",
            _HERE,
            "What changed across the library",
            422 if fault else 200,
            since="" if fault else day,
            fault=fault,
            **shown(found),
        )

    @router.get("/library/changes/summary")
    def summary(site: Shown, since: str = "") -> Response:
        try:
            found = _found(site, since)
        except SettingsError as error:
            return site.missing(str(error))
        name = f"handbook-changes-since-{found.since}.html"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HTMLResponse(summary_html(site.book.replies, found), headers=disposition)

    return router


def _found(site: Site, since: str) -> Since:
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise SettingsError("What was typed is no date; give one as 2025-09-01.") from error
    return changed_since(site.book, day, date.today())
