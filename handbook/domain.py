"""The words of the handbook as records. They import nothing of ours, and nothing heavy.

A *source* (a publication) has *editions*; an edition as read is a *document*, made of *units*
(a page, a slide, a section) of text. Everything shown is a *span* of a unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

AREAS = ("bradford", "calderdale", "kirklees", "leeds", "wakefield")


class Authority(StrEnum):
    """What weight a source carries, strongest first."""

    STATUTE = "statute"
    STATUTORY_GUIDANCE = "statutory guidance"
    LOCAL_PROCEDURE = "local procedure"
    PRACTICE_GUIDANCE = "practice guidance"
    LEARNING = "learning"
    NOT_STATED = "not stated"


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

    def within(self, areas: tuple[str, ...]) -> Edition:
        """This as the edition of a rule that holds in some of its areas alone; itself where none
        are told, or none of its own: a chapter may say what others do."""
        mine = tuple(a for a in self.areas or AREAS if a in areas)
        return replace(self, areas=mine) if mine and mine != self.areas else self

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
    """The areas for which this passage does not hold, by that sentence or by its own words."""
    areas: tuple[str, ...] = ()
    """The areas for which alone it holds, by its heading or the opening of its sentences
    (handbook/passage_areas.py); none where it says none. Told as it is read."""


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
