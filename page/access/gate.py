"""The gate before all addresses, of whatever library: who comes, whether they may, how often.

It stands open where one machine serves itself and nobody has made an account. Once shut it stays
shut until the server ends, whatever becomes of the accounts meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from handbook.access.accounts import Accounts
from handbook.access.roles import Role
from handbook.access.sessions import Sessions
from handbook.access.start import must_sign_in
from handbook.book import Handbook
from handbook.errors import HandbookError
from page.access.caller import Caller, Callers
from page.access.person import book_for
from page.access.rates import Buckets
from page.access.table import MOST_BYTES, Rule, rule_for
from page.access.way_back import sign_in_address
from page.own_origin import is_own_origin
from page.received import in_other_letters
from page.running import LEAVING, Running
from page.site import Site

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_READING = ("GET", "HEAD", "OPTIONS")
_FORGED = (
    "This request says who you are (X-Forwarded-User or X-Forwarded-Groups), and did not come from "
    "the proxy that may say so; whoever runs the service names it in HANDBOOK_TRUSTED_PROXY."
)
_OTHER_LETTERS = "This form says that it is not written in UTF-8; send it from the page."
_NO_ADDRESS = "There is no such address here."
_SIGN_IN = "You are not signed in, or have been away too long; sign in and do it again."
_FOR_PROGRAMS = (
    "Send a token as “Authorization: Bearer …”; `handbook account token NAME` makes one."
)
_ELSEWHERE = (
    "This was not sent from a page of the handbook’s own; open the page and send it there. A "
    "program sends a token."
)


class Gate:
    """Lets through whom the table of roles allows, and tells the others why not."""

    def __init__(self, app: ASGIApp, book: Handbook, running: Running) -> None:
        data = book.settings.data
        self._app = app
        self._book = book
        self._seen = {role: book.seen_by(role) for role in Role}
        self._running = running
        self._callers = Callers(book.settings, Accounts(data), Sessions(data))
        self._buckets = Buckets()
        self._shut = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # no page has any use for one
            return
        request = Request(scope)
        try:
            refusal = await run_in_threadpool(self._refusal, request)
        except HandbookError as error:
            refusal = self._reply(request, 503, str(error))
        if refusal and refusal.status_code >= 400:
            self._running.metrics.refused(refusal.status_code)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        """Why a request is not let through; None where it is, with what they may read."""
        request.state.book = self._seen[Role.READER]
        if self._running.leaving and request.method not in _READING:
            return self._elsewhere(request)
        if in_other_letters(request):
            return self._reply(request, 415, _OTHER_LETTERS)
        self._shut = self._shut or must_sign_in(self._book.settings)
        if not self._shut:
            request.state.book = self._book
            return None
        request.state.shut = True
        if self._callers.pretends(request):
            return self._reply(request, 403, _FORGED)
        self._take_over_scheme(request)
        rule = rule_for(request.url.path)
        if rule is None:
            return self._reply(request, 404, _NO_ADDRESS)
        caller = self._callers.of(request, rule.takes_tokens)
        request.state.person = caller.person
        if caller.person:
            request.state.book = self._seen[caller.person.role]
        return self._not_allowed(request, rule, caller) or self._too_much(request, rule, caller)

    def _elsewhere(self, request: Request) -> Response:
        """What a server says that is stopping: whoever asks again gets to another."""
        refusal = self._reply(request, 503, LEAVING)
        refusal.headers.update({"Retry-After": "1", "Connection": "close"})
        return refusal

    def _take_over_scheme(self, request: Request) -> None:
        """The proxy's word on whether the browser speaks https: cookies and addresses follow it."""
        scheme = request.headers.get("x-forwarded-proto", "").strip().lower()
        if scheme in ("http", "https") and self._callers.from_proxy(request):
            request.scope["scheme"] = scheme

    def _not_allowed(self, request: Request, rule: Rule, caller: Caller) -> Response | None:
        if rule.role and caller.person is None:
            return self._stranger(request, rule)
        if rule.role and caller.person and not caller.person.role.may(rule.role):
            name, role = caller.person.name, caller.person.role
            why = f"You are signed in as {name} with the role {role}; this needs {rule.role}."
            return self._reply(request, 403, why)
        if request.method not in _READING and not caller.by_token and not is_own_origin(request):
            return self._reply(request, 403, _ELSEWHERE)
        return None

    def _stranger(self, request: Request, rule: Rule) -> Response:
        if request.method in _READING and _wants_page(request):
            return RedirectResponse(sign_in_address(request), 303)
        if not rule.takes_tokens:
            return self._reply(request, 401, _SIGN_IN)
        refusal = self._reply(request, 401, _FOR_PROGRAMS)
        refusal.headers["WWW-Authenticate"] = 'Bearer realm="Handbook"'
        return refusal

    def _too_much(self, request: Request, rule: Rule, caller: Caller) -> Response | None:
        """Whether more is sent, or more often, than one person may."""
        if request.method in _READING:
            return None
        size = request.headers.get("content-length", "")
        if not rule.limits_itself and not size.isdecimal():
            return self._reply(request, 411, "Say how large it is that you send (Content-Length).")
        if not rule.limits_itself and int(size) > MOST_BYTES:
            most = f"{MOST_BYTES // 1_000_000} MB"
            return self._reply(request, 413, f"What was sent is larger than {most}; send less.")
        who = caller.person.name if caller.person else caller.address
        if wait := self._buckets.take(rule.rate, who):
            return too_often(request, rule.rate.name, wait)
        return None

    def _reply(self, request: Request, status: int, why: str) -> Response:
        return reply(request, status, why)


def reply(request: Request, status: int, why: str) -> Response:
    """A refusal, as a page where a person will read it."""
    if _wants_page(request):
        return Site(book_for(request)).page(
            "access/refused.html", "", "Not let through", status, why=why
        )
    return JSONResponse({"error": why}, status)


def too_often(request: Request, what: str, wait: float) -> Response:
    """The refusal of what comes too often; ``wait`` in seconds."""
    seconds = int(wait) + 1
    refusal = reply(request, 429, f"Too many {what}; try again in {seconds} seconds.")
    refusal.headers["Retry-After"] = str(seconds)
    return refusal


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
