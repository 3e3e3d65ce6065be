"""The Gradio page: rendering of records, no logic. ``build(book)`` makes it, ``serve`` runs it."""

from __future__ import annotations

import os
import socket

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

from handbook.book import Handbook
from handbook.domain import AREAS, Question, Turn
from handbook.errors import SettingsError
from handbook.settings import Settings
from page.evidence import NO_EVIDENCE, evidence_html
from page.reply import answer_html, danger_html
from page.style import CSS, FONTS

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
Messages = list[dict[str, str]]


def build(book: Handbook) -> gr.Blocks:
    """The page over one handbook."""
    with gr.Blocks(title="Handbook: safeguarding procedures", analytics_enabled=False) as page:
        gr.HTML(danger_html(book.contacts), elem_classes="hb-bar")
        gr.Markdown("# Handbook\nAsk what the procedure says. Every answer is a quotation that you can open.")
        turns = gr.State([])
        with gr.Row(elem_classes="hb-columns"):
            with gr.Column(scale=3):
                chat = gr.Chatbot(
                    label="Conversation",
                    height=None,
                    min_height=220,
                    autoscroll=False,
                    sanitize_html=True,
                    allow_tags=False,
                    buttons=[],
                    examples=[{"text": e} for e in EXAMPLES],
                )
                box = gr.Textbox(
                    label="Your question",
                    placeholder="A few words will do. No names or details of a family.",
                    submit_btn="Ask",
                    max_length=20_000,
                )
                area = gr.Dropdown(
                    [_NOT_STATED, *(a.title() for a in AREAS)], value=_NOT_STATED, label="Area"
                )
                fresh = gr.Button("New topic", size="sm")
            with gr.Column(scale=2):
                evidence = gr.HTML(NO_EVIDENCE)

        def ask(
            text: str, place: str, shown: Messages, earlier: list[Turn]
        ) -> tuple[str, Messages, list[Turn], str]:
            if not text.strip():
                return "", shown, earlier, NO_EVIDENCE
            chosen = None if place == _NOT_STATED else place.lower()
            answer = book.ask(Question(text.strip(), chosen, None, tuple(earlier)))
            reply = answer_html(answer, book.replies)
            shown = [
                *shown,
                {"role": "user", "content": answer.question or "(a pasted record, not kept)"},
                {"role": "assistant", "content": reply},
            ]
            earlier = [*earlier, Turn("user", answer.question), Turn("assistant", answer.text)]
            return "", shown, earlier, evidence_html(answer, book.units, book.replies)

        def ask_example(
            place: str, shown: Messages, earlier: list[Turn], chosen: gr.SelectData
        ) -> tuple[str, Messages, list[Turn], str]:
            return ask(chosen.value["text"], place, shown, earlier)

        box.submit(ask, [box, area, chat, turns], [box, chat, turns, evidence])
        chat.example_select(ask_example, [area, chat, turns], [box, chat, turns, evidence])
        fresh.click(lambda: ([], [], NO_EVIDENCE), outputs=[chat, turns, evidence])
    return page


def application(book: Handbook) -> FastAPI:
    """The page, the kept documents and a health check in one application."""
    api = FastAPI(title="Handbook", docs_url=None, redoc_url=None, openapi_url=None)

    @api.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok", "index": book.opened().edition.edition_id}

    @api.get("/documents/{document_id}")
    def document(document_id: str) -> FileResponse:
        path = book.raw_file(document_id)
        held = book.held(document_id)
        if path is None or held is None:
            raise HTTPException(404, "This document is not held here.")
        # A stored page may hold scripts: the sandbox keeps them from running.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        if path.suffix == ".pdf":
            headers.pop("Content-Security-Policy")
        return FileResponse(
            path,
            media_type=_MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
            filename=held.file_name,
            content_disposition_type="inline" if path.suffix in _MEDIA_TYPES else "attachment",
            headers=headers,
        )

    theme = gr.themes.Default(font=FONTS, font_mono=("ui-monospace", "monospace"))
    return gr.mount_gradio_app(
        api, build(book), path="/", theme=theme, css=CSS, footer_links=[], show_error=True
    )


def serve(settings: Settings) -> None:
    """Serve the page until stopped; SettingsError where the address cannot be used."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"Port {settings.port} of {settings.host} cannot be used ({error.strerror}); "
                "stop what uses it, or set HANDBOOK_PORT to another."
            ) from error
    book = Handbook.open(settings)
    print(f"The handbook is on http://{settings.host}:{settings.port} (Ctrl+C ends it).")
    uvicorn.run(application(book), host=settings.host, port=settings.port, log_level="warning")


if __name__ == "__main__":
    import sys

    from handbook.cli import main

    sys.exit(main(["serve"]))
