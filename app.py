"""The Gradio page: rendering of records, no logic. ``build(book)`` makes it, ``serve`` runs it."""

from __future__ import annotations

import os
import socket
import sys
from datetime import date
from typing import TYPE_CHECKING

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response

from handbook.book import Handbook
from handbook.domain import AREAS
from handbook.errors import SettingsError
from handbook.settings import Settings
from page.conversation import Conversation
from page.danger import danger_html
from page.evidence import NO_EVIDENCE
from page.style import CSS, FONTS, LANGUAGE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

EXAMPLES = (
    "How soon must an initial child protection conference be held?",
    "core group 10 days?",
    "bruise on a 3 month old what do i do",
    "escalation steps",
    "What questions does the EMILY review ask?",
)
_NOT_STATED = "Area not stated"
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_PAGE_POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'"
)
"""What the browser may load for the page: only what this server gives, whatever is on it."""
_STORED_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A stored document may hold scripts and pictures from elsewhere: none runs, none is fetched."""
Shown = tuple[str, list[dict[str, str]], Conversation, str]
"""What a question changes: its box, the chat, the conversation behind it, the evidence."""


def build(book: Handbook) -> gr.Blocks:
    """The page over one handbook."""

    def ask(text: str, place: str, talk: Conversation) -> Shown:
        if text.strip():
            area = None if place == _NOT_STATED else place.lower()
            talk = talk.ask(book, text.strip(), area)
        return _shown(talk)

    def ask_example(place: str, talk: Conversation, chosen: gr.SelectData) -> Shown:
        return ask(chosen.value["text"], place, talk)

    def count(day: str, talk: Conversation) -> Shown:
        start = _day(day)
        if talk.last is None:
            raise gr.Error("Ask a question first; then the time in its rule can be counted.")
        if start is None:
            raise gr.Error(f"{day!r} is no day; give it as 2026-11-24.")
        return _shown(talk.count(book, start))

    blocks = gr.Blocks(title="Handbook: safeguarding procedures", analytics_enabled=False)
    with blocks:
        gr.HTML(danger_html(book.contacts), elem_classes="hb-bar")
        gr.Markdown(
            "# Handbook\nAsk what the procedure says. Each answer is a quotation that you can open."
        )
        talk = gr.State(Conversation())
        with gr.Row(elem_classes="hb-columns"):
            with gr.Column(scale=3):
                area = gr.Dropdown(
                    [_NOT_STATED, *(a.title() for a in AREAS)], value=_NOT_STATED, label="Area"
                )
                chat = _chat()
                box = gr.Textbox(
                    label="Your question",
                    placeholder="A few words will do. No names or details of a family.",
                    submit_btn="Ask",
                    max_length=20_000,
                )
                with gr.Accordion("Work out the last day of a time limit", open=False):
                    day = gr.DateTime(
                        label="Counted from (the day itself is not counted)",
                        include_time=False,
                        type="string",
                    )
                    counting = gr.Button("Count from this day", size="sm")
                fresh = gr.Button("New topic", size="sm")
            with gr.Column(scale=2):
                evidence = gr.HTML(NO_EVIDENCE)
        after = [box, chat, talk, evidence]
        box.submit(ask, [box, area, talk], after)
        chat.example_select(ask_example, [area, talk], after)
        counting.click(count, [day, talk], after)
        for begins in (chat.clear, fresh.click):
            begins(lambda: _shown(Conversation()), outputs=after)
    return blocks


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        height=None,
        min_height=220,
        autoscroll=False,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        buttons=[],
        examples=[{"text": e} for e in EXAMPLES],
    )


def _shown(talk: Conversation) -> Shown:
    return "", list(talk.messages), talk, talk.evidence


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def application(book: Handbook) -> FastAPI:
    """The page, the kept documents and a health check in one application."""
    api = FastAPI(title="Handbook", docs_url=None, redoc_url=None, openapi_url=None)
    api.add_middleware(_OwnServerOnly)

    @api.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok", "index": book.opened().edition.edition_id}

    @api.get("/documents/{document_id}")
    def document(document_id: str) -> Response:
        path = book.raw_file(document_id)
        held = book.held(document_id)
        if path is None or held is None:
            return PlainTextResponse("This document is not held here.", 404)
        shown_here = path.suffix in _MEDIA_TYPES
        headers = {"X-Content-Type-Options": "nosniff"}
        if path.suffix != ".pdf":
            headers["Content-Security-Policy"] = _STORED_POLICY
        return FileResponse(
            path,
            media_type=_MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
            filename=held.file_name,
            content_disposition_type="inline" if shown_here else "attachment",
            headers=headers,
        )

    theme = gr.themes.Default(font=FONTS, font_mono=("ui-monospace", "monospace"))
    served: FastAPI = gr.mount_gradio_app(
        api,
        build(book),
        path="/",
        theme=theme,
        css=CSS,
        js=LANGUAGE,
        footer_links=[],
        show_error=True,
    )
    return served


class _OwnServerOnly:
    """Tells the browser, with each page without a stricter rule, to load nothing from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {k.lower(): v for k, v in message["headers"]}
                is_page = given.get(b"content-type", b"").startswith(b"text/html")
                if is_page and b"content-security-policy" not in given:
                    rule = (b"content-security-policy", _PAGE_POLICY.encode())
                    message = {**message, "headers": [*message["headers"], rule]}
            await send(message)

        await self.app(scope, receive, send_with_policy)


def serve(settings: Settings) -> None:
    """Serve the page until stopped; SettingsError where the address cannot be used."""
    with _listening(settings) as address:
        book = Handbook.open(settings)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        sys.stdout.write(f"The handbook is on http://{host}:{settings.port} (Ctrl+C ends it).\n")
        sys.stdout.flush()
        server = uvicorn.Server(uvicorn.Config(application(book), log_level="warning"))
        server.run(sockets=[address])


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
