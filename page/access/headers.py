"""What every reply tells the browser to do, and not to do, with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PAGE_POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""What the browser may load for the Ask page: only what this server gives, whatever is on it."""
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
_OVER_HTTPS = {b"strict-transport-security": b"max-age=31536000"}

_UNKEPT = {b"cache-control": b"no-store"}
"""Where people sign in, what was for one is not shown to the next by the button that leads back."""
_THE_SAME_FOR_ALL = ("/page/", "/assets/", "/static/")


class Headers:
    """Adds what a reply does not say itself: a stricter rule of a page's own stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _completed(message["headers"], scope)}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _completed(given: list[tuple[bytes, bytes]], scope: Scope) -> list[tuple[bytes, bytes]]:
    said = {name.lower(): value for name, value in given}
    wanted = _ALWAYS | (_OVER_HTTPS if scope["scheme"] == "https" else {})
    if scope.get("state", {}).get("shut") and not scope["path"].startswith(_THE_SAME_FOR_ALL):
        wanted = wanted | _UNKEPT
    if said.get(b"content-type", b"").startswith(b"text/html"):
        wanted = wanted | {b"content-security-policy": _PAGE_POLICY.encode()}
    return [*given, *((name, value) for name, value in wanted.items() if name not in said)]
