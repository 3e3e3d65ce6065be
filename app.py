"""The handbook's pages in one application: the Ask page, the pages that are read, the files."""

from __future__ import annotations

import os
import socket
import sys

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from api.http import ADDRESS, api_application
from api.sentences import sentence_of
from handbook.access.roles import Role
from handbook.book import Handbook
from handbook.errors import HandbookError, SettingsError
from handbook.settings import Settings
from page import routes
from page.access.gate import Gate
from page.access.headers import Headers
from page.access.person import book_for
from page.ask import AskPages
from page.ask_layout import lay_out
from page.render import HERE
from page.routes import state
from page.running import Running, Server
from page.site import Site

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif")
_HEAD = (
    '<link rel="stylesheet" href="/page/handbook.css"><script src="/page/page.js" defer></script>'
)
_NOT_USED = "A field of the form or the address holds what it cannot; go back and fill it in anew."
_LEAVE_TAKING = 5
"""Seconds that open pages are waited for when the server is to stop; they hold a connection."""


def build(book: Handbook) -> gr.Blocks:
    """The Ask page over one handbook."""
    return lay_out(AskPages(Site(book.seen_by(Role.READER))))


def application(book: Handbook, running: Running | None = None) -> FastAPI:
    """All pages, the kept documents and how the server is, in one application."""
    api = FastAPI(title="Handbook", docs_url=None, redoc_url=None, openapi_url=None)
    running = running or Running(book)
    api.add_middleware(Gate, book=book, running=running)
    api.add_middleware(Headers)

    @api.exception_handler(HandbookError)
    async def cannot_be_shown(request: Request, error: HandbookError) -> HTMLResponse:
        return Site(book_for(request)).page(
            "missing.html", "", "This cannot be shown now", 503, what=sentence_of(error)
        )

    @api.exception_handler(RequestValidationError)
    async def cannot_be_used(request: Request, _: RequestValidationError) -> HTMLResponse:
        """The framework's own reply would show again what was sent."""
        return Site(book_for(request)).page(
            "missing.html", "", "This cannot be used", 422, what=_NOT_USED
        )

    api.include_router(state.routes(book.settings, running))
    api.mount("/page", StaticFiles(directory=HERE / "static"))
    api.mount(ADDRESS, api_application())
    for module in routes.ALL:
        api.include_router(module.routes(book.settings))
    theme = gr.themes.Default(font=_FONTS, font_mono=("ui-monospace", "monospace"))
    served: FastAPI = gr.mount_gradio_app(
        api, build(book), path="/", theme=theme, head=_HEAD, footer_links=[], show_error=True
    )
    return served


def serve(settings: Settings) -> None:
    """Serve the page until stopped; SettingsError where the address cannot be used."""
    with _listening(settings) as address:
        book = Handbook.open(settings)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        sys.stdout.write(f"The handbook is on http://{host}:{settings.port} (Ctrl+C ends it).\n")
        sys.stdout.flush()
        running = Running(book)
        config = uvicorn.Config(
            application(book, running),
            log_level="warning",
            access_log=False,  # the words that a list is narrowed by stand in its address
            timeout_graceful_shutdown=_LEAVE_TAKING,
            proxy_headers=False,  # the gate alone decides which proxy is believed
        )
        Server(config, running).run(sockets=[address])


def _listening(settings: Settings) -> socket.socket:
    """The socket to serve on, taken before anything slow is done."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        return socket.create_server(found[0][4][:2], family=found[0][0])
    except OSError as error:
        raise SettingsError(
            f"Port {settings.port} of {settings.host} cannot be used ({error.strerror}); "
            "stop what uses it, or set HANDBOOK_PORT to another."
        ) from error


if __name__ == "__main__":
    from handbook.cli import main

    sys.exit(main(["serve"]))
