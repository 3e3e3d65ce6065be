"""The person who sends a request, as the gate has found out, and what they may read."""

from __future__ import annotations

from fastapi import Request

from handbook.access.roles import Person
from handbook.audit import HERE
from handbook.book import Handbook


def person_of(request: Request) -> Person | None:
    """None where nobody needs to sign in, or somebody has not."""
    found: Person | None = getattr(request.state, "person", None)
    return found


def actor(request: Request) -> str:
    """Whom the audit trail names for what a request sets going."""
    person = person_of(request)
    return person.name if person else HERE


def book_for(request: Request) -> Handbook:
    """The handbook as they may read it: nothing that is answered to them comes from elsewhere."""
    book: Handbook = request.state.book
    return book
