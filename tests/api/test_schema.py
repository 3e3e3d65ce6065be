"""The API keeps to its own OpenAPI document, tried with made-up requests, good and bad: no fault
of its own, no status and no record that is not named there. Bounded, and the same at every run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from app import application
from handbook.book import Handbook

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

TRIES = 15
"""Requests of each kind and address."""
BOUNDED = settings(
    max_examples=TRIES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

BEYOND = (positive_data_acceptance,)
"""The document cannot say all that is refused: a pasted record, 1.0 for a number."""


def test_every_request_is_answered_as_the_document_says(corpus_book: Handbook) -> None:
    document = "/api/v1/openapi.json"
    schema = schemathesis.openapi.from_asgi(document, application(corpus_book))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 9
    for operation in operations:
        _try(operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
        if operation.method == "post":  # elsewhere hardly anything can be wrong
            _try(operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))


def _try(cases: object) -> None:
    @BOUNDED
    @given(case=cases)
    def answered(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=BEYOND)

    answered()
