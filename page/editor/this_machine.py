"""Pages for whoever sits at the machine that serves them, where there are no accounts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.routing import APIRoute

from handbook.access.start import is_loopback
from page.access.person import book_for, person_of
from page.own_origin import is_own_origin
from page.site import Site

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_READING = ("GET", "HEAD")
_WHY = "The editor’s pages open only on the machine that serves the handbook"


def why_not(request: Request) -> str | None:
    """Why a request is refused, in a sentence; None where it comes from this machine.

    The name it was sent to is looked at too: any web page can have a name of its own lead here.
    """
    if request.client is None or not is_loopback(request.client.host):
        return f"{_WHY}; you are on another."
    if any(name in request.headers for name in _FORWARDED):
        return f"{_WHY}, not through a server between."
    if not is_loopback(urlsplit(f"//{request.headers.get('host', '')}").hostname or ""):
        return f"{_WHY}, under the name localhost or 127.0.0.1."
    if request.method not in _READING and not is_own_origin(request):
        return "This form was not sent from the editor’s own pages; open them and send it there."
    return None


class OnlyHere(APIRoute):
    """Answers nobody else, before anything that was sent is read; but for those whom the gate has
    let through by their role."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            why = None if person_of(request) else why_not(request)
            if why:
                site = Site(book_for(request))
                return site.page("editor/refused.html", "/editor", "Not here", 403, why=why)
            return await handle(request)

        return guarded
