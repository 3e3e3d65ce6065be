"""What the fields of a request may hold, with the sentences for what they may not."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from handbook.domain import AREAS

LONGEST_QUESTION = 20_000
"""Characters. A pasted record must fit, so that it is refused as one."""
LONGEST_TURN = 10_000
MOST_TURNS = 40
LONGEST_WORDS = 1_000
MOST_HITS = 60
MOST_SPANS = 100
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FAR = 10**9
"""No stored text is that long."""


def _area(value: str) -> str:
    if value not in AREAS:
        raise ValueError(f"there is no such area; there are {', '.join(AREAS)}")
    return value


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("write the date as 2026-09-01")
    return date.fromisoformat(value)


def _has_words(value: str) -> str:
    if not value.strip():
        raise ValueError("it is empty")
    return value


Area = Annotated[str, AfterValidator(_area), Field(json_schema_extra={"enum": list(AREAS)})]
"""One of the five areas, in small letters."""
Day = Annotated[date, BeforeValidator(_day)]
"""A date as 2026-09-01."""
Asked = Annotated[
    str, Field(max_length=LONGEST_QUESTION, pattern=r"\S"), AfterValidator(_has_words)
]
"""A question: text that is not only white space."""
Words = Annotated[str, Field(max_length=LONGEST_WORDS, pattern=r"\S"), AfterValidator(_has_words)]
"""Words to find something by."""
Offset = Annotated[int, Field(ge=0, le=_FAR)]
"""A place in a text, counted from 0."""
