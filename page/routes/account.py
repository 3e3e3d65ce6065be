"""Signing in and out, what one may do, and for an admin the accounts and the audit trail."""

from __future__ import annotations

from typing import Annotated

import anyio
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from handbook.access.accounts import Accounts
from handbook.access.sessions import Sessions
from handbook.audit import read_trail
from handbook.settings import Settings
from page.access.caller import COOKIE
from page.access.gate import too_often
from page.access.person import person_of
from page.access.rates import SIGNING_IN, Buckets
from page.access.way_back import own_page
from page.site import Shown, Site

_HERE = "/account"
_Text = Annotated[str, Form()]


def routes(settings: Settings) -> APIRouter:
    """``/sign-in``, ``/sign-out``, ``/account`` and ``/accounts``."""
    router = APIRouter()
    data = settings.data
    accounts, sessions = Accounts(data), Sessions(data)
    _add_signing_in(router, settings, accounts, sessions)

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        sessions.end(request.cookies.get(COOKIE, ""))
        gone = RedirectResponse("/sign-in", 303)
        gone.delete_cookie(COOKIE)
        return gone

    @router.get("/account")
    def account(site: Shown, request: Request) -> HTMLResponse:
        return site.page(
            "access/account.html",
            _HERE,
            "Your account",
            person=person_of(request),
            by_cookie=COOKIE in request.cookies,
        )

    @router.get("/accounts")
    def all_accounts(site: Shown) -> HTMLResponse:
        return site.page(
            "access/accounts.html",
            _HERE,
            "Accounts and audit trail",
            accounts=accounts.all(),
            trail=read_trail(data),
        )

    return router


def _add_signing_in(
    router: APIRouter, settings: Settings, accounts: Accounts, sessions: Sessions
) -> None:
    buckets = Buckets()
    one_at_a_time = anyio.CapacityLimiter(1)  # a hash takes 64 MiB: attempts wait for each other

    def form(
        site: Site, next_page: str, given: str = "", fault: str = "", status: int = 200
    ) -> HTMLResponse:
        return site.page(
            "access/sign_in.html",
            "",
            "Sign in",
            status,
            next_page=own_page(next_page),
            given=given,
            fault=fault,
            accounts=bool(accounts.all()),
            by_proxy=bool(settings.trusted_proxy),
        )

    @router.get("/sign-in")
    def sign_in(site: Shown, next: str = "/") -> HTMLResponse:  # noqa: A002 - as addresses have it
        return form(site, next)

    @router.post("/sign-in")
    async def signed_in(
        site: Shown,
        request: Request,
        name: _Text = "",
        password: _Text = "",
        next_page: _Text = "/",
    ) -> Response:
        if wait := buckets.take(SIGNING_IN, name.strip().lower()[:64]):
            return too_often(request, SIGNING_IN.name, wait)
        person = await anyio.to_thread.run_sync(
            accounts.with_password, name, password, limiter=one_at_a_time
        )
        if person is None:
            return form(site, next_page, name, "No account has this name and this password.", 401)
        entered = RedirectResponse(own_page(next_page), 303)
        key = await anyio.to_thread.run_sync(sessions.begin, person)
        entered.set_cookie(
            COOKIE, key, httponly=True, samesite="lax", secure=request.url.scheme == "https"
        )
        return entered
