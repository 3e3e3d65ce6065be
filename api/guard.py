"""What every request and every reply passes: a limit of size, and no copy kept on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.faults import fault

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 512 * 1024
"""Of the body of a request."""
_HEADERS = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


class Guard:
    """Reads a body up to the limit and then hands it on whole."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_HEADERS]}
            await send(message)

        body = await _read(receive)
        if body is None:
            sentence = f"The body is larger than {MOST_BYTES // 1024} KiB; send less."
            await fault(413, sentence)(scope, receive, send_with_headers)
            return
        await self.app(scope, _handing_on(body, receive), send_with_headers)


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None where it is larger than the limit."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BYTES:
            return None
    return body


def _handing_on(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
