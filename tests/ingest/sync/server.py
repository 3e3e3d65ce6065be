"""A real HTTP server on loopback that can fail, stall, drip, redirect and lie on demand."""

from __future__ import annotations

import gzip
import hashlib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """What one path answers. ``stall`` seconds pass before a byte is sent; with ``drip`` the body
    goes out a byte at a time with that many seconds between; ``promised`` is a Content-Length
    that is a lie."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    last_modified: str | None = None
    stall: float = 0.0
    drip: float = 0.0
    promised: int | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


def moved(to: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status=status, headers={"Location": to})


def packed(body: bytes) -> Reply:
    """A body sent with gzip."""
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})


@dataclass
class Asked:
    """A request that came in."""

    path: str
    headers: dict[str, str]
    at: float
    answered: int


class Site:
    """Paths and what they answer: a reply, or several for one request after the other, of which
    the last stays."""

    def __init__(self, pages: dict[str, Reply | list[Reply]] | None = None) -> None:
        self.pages: dict[str, Reply | list[Reply]] = dict(pages or {})
        self.asked: list[Asked] = []
        self.port = 0
        self.scheme = "http"
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def answer(self, path: str) -> Reply:
        reply = self.pages.get(path, Reply(b"not here", status=404))
        if isinstance(reply, list):
            return reply.pop(0) if len(reply) > 1 else reply[0]
        return reply

    def paths(self, *, robots: bool = False) -> list[str]:
        """The paths that were asked for, in order."""
        return [a.path for a in self.asked if robots or a.path != "/robots.txt"]

    def statuses(self, path: str) -> list[int]:
        return [a.answered for a in self.asked if a.path == path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        reply = self.site.answer(self.path)
        held = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        same = held[0] == reply.etag or (
            held[0] is None and held[1] is not None and held[1] == reply.last_modified
        )
        status = 304 if same and reply.status == 200 else reply.status
        self.site.asked.append(Asked(self.path, dict(self.headers), time.monotonic(), status))
        if reply.stall:
            self.site.ended.wait(reply.stall)
        try:
            self._send(reply, status)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, reply: Reply, status: int) -> None:
        body = b"" if status == 304 else reply.body
        self.send_response(status)
        self.send_header("Content-Type", reply.content_type)
        if reply.status == 200 and "ETag" not in reply.headers:
            self.send_header("ETag", reply.etag)
        if reply.last_modified:
            self.send_header("Last-Modified", reply.last_modified)
        for name, value in reply.headers.items():
            if value:
                self.send_header(name, value)
        length = len(body) if reply.promised is None else reply.promised
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if reply.drip:
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if self.site.ended.wait(reply.drip):
                    return
        else:
            self.wfile.write(body)
        self.close_connection = self.close_connection or reply.promised is not None

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the tests look at ``Site.asked``."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_arguments: object) -> None:
        """A client that went away is what half of these tests are about."""


@contextmanager
def serving(site: Site, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site on a free port of 127.0.0.1."""
    handler = type("Handler", (_Handler,), {"site": site})
    server = _Server(("127.0.0.1", 0), handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        site.scheme = "https"
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
