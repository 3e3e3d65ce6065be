"""What is asked and what is answered, as records. They import other records alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from handbook.domain import Edition, Passage, Role, Span
from handbook.rule_records import Count, Piece, Rule

NEAREST_SHOWN = 3
"""Of a decline, so many of the nearest passages are shown."""


class Status(StrEnum):
    """How an answer ends. The order is the order in which they are tried."""

    URGENT = "urgent"
    BLOCKED = "blocked"
    NOT_OURS_TO_DECIDE = "not_ours_to_decide"
    OUT_OF_SCOPE = "out_of_scope"
    ASK_AREA = "ask_area"
    ANSWERED = "answered"
    PARTIAL = "partial"
    DETAIL_ABSENT = "detail_absent"
    NOT_COVERED = "not_covered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. ``score`` is the fused rank score and means nothing in
    absolute terms; ``cosine`` and ``lexical`` are the raw evidence."""

    passage: Passage
    edition: Edition
    score: float
    cosine: float = 0.0
    lexical: float = 0.0
    page_index: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that has been verified at its spans, with its pinpoint and its edition."""

    marker: int
    document_id: str
    edition: Edition
    headings: tuple[str, ...]
    quote: str
    spans: tuple[Span, ...]
    paragraph: str | None = None
    page_index: int | None = None
    page_label: str | None = None
    slide: int | None = None
    panel: int | None = None
    rule: Rule | None = None
    """What the quotation says as a rule, where it leads an answer."""
    listed: tuple[Piece, ...] = ()
    """Where it is a whole list: its introduction and its items."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The quote as it is to be read: a list's introduction and items, or all in one."""
        return tuple(piece.of(self.quote) for piece in self.listed) or (self.quote,)

    @property
    def shown(self) -> str:
        """The quote in quotation marks, with its number."""
        text = "\n    ".join(self.lines)
        return f"“{text}” [{self.marker}]"


@dataclass(frozen=True, slots=True)
class CitedQuestion:
    """A review question, verified like any other quote, with the briefing that asks it."""

    text: str
    source_id: str
    document_id: str
    title: str
    panel: int
    ordinal: int
    spans: tuple[Span, ...]
    series: bool = False
    """Whether it is asked of every review of a series, and not of one case."""
    demonstration: bool = False
    """Whether its briefing is made up to show a layout."""

    @property
    def place(self) -> str:
        """Where it stands: the briefing and the panel, or the series."""
        told = {"asked of the whole series": self.series, "made up": self.demonstration}
        where = (
            self.title,
            f"panel {self.panel}",
            *(words for words, is_so in told.items() if is_so),
        )
        return ", ".join(where)

    @property
    def shown(self) -> str:
        """The question in quotation marks."""
        return f"“{self.text}”"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must know about an answer; ``kind`` is a key of replies.toml."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Lead:
    """A line that a language model wrote, with what must be said above it. It is no quotation and
    no guidance, and stands apart from the text of the answer."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation, oldest first in any list of them."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the words, and what is known about who asks."""

    text: str
    area: str | None = None
    as_of: date | None = None
    history: tuple[Turn, ...] = ()
    counted_from: date | None = None
    """The day from which the limits of the answer's rules are to be counted."""


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier page said, and no rule any more: the quotation, and the day from which a
    later edition of the same source has said otherwise (None: the page is only older)."""

    citation: Citation
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A typed outcome. ``opening`` and ``closing`` are fixed replies; what lies between them is
    nothing but verified quotations, so no other word can be shown as guidance."""

    question: str
    searched: str
    status: Status
    opening: str = ""
    closing: str = ""
    citations: tuple[Citation, ...] = ()
    review_questions: tuple[CitedQuestion, ...] = ()
    hits: tuple[Hit, ...] = ()
    notices: tuple[Notice, ...] = ()
    counts: tuple[Count, ...] = ()
    before: tuple[Before, ...] = ()
    """Where the question takes another figure for granted: the earlier pages that have it."""
    searched_editions: tuple[Edition, ...] = ()
    """Of an answer that declines: the editions in which nothing was found."""
    lead: Lead | None = None
    area: str | None = None
    """The area whose rules were looked for, chosen or named; None where it is not known."""
    by_area: tuple[int, ...] = ()
    """The markers of quotations that are one area's each, since areas differ and none is known."""
    trace: dict[str, Any] = field(default_factory=dict)
    whom: tuple[str, ...] = ()
    """Of a decision that is not ours: rows of the contacts table, as they stand there."""
    rest: Status | None = None
    """Where somebody is in danger: what the question came to beside that."""

    @property
    def ending(self) -> Status:
        """What the question came to, danger aside."""
        return self.rest or self.status

    @property
    def asked_apart(self) -> bool:
        """Whether review questions stand beside the answer, and are not what was asked for."""
        return bool(self.citations) or self.ending is Status.NOT_OURS_TO_DECIDE

    @property
    def cards(self) -> tuple[Citation, ...]:
        """The quotations that lead as rules, to be shown taken apart: the first of what holds
        everywhere; where areas differ, each area's."""
        rules = [c for c in self.citations if c.rule and (c.rule.duty or c.rule.limits)]
        whole = [c for c in rules if c.marker not in self.by_area]
        return (*whole[:1], *(c for c in rules if c.marker in self.by_area))

    @property
    def nearest(self) -> tuple[Hit, ...]:
        """Where nothing answers, or nothing answers a part: the passages that came nearest to it
        and could answer something, one of a section. That the detail is said not to be held is no
        answer either."""
        if self.citations and self.ending not in (Status.DETAIL_ABSENT, Status.PARTIAL):
            return ()
        could = [h for h in self.hits if h.passage.role in (Role.RULE, Role.LEARNING)]
        first: dict[tuple[str, ...], Hit] = {}
        for hit in could:
            first.setdefault((hit.passage.document_id, *hit.passage.headings), hit)
        return tuple(first.values())[:NEAREST_SHOWN]

    @property
    def text(self) -> str:
        """The answer in words. Review questions are its quotations only where they were asked for
        by name; else they stand apart."""
        asked = () if self.asked_apart else self.review_questions
        quoted = [q.shown for q in self.citations or asked]
        return "\n\n".join(part for part in (self.opening, *quoted, self.closing) if part)
