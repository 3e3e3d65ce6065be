"""What is given out, for the OpenAPI document. The records themselves are made where the command
line makes them; a field that is not named here is passed on all the same."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from handbook.answer_records import Status
from handbook.domain import Authority, Role
from handbook.index.editions import Standing


class _Record(BaseModel):
    """A field that may be None here is left out where it is not stated."""

    model_config = ConfigDict(extra="allow")


class Fault(_Record):
    """What is wrong, where, and what to do, in a sentence."""

    error: str


class SpanRecord(_Record):
    """A half-open range of code points of a unit."""

    unit: int
    start: int
    end: int


class CitationRecord(_Record):
    """A verified quotation with its place."""

    marker: int
    source_id: str
    document_id: str
    title: str
    publisher: str
    edition: str
    authority: Authority
    digest: bool
    demonstration: bool
    area: str
    headings: list[str]
    paragraph: str | None = None
    panel: int | None = None
    page_index: int | None = None
    page_label: str | None = None
    slide: int | None = None
    url: str | None = None
    licence: str
    attribution: str | None = None
    quote: str
    lines: list[str] | None = None
    """Of a whole list: its introduction and its items, as they are to be read."""
    spans: list[SpanRecord]


class BeforeRecord(CitationRecord):
    """What an earlier page said, and no rule any more."""

    until: str | None = None


class AskedRecord(_Record):
    """A question that a case review asks."""

    text: str
    source_id: str
    document_id: str
    title: str
    panel: int
    ordinal: int
    series: bool
    demonstration: bool
    spans: list[SpanRecord]


class ThemedRecord(AskedRecord):
    """The same with its themes."""

    themes: list[str]


class HitRecord(_Record):
    """A passage that was found, which is not yet an answer."""

    passage_id: str
    document_id: str
    source_id: str
    headings: list[str]
    paragraph: str | None = None
    text: str
    score: float
    cosine: float
    lexical: float
    spans: list[SpanRecord]
    page_index: int | None = None


class NoticeRecord(_Record):
    """Something the reader must be shown with the answer."""

    kind: str
    text: str


class LimitRecord(_Record):
    """By when, in the quotation's own characters, and what was counted."""

    text: str
    counted_from: str | None = None
    start: str | None = None
    due: str | None = None
    counting: str | None = None


class CardRecord(_Record):
    """A rule taken apart."""

    marker: int
    rule: str
    who: str | None = None
    duty: str | None = None
    by_when: list[LimitRecord]
    area: str
    edition: str


class EditionRecord(_Record):
    """An edition by its name."""

    source_id: str
    title: str
    edition: str
    area: str


class LeadRecord(_Record):
    """A line that a language model wrote, with what must be shown above it. It is no guidance."""

    text: str
    label: str


class AnswerRecord(_Record):
    """A typed answer: fixed replies and verified quotations."""

    question: str
    searched: str
    status: Status
    text: str
    citations: list[CitationRecord]
    review_questions: list[AskedRecord]
    hits: list[HitRecord]
    notices: list[NoticeRecord]
    before: list[BeforeRecord]
    lead: LeadRecord | None = None
    cards: list[CardRecord]
    whom: list[str] | None = None
    """Of a decision that is not ours: whom to ring, as it stands in the contacts table."""
    searched_editions: list[EditionRecord]
    trace: dict[str, Any]


class Hits(_Record):
    """What was searched for, identifiers taken out, and what was found."""

    searched: str
    masked: list[str]
    """The kinds of identifiers that were taken out."""
    hits: list[HitRecord]


class PassageRecord(_Record):
    """A passage of a document."""

    passage_id: str
    headings: list[str]
    paragraph: str | None = None
    role: Role
    text: str
    spans: list[SpanRecord]


class OpenedRecord(_Record):
    """A verified quotation in its place: the passage around it, and where a person sees it."""

    citation: CitationRecord
    standing: Standing
    passage: PassageRecord | None = None
    address: str
    file: str


class HeldRecord(EditionRecord):
    """An edition that is held."""

    document_id: str
    standing: Standing
    starts: str | None = None
    file_name: str
    address: str


class SourceName(EditionRecord):
    """A source in a list, as the edition that speaks for it tells."""

    publisher: str
    kind: str
    authority: Authority
    digest: bool
    demonstration: bool
    document_id: str
    standing: Standing
    readers: str
    """The least role that may read it: reader, trainer or editor."""
    sections: int
    review_questions: int
    address: str


class SourceRecord(SourceName):
    """A source with all its editions, oldest first, and why a file of it could not be read."""

    url: str | None = None
    checked: str
    licence: str
    attribution: str | None = None
    retells: str | None = None
    editions: list[HeldRecord]
    unreadable: list[str]


class Sources(_Record):
    """Every source that is held and wanted."""

    sources: list[SourceName]


class SectionName(_Record):
    """A section to read."""

    number: int
    headings: list[str]
    panel: int | None = None
    address: str


class OneEditionRecord(HeldRecord):
    """An edition with its sections, in reading order."""

    sections: list[SectionName]


class LinesRecord(_Record):
    """Lines that belong together, in stored order."""

    unit: int
    is_heading: bool
    lines: list[str]


class SectionRecord(SectionName):
    """A section: its text as read, and the passages and review questions in it."""

    edition: HeldRecord
    blocks: list[LinesRecord]
    passages: list[PassageRecord]
    review_questions: list[AskedRecord]


class AllAsked(_Record):
    """The themes that there are, and the questions wanted."""

    themes: list[str]
    review_questions: list[ThemedRecord]


class Health(_Record):
    """Whether questions can be answered, and from which edition of the index."""

    status: str
    index: str
