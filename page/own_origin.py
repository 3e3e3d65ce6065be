"""Whether a form that changes something was sent from a page of this server's own."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request


def is_own_origin(request: Request) -> bool:
    """Whether the browser says so; what says nothing is no browser's form, and is refused too."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")
