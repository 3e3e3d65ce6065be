"""The words of the handbook as records. They import nothing of ours, and nothing heavy.

A *source* (a publication) has *editions*; an edition as read is a *document*, made of *units*
(a page, a slide, a section) of text. Everything shown is a *span* of a unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

NEAREST_SHOWN = 3
"""Of a decline, so many of the nearest passages are shown."""
AREAS = ("bradford", "calderdale", "kirklees", "leeds", "wakefield")


class Authority(StrEnum):
    """What weight a source carries, strongest first."""

    STATUTE = "statute"
    STATUTORY_GUIDANCE = "statutory guidance"
    LOCAL_PROCEDURE = "local procedure"
    PRACTICE_GUIDANCE = "practice guidance"
    LEARNING = "learning"
    NOT_STATED = "not stated"


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


class Role(StrEnum):
    """What a section is for; only RULE and LEARNING passages can answer a question."""

    RULE = "rule"
    LEARNING = "learning"
    ABOUT = "about"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of one unit."""

    unit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` characters of a unit from ``start`` stand at ``offset`` of ``place`` in the file.

    ``place`` names a part of the raw file in that format's own terms: ``page 91``,
    ``paragraph 17``, ``slide 1 shape 5 paragraph 2``, or ``source`` for a plain text file.
    """

    start: int
    length: int
    place: str
    offset: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The text of a page, a slide or a section as read, and where each character came from."""

    ordinal: int
    kind: str
    text: str
    runs: tuple[Run, ...]
    page_index: int | None = None
    page_label: str | None = None
    slide: int | None = None
    head: str = ""
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated version of a source, as the manifest declares it or as far as the file tells."""

    source_id: str
    title: str
    edition: str = "not stated"
    publisher: str = "not stated"
    kind: str = "not stated"
    authority: Authority = Authority.NOT_STATED
    digest: bool = False
    demonstration: bool = False
    """Whether it is made up to show a layout: every surface says so, and it answers only where a
    question names it."""
    areas: tuple[str, ...] = ()
    url: str | None = None
    checked: str = "never"
    licence: str = "not stated"
    attribution: str | None = None
    retells: str | None = None
    retells_source: tuple[str, ...] = ()
    """Of a digest: the ids of the sources that it retells. Where one is held, it answers first;
    an id counts for the chapters below it ("manual" for "manual/p_referrals") too."""
    series: str | None = None
    """Of a briefing: the id of the source that holds the questions of its whole series."""
    effective: date | None = None
    retrieved: date | None = None
    supersedes: str | None = None
    successor: str | None = None

    @property
    def is_learning(self) -> bool:
        """Whether this is learning from a case review, which is never shown as a rule."""
        return self.authority is Authority.LEARNING or self.kind in ("briefing", "series")

    @property
    def area(self) -> str:
        """The areas that it speaks of, or "all"."""
        return ", ".join(self.areas) or "all"

    def holds_in(self, area: str | None) -> bool:
        """Whether it speaks of an area, or of everywhere; where none is asked about it may."""
        return area is None or not self.areas or area in self.areas

    @property
    def labels(self) -> tuple[str, ...]:
        """What is said of it wherever it is quoted, as keys of the fixed replies. What is made up
        is neither a digest nor learning from a case."""
        if self.demonstration:
            return ("demonstration",)
        told = {"digest": self.digest, "learning": self.is_learning}
        return tuple(key for key, holds in told.items() if holds)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a list item without its mark. ``lead_in`` is the ordinal of the sentence
    that introduces the list, within the same passage; None where the sentence stands alone."""

    spans: tuple[Span, ...]
    lead_in: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval and citation: whole sentences of one section of one document."""

    passage_id: str
    document_id: str
    ordinal: int
    headings: tuple[str, ...]
    paragraph: str | None
    role: Role
    spans: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    text: str
    panel: int | None = None
    exception: tuple[Span, ...] = ()
    """The sentence of the chapter's opening note that sends some areas elsewhere."""
    exception_areas: tuple[str, ...] = ()
    """The areas for which, by that sentence, this passage does not hold."""


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A question that a case review asks of its readers, kept verbatim."""

    document_id: str
    panel: int
    ordinal: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An edition as read: its units, its passages, its review questions."""

    document_id: str
    sha256: str
    file_name: str
    edition: Edition
    units: tuple[Unit, ...]
    passages: tuple[Passage, ...]
    review_questions: tuple[ReviewQuestion, ...] = ()
    print_maps: tuple[bytes, ...] = ()
    """For each unit of a PDF which printed characters of its page its characters are, packed by
    handbook/print_map.py; none for other formats."""


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
class Piece:
    """A run of characters of a quotation."""

    start: int
    end: int

    def of(self, quotation: str) -> str:
        """The characters themselves."""
        return quotation[self.start : self.end]


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
class Period:
    """A length of time. ``unit`` is hour, day, working day, school day, week, month or year."""

    count: int
    unit: str
    backwards: bool = False
    """Whether it lies before what it is counted from."""
    with_its_day: bool = False
    """Whether the day that it is counted from is its first ("beginning with")."""


@dataclass(frozen=True, slots=True)
class Limit:
    """By when, as a rule says it."""

    text: Piece
    counted_from: Piece | None = None
    period: Period | None = None
    """The same as a number and a unit; None for "immediately" and its like."""
    countable: bool = True
    """Whether the end of that time is a last day: not of "every six months" or "for at least"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of a rule that its own sentence shows; see handbook/rule.py."""

    duty: Piece | None = None
    """Must, should, may …, as it stands."""
    who: Piece | None = None
    """Who has the duty, or what it is about."""
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """The last day of a limit, counted from a day that was given; see handbook/counting.py."""

    marker: int
    """The citation whose rule sets the limit."""
    limit: Limit
    start: date
    due: date
    bank_holidays: tuple[tuple[date, str], ...] = ()
    """Those that were left out, with their names."""


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

    @property
    def cards(self) -> tuple[Citation, ...]:
        """The quotations that lead as rules, to be shown taken apart: the first of what holds
        everywhere; where areas differ, each area's."""
        rules = [c for c in self.citations if c.rule and (c.rule.duty or c.rule.limits)]
        whole = [c for c in rules if c.marker not in self.by_area]
        return (*whole[:1], *(c for c in rules if c.marker in self.by_area))

    @property
    def nearest(self) -> tuple[Hit, ...]:
        """Where nothing answers: the passages that came nearest and could answer something, one of
        a section. That the detail is said not to be held is no answer either."""
        if self.citations and self.status is not Status.DETAIL_ABSENT:
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
        quoted = [q.shown for q in self.citations or self.review_questions]
        return "\n\n".join(part for part in (self.opening, *quoted, self.closing) if part)
