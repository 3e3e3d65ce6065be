"""The person who sends a request, as the gate has found out."""

from __future__ import annotations

from fastapi import Request

from handbook.access.roles import Person
from handbook.audit import HERE


def person_of(request: Request) -> Person | None:
    """None where nobody needs to sign in, or somebody has not."""
    found: Person | None = getattr(request.state, "person", None)
    return found


def actor(request: Request) -> str:
    """Whom the audit trail names for what a request sets going."""
    person = person_of(request)
    return person.name if person else HERE
