"""From a page to signing in and back to it, and to no other server."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import Request

_CHOSEN = frozenset(
    {"a", "area", "as_of", "authority", "b", "cause", "kind", "since", "source", "theme"}
)
"""What an address may say of a page beyond its path: a day, or one of a list. The words that
somebody typed are left out: who signs in next on this machine may be somebody else."""


def sign_in_address(request: Request) -> str:
    """Where a stranger signs in who is to come back to what they asked for."""
    chosen = [(k, v) for k, v in request.query_params.multi_items() if k in _CHOSEN]
    place = quote(request.url.path) + (f"?{urlencode(chosen)}" if chosen else "")
    return f"/sign-in?next={quote(place)}"


def own_page(given: str) -> str:
    """A page of this server, whatever an address that somebody was sent says."""
    leads_away = given.startswith("//") or "\\" in given or not given.isprintable()
    return given if given.startswith("/") and not leads_away else "/"
