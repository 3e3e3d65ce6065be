"""Signing in and out, what one may do, and for an admin the accounts and the audit trail."""

from __future__ import annotations

from typing import Annotated

import anyio
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from handbook.access.accounts import Accounts
from handbook.access.sessions import Sessions
from handbook.audit import read_trail
from page.access.caller import COOKIE
from page.access.gate import too_often
from page.access.person import person_of
from page.access.rates import SIGNING_IN, Buckets
from page.site import Site

_HERE = "/account"
_Text = Annotated[str, Form()]


def routes(site: Site) -> APIRouter:
    """``/sign-in``, ``/sign-out``, ``/account`` and ``/accounts``."""
    router = APIRouter()
    data = site.book.settings.data
    accounts, sessions = Accounts(data), Sessions(data)
    _add_signing_in(router, site, accounts, sessions)

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        sessions.end(request.cookies.get(COOKIE, ""))
        gone = RedirectResponse("/sign-in", 303)
        gone.delete_cookie(COOKIE)
        return gone

    @router.get("/account")
    def account(request: Request) -> HTMLResponse:
        return site.page(
            "access/account.html",
            _HERE,
            "Your account",
            person=person_of(request),
            by_cookie=COOKIE in request.cookies,
        )

    @router.get("/accounts")
    def all_accounts() -> HTMLResponse:
        return site.page(
            "access/accounts.html",
            _HERE,
            "Accounts and audit trail",
            accounts=accounts.all(),
            trail=read_trail(data),
        )

    return router


def _add_signing_in(router: APIRouter, site: Site, accounts: Accounts, sessions: Sessions) -> None:
    buckets = Buckets()
    one_at_a_time = anyio.CapacityLimiter(1)  # a hash takes 64 MiB: attempts wait for each other

    def form(next_page: str, given: str = "", fault: str = "", status: int = 200) -> HTMLResponse:
        return site.page(
            "access/sign_in.html",
            "",
            "Sign in",
            status,
            next_page=_own_page(next_page),
            given=given,
            fault=fault,
            accounts=bool(accounts.all()),
            by_proxy=bool(site.book.settings.trusted_proxy),
        )

    @router.get("/sign-in")
    def sign_in(next: str = "/") -> HTMLResponse:  # noqa: A002 - the name that addresses use
        return form(next)

    @router.post("/sign-in")
    async def signed_in(
        request: Request, name: _Text = "", password: _Text = "", next_page: _Text = "/"
    ) -> Response:
        if wait := buckets.take(SIGNING_IN, name.strip().lower()[:64]):
            return too_often(site, request, SIGNING_IN.name, wait)
        person = await anyio.to_thread.run_sync(
            accounts.with_password, name, password, limiter=one_at_a_time
        )
        if person is None:
            return form(next_page, name, "No account has this name and this password.", 401)
        entered = RedirectResponse(_own_page(next_page), 303)
        key = await anyio.to_thread.run_sync(sessions.begin, person)
        entered.set_cookie(
            COOKIE, key, httponly=True, samesite="lax", secure=request.url.scheme == "https"
        )
        return entered


def _own_page(given: str) -> str:
    """A page of this server, whatever an address that somebody was sent says."""
    leads_away = given.startswith("//") or "\\" in given or not given.isprintable()
    return given if given.startswith("/") and not leads_away else "/"
