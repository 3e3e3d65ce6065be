"""Who sends a request: straight from their browser, through the platform's proxy, or a program."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from fastapi import Request

from handbook.access.accounts import Accounts
from handbook.access.roles import EVERYBODY, Person, highest
from handbook.access.sessions import Sessions
from handbook.settings import Settings

COOKIE = "handbook_session"
USER, GROUPS = "x-forwarded-user", "x-forwarded-groups"
"""As oauth2-proxy and its like give them."""


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of whoever sends a request."""

    person: Person | None
    """None where they have not signed in, or no group of theirs has a role."""
    address: str
    """Of their machine, as far as it is known."""
    by_token: bool = False
    """Whether it is a program; no other site can make a browser send a token."""


@dataclass(frozen=True, slots=True)
class Callers:
    """Tells who sends the requests to one server."""

    settings: Settings
    accounts: Accounts
    sessions: Sessions

    def pretends(self, request: Request) -> bool:
        """Whether it says who the person is without being the proxy that may, or says it twice."""
        said = [len(request.headers.getlist(name)) for name in (USER, GROUPS)]
        return (any(said) and not self.from_proxy(request)) or max(said) > 1

    def of(self, request: Request, takes_tokens: bool) -> Caller:
        """Who sends a request."""
        address = self.address(request)
        if self.from_proxy(request) and (user := request.headers.get(USER, "").strip()):
            return Caller(self._by_proxy(user, request.headers.get(GROUPS, "")), address)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if takes_tokens and scheme.lower() == "bearer":
            return Caller(self.accounts.with_token(token.strip()), address, by_token=True)
        key = request.cookies.get(COOKIE, "")
        return Caller(self.sessions.person(key) if key else None, address)

    def from_proxy(self, request: Request) -> bool:
        """Whether the proxy that the settings name has sent it."""
        try:
            peer = ip_address(request.client.host if request.client else "")
        except ValueError:
            return False
        return any(peer in network for network in self.settings.trusted_proxy)

    def address(self, request: Request) -> str:
        """Where it was sent from; the proxy is believed, and tells its own sender last."""
        told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if told and self.from_proxy(request):
            return told
        return request.client.host if request.client else ""

    def _by_proxy(self, user: str, groups: str) -> Person | None:
        named = {EVERYBODY, *(group.strip() for group in groups.split(","))}
        role = highest([g.role for g in self.settings.proxy_roles if g.group in named])
        return Person(user[:100], role) if role else None
