"""Answers and review questions on paper: files to take away, and a view to print.

A form sends the questions of a conversation, which are asked again, or the places of review
questions. Nothing is kept, and every quotation is proved before a paper is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from handbook.answer_records import CitedQuestion
from handbook.domain import Span
from handbook.export.compose import agenda_of, sheet_of
from handbook.export.sheet import Agenda, Sheet
from handbook.review import chosen_questions
from handbook.settings import Settings
from page.address import read_spans
from page.conversation import Conversation, asked_again
from page.paper_file import full_address, paper_file, to_print
from page.site import Shown

AGENDA = "agenda"
_Text = Annotated[str, Form(max_length=400_000)]
_Texts = Annotated[list[str], Form(default_factory=list)]


def routes(_: Settings) -> APIRouter:
    """``POST /export`` and ``POST /agenda``."""
    router = APIRouter()

    @router.post("/export")
    def export(
        site: Shown, request: Request, asked: _Text = "", form: _Text = "", whole: _Text = ""
    ) -> Response:
        talk = asked_again(site.book, asked)
        if form == AGENDA:
            chosen = _reviewed(talk)
            return site.page("paper/agenda.html", "/questions", "Supervision agenda", asked=chosen)
        exchanges = talk.exchanges if whole else talk.exchanges[-1:]
        pairs = [(e.question, e.answer) for e in exchanges]

        def sheet() -> Sheet:
            return sheet_of(site.book, pairs, date.today(), full_address(request))

        return paper_file(site, form, "answer", sheet, to_print(site))

    @router.post("/agenda")
    def agenda(site: Shown, request: Request, question: _Texts, form: _Text = "") -> Response:
        chosen = chosen_questions(site.book, _places(question))

        def paper() -> Agenda:
            return agenda_of(site.book, chosen, date.today(), full_address(request))

        return paper_file(site, form, "agenda", paper, to_print(site))

    return router


def _reviewed(talk: Conversation) -> tuple[CitedQuestion, ...]:
    """The review questions that a conversation has shown, each once."""
    shown = (q for e in talk.exchanges for q in e.answer.review_questions)
    return tuple({q.text: q for q in shown}.values())


def _places(values: Sequence[str]) -> list[tuple[str, tuple[Span, ...]]]:
    """What the boxes that were ticked name: a document and its spans, a bar between."""
    parted = (value.partition("|") for value in values)
    return [(document_id, read_spans(place)) for document_id, _, place in parted]
