"""Faults as sentences. Nothing that was sent is repeated in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handbook.errors import HandbookError, QuoteError

NOT_JSON = (
    "The body of the request is not JSON; send it as UTF-8 with a content type of application/json."
)
OWN_FAULT = "The handbook met a fault of its own; whoever keeps it should run `handbook doctor`."


def sentence_of(error: HandbookError) -> str:
    """A named fault. What is wrong with a quotation is not told: it would show the quotation."""
    return OWN_FAULT if isinstance(error, QuoteError) else str(error)


def sentences_of(errors: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong with a request, from pydantic's list, field by field."""
    return " ".join(dict.fromkeys(_sentence(error) for error in errors))


def _sentence(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "The request has a field that is not known here; leave it out, or mend its name."
    if error["type"] == "json_invalid":
        return NOT_JSON
    said = error["msg"].removeprefix("Value error, ")
    place = ".".join(str(part) for part in error["loc"] if part not in ("body", "query", "path"))
    what = f"The field {place}" if place else "The request"
    return f"{what} cannot be used: {said[:1].lower()}{said[1:]}."
