"""The JSON API, version 1, as an application of its own with its own OpenAPI document."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Path, Request
from fastapi.responses import JSONResponse

from api import records
from api.asked import Ask, ListSources, Search
from api.faults import answer_faults
from api.fields import Area, Words
from api.guard import Guard
from api.service import Service
from handbook.answer_records import Status
from handbook.domain import Authority
from handbook.errors import RequestError
from page.access.person import book_for
from page.address import read_spans

ADDRESS = "/api/v1"
_ABOUT = (
    "Quotations of safeguarding procedures, each with the place where it stands, and the questions "
    "that case reviews ask. The text of an answer is fixed replies and quotations: show it as it "
    "is, with its notices, and never reword it as guidance. Leave identifiers of people out of "
    "questions; those that are recognised are masked before anything else happens. Questions are "
    "sent in bodies, never in an address."
)
_FAULTS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": records.Fault, "description": "What is wrong with the request."},
    "5XX": {"model": records.Fault, "description": "What is wrong with the handbook."},
}
_DocumentId = Annotated[str, Path(description="The document_id of a citation or an edition.")]


def _service_for(request: Request) -> Service:
    service: Service = request.app.state.services(book_for(request))
    return service


_Served = Annotated[Service, Depends(_service_for)]


def api_application() -> FastAPI:
    """What is mounted at ``ADDRESS``, behind the gate that says what whoever asks may read."""
    api = FastAPI(
        title="Handbook",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        responses=_FAULTS,
    )
    api.state.services = cache(Service)
    api.add_middleware(Guard)
    answer_faults(api)
    _add_asking(api)
    _add_shelf(api)
    _add_reading(api)
    return api


def _add_asking(api: FastAPI) -> None:
    could_not = {"model": records.AnswerRecord, "description": "An answer of status failed."}

    @api.post(
        "/ask",
        response_model=records.AnswerRecord,
        response_model_exclude_unset=True,
        responses={503: could_not},
    )
    def ask(service: _Served, asked: Ask) -> Any:
        """The answer to a question, as `handbook ask --json` prints it."""
        answer = service.ask(asked)
        return JSONResponse(answer, 503) if answer["status"] == Status.FAILED else answer

    @api.post("/search", response_model=records.Hits, response_model_exclude_unset=True)
    def search(service: _Served, asked: Search) -> Any:
        """Passages for some words, with no decision whether they answer anything."""
        return service.search(asked)


def _add_shelf(api: FastAPI) -> None:
    @api.get("/sources", response_model=records.Sources, response_model_exclude_unset=True)
    def sources(
        service: _Served, area: Area | None = None, authority: Authority | None = None
    ) -> Any:
        """What is held, by the weight of its authority and then by title."""
        return service.sources(ListSources(area=area, authority=authority))

    @api.get(
        "/sources/{source_id:path}",
        response_model=records.SourceRecord,
        response_model_exclude_unset=True,
    )
    def source(service: _Served, source_id: str) -> Any:
        """One source with all its editions."""
        return service.source(source_id)

    @api.get(
        "/review-questions", response_model=records.AllAsked, response_model_exclude_unset=True
    )
    def review_questions(service: _Served, theme: Words | None = None) -> Any:
        """What case reviews ask, of one theme or of all."""
        return service.review_questions(theme)

    @api.get("/health", response_model=records.Health)
    def health(service: _Served) -> Any:
        """Whether questions can be answered."""
        return service.health()


def _add_reading(api: FastAPI) -> None:
    @api.get(
        "/editions/{document_id}",
        response_model=records.OneEditionRecord,
        response_model_exclude_unset=True,
    )
    def edition(service: _Served, document_id: _DocumentId) -> Any:
        """One edition with the names of its sections."""
        return service.edition(document_id)

    @api.get(
        "/editions/{document_id}/sections/{number}",
        response_model=records.SectionRecord,
        response_model_exclude_unset=True,
    )
    def section(
        service: _Served, document_id: _DocumentId, number: Annotated[int, Path(ge=1)]
    ) -> Any:
        """One section to read, counted from 1."""
        return service.section(document_id, number)

    @api.get(
        "/evidence/{document_id}/{place}",
        response_model=records.OpenedRecord,
        response_model_exclude_unset=True,
    )
    def evidence(service: _Served, document_id: _DocumentId, place: str) -> Any:
        """A verified quotation in its place. The place is written as in the page's addresses:
        `unit.start-end`, with `+` between spans."""
        spans = read_spans(place)
        if not spans:
            raise RequestError("Write the place as unit.start-end, such as 4.33-183.")
        return service.opened(document_id, spans)
