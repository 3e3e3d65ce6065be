"""What stands on a paper, before it has a form: answers on a sheet, review questions on an agenda,
quotations in the parts of a booklet.

Every word of guidance is a ``Quoted``; the rest are fixed replies and facts about editions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from handbook.domain import Span


@dataclass(frozen=True, slots=True)
class Link:
    """A web address, with what it opens."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Characters of a stored edition, with all that a reader needs to find them again."""

    text: str
    document_id: str
    spans: tuple[Span, ...]
    title: str
    place: str
    """Where in the edition: headings, paragraph, panel, both page numbers, slide."""
    facts: tuple[str, ...]
    badges: tuple[str, ...]
    links: tuple[Link, ...] = ()
    marker: int | None = None
    """Its number within its answer; None for what answers nothing."""
    card: tuple[tuple[str, str], ...] = ()
    """The rule taken apart, where it leads the answer: the name and the text of each part."""
    listed: tuple[str, ...] = ()
    """Where the text is a whole list: its introduction and its items."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The text as it is to be read: a list's introduction and items, or all in one."""
        return self.listed or (self.text,)


@dataclass(frozen=True, slots=True)
class Section:
    """Quotations that are set apart from the answer, under a heading that says what they are."""

    title: str
    note: str
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer."""

    question: str
    facts: tuple[str, ...]
    status: str
    urgent: bool
    opening: tuple[str, ...]
    lead: tuple[str, ...]
    """The words above a line that a language model wrote, and the line; mostly none."""
    quoted: tuple[Quoted, ...]
    closing: tuple[str, ...]
    notices: tuple[str, ...]
    apart: tuple[Section, ...]
    searched: tuple[str, ...]

    @property
    def quotations(self) -> Iterator[Quoted]:
        """All its quotations."""
        yield from self.quoted
        for section in self.apart:
            yield from section.quoted


@dataclass(frozen=True, slots=True)
class Source:
    """An edition that is quoted on the paper, once."""

    title: str
    facts: tuple[str, ...]
    link: Link | None
    attribution: str | None


@dataclass(frozen=True, slots=True)
class Validity:
    """What a paper is worth after it has been printed."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer, or the answers of a conversation in their order."""

    title: str
    printed_on: date
    entries: tuple[Entry, ...]
    sources: tuple[Source, ...]
    validity: Validity

    @property
    def quotations(self) -> Iterator[Quoted]:
        """All quotations on the paper."""
        for entry in self.entries:
            yield from entry.quotations


@dataclass(frozen=True, slots=True)
class Part:
    """A panel of a briefing handout, a step of a case discussion, a theme of an agenda."""

    title: str
    note: str
    """Fixed words under the heading; where nothing was found for the part, they say so."""
    quoted: tuple[Quoted, ...]
    asked: tuple[Quoted, ...] = ()
    """Review questions, which stand apart from what is quoted as rule or learning."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The form on which a team records what it will do, and did: names of lines to fill in, and of
    the columns of a table with room to write."""

    title: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """Review questions by theme for a supervision or a team meeting, with room to write."""

    title: str
    printed_on: date
    note: str
    themes: tuple[Part, ...]
    plan: Plan
    sources: tuple[Source, ...]
    validity: Validity

    @property
    def asked(self) -> tuple[Quoted, ...]:
        """The questions in the order of the paper, by which they are numbered."""
        return tuple(quoted for theme in self.themes for quoted in theme.asked)

    @property
    def quotations(self) -> Iterator[Quoted]:
        """All quotations on the paper."""
        yield from self.asked


@dataclass(frozen=True, slots=True)
class Booklet:
    """Quotations in parts whose headings and order are fixed."""

    title: str
    printed_on: date
    opening: tuple[str, ...]
    notices: tuple[str, ...]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    validity: Validity

    @property
    def quotations(self) -> Iterator[Quoted]:
        """All quotations on the paper."""
        for part in self.parts:
            yield from part.quoted
            yield from part.asked


GAP = "____"
"""What stands where a part of a quotation is left out."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that could fill the gap of a quiz question."""

    text: str
    right: bool
    why: str
    """Why it is right or wrong, in fixed words around quoted ones."""
    shown: Quoted
    """The passage that shows it: the question's own sentence, or the rule it belongs to."""


@dataclass(frozen=True, slots=True)
class QuizItem:
    """A quoted sentence with a part left out, and what could stand there."""

    ask: str
    quoted: Quoted
    before: str
    after: str
    options: tuple[Option, ...]

    @property
    def sentence(self) -> str:
        """The sentence with its gap."""
        return f"{self.before}{GAP}{self.after}"

    @property
    def lettered(self) -> tuple[tuple[str, Option], ...]:
        """The options with the letters that they are called by."""
        return tuple(zip(ascii_uppercase, self.options, strict=False))

    @property
    def right(self) -> str:
        """The letter of what stands in the gap."""
        return next(letter for letter, option in self.lettered if option.right)

    @property
    def wrong(self) -> tuple[tuple[str, Option], ...]:
        """The other options with their letters."""
        return tuple(pair for pair in self.lettered if not pair[1].right)


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions first, and the key with its citations after them."""

    title: str
    printed_on: date
    opening: tuple[str, ...]
    notices: tuple[str, ...]
    items: tuple[QuizItem, ...]
    sources: tuple[Source, ...]
    validity: Validity

    @property
    def quotations(self) -> Iterator[Quoted]:
        """All quotations on the paper."""
        for item in self.items:
            yield item.quoted
            yield from (option.shown for option in item.options)


Paper = Sheet | Agenda | Booklet | Quiz
