"""What other systems send: the bodies of requests, and the arguments of tools."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.fields import (
    LONGEST_TURN,
    MOST_HITS,
    MOST_SPANS,
    MOST_TURNS,
    Area,
    Asked,
    Day,
    Offset,
    Words,
)
from handbook.answer_records import Question, Turn
from handbook.domain import AREAS, Authority, Span


class _Sent(BaseModel):
    """A field that is not known is refused: a misspelt ``as_of`` would change the answer."""

    model_config = ConfigDict(extra="forbid")


class TurnSent(_Sent):
    """An earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=LONGEST_TURN)


class Ask(_Sent):
    """A question, with what is known about who asks. Leave identifiers out of it."""

    question: Asked = Field(description="The question, without anything about a person.")
    history: list[TurnSent] = Field(
        default=[], max_length=MOST_TURNS, description="Earlier messages, oldest first."
    )
    area: Area | None = Field(default=None, description="The asker's area, if it is known.")
    as_of: Day | None = Field(default=None, description="Answer as at this date.")
    counted_from: Day | None = Field(
        default=None, description="Count the rule's time limit from this date."
    )

    @property
    def as_question(self) -> Question:
        """The question as the handbook takes it."""
        turns = tuple(Turn(turn.role, turn.content) for turn in self.history)
        return Question(self.question.strip(), self.area, self.as_of, turns, self.counted_from)


class Search(_Sent):
    """Words to find passages for."""

    query: Words = Field(description="The words, without anything about a person.")
    count: int = Field(default=10, ge=1, le=MOST_HITS, strict=True, description="How many.")
    area: Area | None = Field(default=None, description="Leave out what holds elsewhere only.")
    as_of: Day | None = Field(default=None, description="What was in force at this date.")


class SpanSent(_Sent):
    """A half-open range of characters of one unit of a document."""

    unit: Offset
    start: Offset
    end: Offset


class OpenPassage(_Sent):
    """Characters of a stored document, as a citation or a hit names them."""

    document_id: str = Field(min_length=1, max_length=200)
    spans: list[SpanSent] = Field(min_length=1, max_length=MOST_SPANS)

    @property
    def places(self) -> tuple[Span, ...]:
        """The spans as records."""
        return tuple(Span(s.unit, s.start, s.end) for s in self.spans)


class ListSources(_Sent):
    """Which sources to list; what is left out leaves none out."""

    area: Area | None = Field(
        default=None, description=f"One of {', '.join(AREAS)}; what holds everywhere is listed too."
    )
    authority: Authority | None = Field(default=None, description="What weight they carry.")
