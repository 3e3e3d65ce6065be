"""Every fault over HTTP as a sentence with its status."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.sentences import NOT_JSON, OWN_FAULT, sentence_of, sentences_of
from handbook.errors import HandbookError, NotHeld, QuoteError, RequestError

_STATUS = {NotHeld: 404, RequestError: 422, QuoteError: 500}
_UNAVAILABLE = 503
_HTTP = {
    400: NOT_JSON,
    404: "There is no such address; /api/v1/openapi.json lists them all.",
    405: "This address does not take that method; /api/v1/openapi.json says which it takes.",
}


def fault(status: int, sentence: str) -> JSONResponse:
    """A fault as it is sent."""
    return JSONResponse({"error": sentence}, status)


def answer_faults(api: FastAPI) -> None:
    """Let an application answer every fault in this way."""

    @api.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        return fault(422, sentences_of(error.errors()))

    @api.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        reply = fault(error.status_code, _HTTP.get(error.status_code, str(error.detail)))
        reply.headers.update(error.headers or {})
        return reply

    @api.exception_handler(HandbookError)
    async def named(_: Request, error: HandbookError) -> JSONResponse:
        return fault(_STATUS.get(type(error), _UNAVAILABLE), sentence_of(error))

    @api.exception_handler(Exception)
    async def unnamed(_: Request, __: Exception) -> JSONResponse:
        return fault(500, OWN_FAULT)
