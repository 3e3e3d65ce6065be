"""The words of a check as records: a line of the material, a statement, a difference, a finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handbook.answer_records import Citation
from handbook.contacts import Contact, contact_line
from handbook.domain import Edition, Span
from handbook.personal.mask import kinds_in
from handbook.rule_records import Piece


class Verdict(StrEnum):
    """What is found of a statement."""

    AGREES = "agrees"
    PARTLY_AGREES = "partly agrees"
    """True as far as it goes: a condition or an actor of the source is left out."""
    DIFFERS = "differs"
    TRUE_UNTIL = "true until"
    """A superseded edition said so."""
    TRUE_FROM = "true from"
    """An edition that is held here and is not in force yet says so."""
    TRUE_IN_ANOTHER_AREA = "true in another area"
    OUTDATED_TERM = "outdated term"
    NOT_COVERED = "not covered"
    """No sentence held here is plainly about the same rule. Nobody has said that it is right; a
    strict check ends as with what is wrong."""
    NOT_CHECKABLE = "not checkable"


PASSES = frozenset({Verdict.AGREES, Verdict.NOT_COVERED, Verdict.NOT_CHECKABLE})
"""The verdicts in which nothing is wrong as far as the sources tell."""

RESTING = frozenset(Verdict) - {
    Verdict.NOT_COVERED,
    Verdict.NOT_CHECKABLE,
    Verdict.OUTDATED_TERM,
}
"""The verdicts that rest on what is quoted. What is quoted beside another is the nearest passage
and no evidence."""

PLAIN = frozenset({Verdict.AGREES, Verdict.NOT_CHECKABLE})
"""The verdicts of which nobody needs to be told."""

NO_EVIDENCE = frozenset({Verdict.NOT_COVERED, Verdict.OUTDATED_TERM})
"""The verdicts of which the citation is the nearest passage and no evidence."""

STANDS_BESIDE = frozenset({Verdict.TRUE_UNTIL, Verdict.TRUE_IN_ANOTHER_AREA})
"""The verdicts of which the citation is not in force where the statement is meant to hold; what is
stands beside it."""

_MENDS = frozenset({Verdict.PARTLY_AGREES, Verdict.DIFFERS})


class Part(StrEnum):
    """The part of a rule in which a statement differs from its source."""

    NUMBER = "number"
    UNIT = "unit"
    COUNTED_FROM = "counted from"
    DUTY = "duty"
    ACTOR = "actor"
    NEGATION = "negation"
    CONDITION = "condition"
    ACTOR_LEFT_OUT = "actor left out"
    TERM = "term"


LEFT_OUT = frozenset({Part.CONDITION, Part.ACTOR_LEFT_OUT})
"""What makes a statement incomplete and not wrong."""


class Apart(StrEnum):
    """Why a line is no statement that can be checked."""

    HEADING = "heading"
    QUESTION = "question"
    INSTRUCTION = "instruction to the audience"
    OPINION = "opinion"
    AGENDA = "agenda"
    NO_STATEMENT = "no statement"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, a list item, a table row or a heading of the material, as its reader saw it.

    ``text`` is the characters of ``spans``, each run of white space as one space; in a finding,
    personal details are replaced by what they were. ``lead_in`` is
    the text that introduces its list, or the heading it stands below where it is a bare item.
    """

    ordinal: int
    text: str
    spans: tuple[Span, ...]
    kind: str
    """``heading``, ``paragraph``, ``item``, ``row`` or ``note``: Kind of ingest/reading.py"""
    where: str
    """For people: "slide 3", "slide 3, notes", "page 2", "section 1"."""
    lead_in: str = ""
    unit_kind: str = ""
    slide: int | None = None
    page_index: int | None = None
    box: int | None = None
    """The shape that holds it, as its reader numbers shapes; None where there is none."""
    places: tuple[str, ...] = ()
    """Where its spans stand in the raw file, in the format's own terms; see Run."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in which a statement and its source differ. ``said`` is a piece of the statement,
    ``stands`` of the evidence; None where the part is missing there."""

    part: Part
    said: Piece | None
    stands: Piece | None

    @property
    def leaves_out(self) -> bool:
        """Whether the statement is incomplete here and not wrong."""
        return self.part in LEFT_OUT


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found of one line. Without a citation there is nothing to compare it with; where the
    verdict is one of ``NO_EVIDENCE`` the citation is the nearest passage and no evidence."""

    line: Line
    verdict: Verdict
    citation: Citation | None = None
    differences: tuple[Difference, ...] = ()
    apart: Apart | None = None
    until: date | None = None
    """The first day of the edition that took the place of the cited one, of "true until"; of what
    is true today, the first day of one that will say otherwise."""
    areas: tuple[str, ...] = ()
    """Of "true in another area": where it is true."""
    term: str = ""
    """Of "outdated term": what the thing is called now, in the words of the table of terms."""

    contact: Contact | None = None
    """The row of the table of contacts that a telephone number was held against, in the place of
    a citation. It is the table's word and no quotation."""

    starts: date | None = None
    """Of "true from": the first day of the cited edition."""
    beside: Citation | None = None
    """The other side: of "true from" what holds till its day, of what is true today until a date
    what holds from then on, of "true until" and "true in another area" what is in force for the
    statement; None where no sentence is about it."""

    @property
    def cited(self) -> tuple[Citation, ...]:
        """All that is quoted."""
        return tuple(c for c in (self.citation, self.beside) if c)

    @property
    def evidence(self) -> str:
        """What the differences are from: the quotation or the row; empty without either."""
        if self.citation is not None:
            return self.citation.quote
        return contact_line(self.contact) if self.contact else ""

    @property
    def masked(self) -> tuple[str, ...]:
        """The kinds of personal details that were taken out of the statement."""
        return kinds_in(self.line.text)

    @property
    def needs_a_look(self) -> bool:
        """Whether a person is to be told of it: it does not agree, or is not covered, or a
        day is known from which it is no longer true."""
        return self.verdict not in PLAIN or self.until is not None

    @property
    def fix(self) -> str | None:
        """The words of the source that is in force, for a person to accept; None where there is
        nothing to mend or no such words are held. What another area or a superseded edition says
        mends nothing, nor does the passage that is nearest to an outdated term."""
        mends = self.beside if self.verdict in STANDS_BESIDE else None
        if self.verdict in _MENDS:
            mends = self.citation
        return mends.quote if mends else None


@dataclass(frozen=True, slots=True)
class Check:
    """A whole check: which file, by its hash, against which index edition, and what was found."""

    file_name: str
    """Without personal details, as everything here."""
    sha256: str
    made: date
    index_edition: str
    area: str | None
    findings: tuple[Finding, ...]
    editions: tuple[Edition, ...]
    """The editions that the findings cite."""
    warnings: tuple[str, ...] = ()
    """What could not be read of the file."""

    @property
    def masked(self) -> tuple[str, ...]:
        """The kinds of personal details that were taken out of its name and its statements."""
        found = [kinds_in(self.file_name), *(f.masked for f in self.findings)]
        return tuple(dict.fromkeys(kind for kinds in found for kind in kinds))

    @property
    def passes(self) -> bool:
        """Whether nothing was found that a person must look at before teaching it."""
        return all(f.verdict in PASSES for f in self.findings)

    @property
    def leaves_open(self) -> bool:
        """Whether a statement is not covered."""
        return any(f.verdict is Verdict.NOT_COVERED for f in self.findings)
