"""Material held against the corpus: sent, followed, shown beside its sources, and taken away.

It changes nothing here. Where people sign in it is for trainers and the roles above; what came of
it is kept for an hour at most, for the role that sent it and those above.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from handbook.book import Handbook
from handbook.check.kept import kept_of
from handbook.check.read_back import read_findings
from handbook.domain import AREAS
from handbook.errors import QuoteError
from handbook.export.check_report import row_of
from handbook.replies import listed
from handbook.settings import Settings
from page.address import check_address
from page.check.beside import Found, places
from page.check.checks import KEPT_MINUTES, Checking, Checks
from page.check.sent import LONGEST_TEXT, MOST_MEGABYTES, read_form, sent_in, without_details
from page.own_origin import is_own_origin
from page.received import Refused
from page.site import Shown, Site

HERE = "/check"
_GONE = (
    "No such check is held here. What was found is thrown away after "
    f"{KEPT_MINUTES} minutes and when the server stops; send the file again."
)


def routes(settings: Settings) -> APIRouter:
    """``/check`` and what lies below it."""
    checks = Checks(settings)

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        yield
        checks.close()

    router = APIRouter(prefix=HERE, lifespan=lifespan)
    _add_form(router, checks, settings.keep_days)
    _add_outcome(router, checks)
    return router


def _add_form(router: APIRouter, checks: Checks, keep_days: int) -> None:
    def form(site: Site, faults: Iterable[str] = (), status: int = 200) -> HTMLResponse:
        return site.page(
            "check/form.html",
            HERE,
            "Check",
            status,
            faults=tuple(faults),
            areas=AREAS,
            most_megabytes=MOST_MEGABYTES,
            longest_text=LONGEST_TEXT,
            kept_minutes=KEPT_MINUTES,
            keep_days=keep_days,
        )

    @router.get("")
    def empty(site: Shown) -> HTMLResponse:
        return form(site)

    @router.post("")
    async def take(site: Shown, request: Request) -> Response:
        if not is_own_origin(request):
            return form(site, ["This form was not sent from this page; send it from here."], 403)
        try:
            checking = await _begun(request, checks, site.book)
        except Refused as refused:
            return form(site, refused.sentences, 422)
        return RedirectResponse(check_address(checking.check_id), 303)


async def _begun(request: Request, checks: Checks, book: Handbook) -> Checking:
    form = await read_form(request)

    def begin() -> Checking:
        return checks.start(without_details(book, sent_in(form)), book.role)

    try:
        return await run_in_threadpool(begin)
    finally:
        await form.close()


def _add_outcome(router: APIRouter, checks: Checks) -> None:
    @router.get("/{check_id}")
    def outcome(site: Shown, check_id: str, part: bool = False) -> Response:
        checking = checks.find(check_id, site.book.role)
        if checking is None:
            return site.missing(_GONE)
        try:
            found = _found(site, checking)
        except QuoteError as error:
            checks.drop(check_id)
            return site.missing(str(error))
        values: dict[str, Any] = {
            "checking": checking,
            "places": places(found),
            "kept_minutes": KEPT_MINUTES,
            "masked": _masked(site, checking),
            "is_remembered": _is_remembered(site, checking),
            "keep_days": site.book.settings.keep_days,
        }
        if part:
            answer = site.part("check/outcome_part.html", **values)
        else:
            answer = site.page("check/outcome.html", HERE, f"Check of {checking.called}", **values)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @router.get("/{check_id}/files/{name}")
    def paper(site: Shown, check_id: str, name: str) -> Response:
        checking = checks.find(check_id, site.book.role)
        path = checking.papers.get(name) if checking else None
        if checking is None or path is None:
            return site.missing(_GONE)
        try:
            read_findings(site.book, checking.record)
        except QuoteError as error:
            checks.drop(check_id)
            return site.missing(str(error))
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return FileResponse(path, filename=name, headers=headers)

    @router.post("/{check_id}/drop")
    def drop(site: Shown, request: Request, check_id: str) -> Response:
        if is_own_origin(request) and checks.find(check_id, site.book.role):
            checks.drop(check_id)
        return RedirectResponse(HERE, 303)


def _masked(site: Site, checking: Checking) -> str:
    """What was taken out of the statements, in a sentence; empty where nothing was."""
    kinds = checking.record.get("masked", ())
    return site.book.replies.text("masked_material", kinds=listed(kinds)) if kinds else ""


def _is_remembered(site: Site, checking: Checking) -> bool:
    """Whether it was to be kept and was: a data folder that cannot be written keeps nothing."""
    if not checking.is_kept or checking.state != "done":
        return False
    kept = kept_of(site.book.settings.data, checking.record["sha256"])
    return any(one.area == checking.area for one in kept)


def _found(site: Site, checking: Checking) -> list[Found]:
    """What was found so far: nothing until the check is done."""
    if checking.state != "done":
        return []
    findings = read_findings(site.book, checking.record)
    return [Found(finding, row_of(site.book, finding)) for finding in findings]
