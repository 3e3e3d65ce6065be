"""The editor's pages: what is held, and what is done to it. Without accounts they
open on this machine alone, with them for editors."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from handbook.conflicts.present import LIMITS
from handbook.errors import HandbookError, QuoteError
from handbook.feedback import Verdict, complained_of, read_feedback
from handbook.feedback import counted as counted_feedback
from handbook.from_web import LONGEST_ADDRESS
from handbook.gaps import counted, read_gaps
from handbook.settings import Settings
from page.access.person import actor
from page.address import job_address
from page.editor.conflicts import KeptConflicts
from page.editor.holdings import Holding, counted_by_standing, find_holding, holdings
from page.editor.jobs import Jobs, Task
from page.editor.retrieval import known, try_words
from page.editor.tasks import (
    UPLOADS,
    add_address,
    add_files,
    bring_source_back,
    forget_source,
    withdraw_source,
)
from page.editor.this_machine import OnlyHere
from page.editor.uploads import (
    MOST_FILES,
    MOST_MEGABYTES,
    holds_sign_in,
    look_at_address,
    receive,
)
from page.received import Refused
from page.room import sweep
from page.site import Shown, Site
from page.typed import Typed, address_of, typed

HERE = "/editor"
_Text = Annotated[str, Form()]
DEEDS = {
    "withdraw": withdraw_source,
    "bring-back": bring_source_back,
    "forget": forget_source,
}


def routes(settings: Settings) -> APIRouter:
    """``/editor`` and what lies below it."""
    router = APIRouter(prefix=HERE, route_class=OnlyHere)
    jobs = Jobs(settings)
    _add_overview(router, jobs)
    _add_sources(router, jobs)
    _add_files(router, settings, jobs)
    _add_jobs(router, jobs)
    _add_retrieval(router)
    _add_conflicts(router)
    return router


def _add_overview(router: APIRouter, jobs: Jobs) -> None:
    @router.get("")
    def overview(site: Shown) -> HTMLResponse:
        book = site.book
        sources = holdings(book)
        receipts = sorted(book.receipts().values(), key=lambda r: (not r.failed, r.file.lower()))
        return site.page(
            "editor/overview.html",
            HERE,
            "Editor",
            edition=book.opened().edition,
            counts=counted_by_standing(sources),
            editions=sum(s.editions for s in sources),
            receipts=receipts,
            gaps=counted(read_gaps(book.settings.data)),
            complaints=sum(
                f.verdict is not Verdict.HELPED for f in read_feedback(book.settings.data)
            ),
            jobs=jobs.recent(),
        )

    @router.get("/gaps")
    def gaps(site: Shown) -> HTMLResponse:
        book = site.book
        said = read_feedback(book.settings.data)
        return site.page(
            "editor/gaps.html",
            HERE,
            "Gaps and feedback",
            rows=counted(read_gaps(book.settings.data)),
            keeps=book.settings.gaps,
            said=counted_feedback(said),
            sections=complained_of(said),
        )


def _add_sources(router: APIRouter, jobs: Jobs) -> None:
    def found(site: Site, source_id: str, deed: str) -> Holding | None:
        return find_holding(site.book, source_id) if deed in DEEDS else None

    @router.get("/sources")
    def sources(site: Shown) -> HTMLResponse:
        return site.page("editor/sources.html", HERE, "Sources", sources=holdings(site.book))

    @router.get("/sources/{deed}")
    def confirm(site: Shown, deed: str, source: str = "") -> HTMLResponse:
        holding = found(site, source, deed)
        if holding is None:
            return site.missing("The editor has no such page, or no such source is held.")
        title = f"{deed.replace('-', ' ').capitalize()} {holding.title}"
        return site.page("editor/confirm.html", HERE, title, deed=deed, source=holding)

    @router.post("/sources/{deed}")
    def do(
        site: Shown, request: Request, deed: str, source: Annotated[str, Form()] = ""
    ) -> Response:
        if found(site, source, deed) is None:
            return site.missing("No such source is held; it may have been forgotten.")
        return _begin(jobs, DEEDS[deed](site.book.settings.data, source, actor(request)))


def _add_files(router: APIRouter, settings: Settings, jobs: Jobs) -> None:
    data = settings.data
    sweep(data / UPLOADS)

    def form(site: Site, faults: tuple[str, ...] = (), given: str = "") -> HTMLResponse:
        return site.page(
            "editor/add.html",
            HERE,
            "Add files or an address",
            422 if faults else 200,
            faults=faults,
            given=given,
            longest_address=LONGEST_ADDRESS,
            most_files=MOST_FILES,
            most_megabytes=MOST_MEGABYTES,
        )

    @router.get("/add")
    def add(site: Shown) -> HTMLResponse:
        return form(site)

    @router.post("/add")
    async def take(site: Shown, request: Request) -> Response:
        try:
            room, uploads = await receive(request, site.book)
        except Refused as refused:
            return form(site, refused.sentences)
        return _begin(jobs, add_files(data, room, uploads, actor(request)))

    @router.post("/add/address")
    def fetch(site: Shown, request: Request, web: Annotated[str, Form()] = "") -> Response:
        try:
            return _begin(jobs, add_address(look_at_address(web), actor(request)))
        except Refused as refused:
            given = "" if holds_sign_in(web) else web[:LONGEST_ADDRESS]
            return form(site, refused.sentences, given)


def _add_jobs(router: APIRouter, jobs: Jobs) -> None:
    @router.get("/jobs/{job_id}")
    def job(site: Shown, job_id: str, part: bool = False) -> HTMLResponse:
        found = jobs.find(job_id)
        if found is None:
            return site.missing(
                "This server knows no such job; it may have been started before the server was. "
                "What came of it stands in the receipts."
            )
        if part:
            return site.part("editor/job_part.html", job=found)
        return site.page("editor/job.html", HERE, found.task.title, job=found)


def _add_retrieval(router: APIRouter) -> None:
    @router.get("/search")
    def search(site: Shown, q: str = "", area: str = "", as_of: str = "") -> Response:
        said = typed(site.book, q)
        if said.has_less_than(q):
            return address_of(f"{HERE}/search", q=said.words, **known(area, as_of))
        return tried(site, said, q, area, as_of)

    @router.post("/search")
    def sent(site: Shown, q: _Text = "", area: _Text = "", as_of: _Text = "") -> Response:
        said = typed(site.book, q)
        if said.is_refused or {"area": area, "as_of": as_of} != known(area, as_of):
            return tried(site, said, q, area, as_of)
        return address_of(f"{HERE}/search", q=said.words, area=area, as_of=as_of)

    def tried(site: Site, said: Typed, q: str, area: str, as_of: str) -> HTMLResponse:
        trial, fault = None, ""
        try:
            trial = try_words(site.book, q, area, as_of) if q.strip() else None
        except HandbookError as error:
            fault = str(error)
        return site.page(
            "editor/search.html",
            HERE,
            "Test retrieval",
            422 if fault else 200,
            asked={"q": said.words, **known(area, as_of)},
            typed=said,
            trial=trial,
            fault=fault,
        )


def _add_conflicts(router: APIRouter) -> None:
    kept = cache(KeptConflicts)

    @router.get("/conflicts")
    def conflicts(site: Shown) -> HTMLResponse:
        try:
            found = kept(site.book).found()
        except QuoteError as error:
            return site.missing(str(error))
        return site.page("editor/conflicts.html", HERE, "Conflicts", found=found, limits=LIMITS)


def _begin(jobs: Jobs, task: Task) -> RedirectResponse:
    return RedirectResponse(job_address(jobs.start(task).job_id), 303)
