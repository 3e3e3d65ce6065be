"""A check from lines to findings: set apart, match, compare, decide."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.catalogue import Vector
from handbook.check.apart import set_apart
from handbook.check.compare import compare
from handbook.check.match import Match, Matcher
from handbook.check.records import Apart, Check, Difference, Finding, Line, Part, Verdict
from handbook.check.scope import Scope, areas_of
from handbook.check.tables import Named, Tables
from handbook.citations import cite_passage
from handbook.cite import verify
from handbook.domain import Citation
from handbook.index.editions import Held, Standing
from handbook.review import is_named

if TYPE_CHECKING:
    from handbook.book import Handbook

SAME_RULE = 0.6
"""A sentence that holds less of a statement's matter is not about the same rule. Chosen on the
tuning decks (eval/LOG.md)."""
BORNE_OUT = 0.75
"""What a sentence must hold of a statement's matter to bear it out."""
WORD_FOR_WORD = 0.9
"""The same of a statement without a figure, in which a single word may turn the matter."""
WORTH_SHOWING = 0.4
"""Of what is not covered, the nearest passage is shown where it holds so much of the matter."""
_CLOSE = 0.06
"""Of sentences that match nearly as well as the best, one that agrees is taken first."""
_NEARER = 0.1
"""So much nearer is a sentence by which a statement is wrong, that no other sentence excuses it."""
_TELLS_OF_CHANGE = re.compile(
    r"\b(?:replaced?|formerly|used to|no longer|ended|abolished|previously|old term|were called"
    r"|was called|instead of|rather than|not [“\"'])",
    re.IGNORECASE,
)
_TOLD_EVERY = 20
Told = Callable[[int, int], None]


def nobody(_done: int, _total: int) -> None:
    """Nobody waits to hear how far it is."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A sentence beside the statement, with the differences; None where it cannot be compared."""

    match: Match
    differences: tuple[Difference, ...] | None
    has_figure: bool
    """Whether the statement has a figure, which the sentence then has too."""

    @property
    def agrees(self) -> bool:
        """Whether the sentence bears the statement out."""
        return self.differences == () and self.is_true

    @property
    def is_wrong(self) -> bool:
        """Whether by the sentence something in the statement is wrong, and not only left out."""
        return any(not d.leaves_out for d in self.differences or ())

    @property
    def is_true(self) -> bool:
        """Whether the statement is true by the sentence as far as it goes."""
        least = BORNE_OUT if self.has_figure else WORD_FOR_WORD
        if self.differences is None or self.match.share < least:
            return False
        return not self.is_wrong


def check_lines(
    book: Handbook, lines: Sequence[Line], area: str | None = None, told: Told = nobody
) -> list[Finding]:
    """A finding for each line, in order. ``area`` is the area that the material is for; ``told``
    hears how many are done."""
    return Checker(book).check(lines, area, told)


def _apart(line: Line, tables: Tables) -> Apart | None:
    """A short line that uses an outdated term is a finding, whatever else it says."""
    why = set_apart(line)
    return None if why is Apart.NO_STATEMENT and tables.outdated_in(line.text) else why


class Checker:
    """The judge of one line after the other. What it has read of the sources it keeps, for whoever
    checks again and again."""

    def __init__(self, book: Handbook) -> None:
        opened, tables = book.opened(), Tables.load(book.settings.prompts)
        self._book = book
        self._edition = opened.edition
        self._tables = tables
        self.matcher = Matcher(book, opened, tables)
        documents = [h for h in opened.edition.documents if not h.edition.demonstration]
        in_force = opened.edition.in_force(None).keys()
        self._in_force = [h for h in documents if h.document_id in in_force]
        self._earlier = [h for h in documents if opened.edition.standing(h) is Standing.SUPERSEDED]

    def check(self, lines: Sequence[Line], area: str | None, told: Told = nobody) -> list[Finding]:
        """A finding for each line, in order."""
        told(0, len(lines))
        apart = {line.ordinal: _apart(line, self._tables) for line in lines}
        asked = [line for line in lines if apart[line.ordinal] is None]
        spelt = [self.matcher.spell(f"{line.lead_in} {line.text}".strip()) for line in asked]
        encoded = self._book.encoder.encode(spelt)
        vectors = dict(zip((x.ordinal for x in asked), encoded, strict=True))
        found = []
        for done, line in enumerate(lines, start=1):
            if why := apart[line.ordinal]:
                found.append(Finding(line, Verdict.NOT_CHECKABLE, apart=why))
            else:
                found.append(self._find(line, vectors[line.ordinal], area))
            if done % _TOLD_EVERY == 0 or done == len(lines):
                told(done, len(lines))
        return found

    def _find(self, line: Line, vector: Vector, area: str | None) -> Finding:
        """The finding on a statement."""
        scope = Scope.of(self._book.places, line.text, area)
        current = self._compared(line, vector, self._in_force, scope)
        here = [c for c in current if scope.takes_in(c.match)]
        best = _best(here)
        if best and not best.is_wrong:
            return self._finding(line, best, here)
        elsewhere = _best([c for c in current if not scope.takes_in(c.match)])
        if elsewhere and elsewhere.is_true and not _is_nearer(best, elsewhere):
            left_out, areas = elsewhere.differences or (), areas_of(elsewhere.match)
            return self._cited(line, Verdict.TRUE_IN_ANOTHER_AREA, elsewhere, left_out, areas=areas)
        before = self._compared(line, vector, self._earlier, scope)
        earlier = _best([c for c in before if scope.takes_in(c.match)])
        if earlier and earlier.agrees and not _is_nearer(best, earlier):
            until = self._until(earlier.match.hit.passage.document_id)
            return self._cited(line, Verdict.TRUE_UNTIL, earlier, until=until)
        return self._finding(line, best, here)

    def _compared(
        self, line: Line, vector: Vector, held: Sequence[Held], scope: Scope
    ) -> list[Compared]:
        """The sentences about the same rule, each with its differences, the nearest first. Those of
        the areas in scope and of the others are looked for apart, so that none crowds out any."""
        said = self.matcher.read(line.text)
        telling = [h for h in held if not h.edition.is_learning or is_named(h.edition, line.text)]
        found: list[Compared] = []
        for inside in (True, False):
            among = {h.document_id: h for h in telling if scope.holds(h.edition) is inside}
            for match in self.matcher.matches(said, line.lead_in, vector, among):
                differences = compare(said, match.facts, match.headings, self._tables)
                found.append(Compared(match, differences, bool(said.figures)))
        return sorted(found, key=lambda c: -c.match.score)

    def _until(self, document_id: str) -> date | None:
        """The first day of the edition that followed a superseded one."""
        held = self._edition.find(document_id)
        if held is None:
            return None
        later = [h.starts for h in self._edition.chain(held.edition.source_id) if h.starts]
        return min((d for d in later if held.starts is None or d > held.starts), default=None)

    def _finding(self, line: Line, best: Compared | None, near: Sequence[Compared]) -> Finding:
        term = self._outdated(line)
        differences = best.differences or () if best else ()
        if best and best.is_wrong:
            return self._cited(line, Verdict.DIFFERS, best, (*differences, *_term(term)))
        if term:
            told = self._cited(line, Verdict.OUTDATED_TERM, best, _term(term))
            return replace(told, term=term.name)
        if best and differences:
            return self._cited(line, Verdict.PARTLY_AGREES, best, differences)
        if best and best.agrees:
            return self._cited(line, Verdict.AGREES, best)
        nearest = next((c for c in near if c.match.share >= WORTH_SHOWING), None)
        return self._cited(line, Verdict.NOT_COVERED, nearest)

    def _outdated(self, line: Line) -> Named | None:
        if _TELLS_OF_CHANGE.search(line.text):
            return None
        return self._tables.outdated_in(line.text)

    def _cited(
        self,
        line: Line,
        verdict: Verdict,
        compared: Compared | None,
        differences: tuple[Difference, ...] = (),
        *,
        until: date | None = None,
        areas: tuple[str, ...] = (),
    ) -> Finding:
        citation = self._citation(compared.match) if compared else None
        return Finding(line, verdict, citation, differences, until=until, areas=areas)

    def _citation(self, match: Match) -> Citation:
        passage, edition = match.hit.passage, match.hit.edition
        citation = cite_passage(self._book, passage, edition, match.spans, 1)
        units = self._book.units(passage.document_id)
        verify(units, citation.quote, citation.spans, edition.title)
        return citation


def _best(found: Sequence[Compared]) -> Compared | None:
    """The nearest sentence about the same rule; of those nearly as near, one that agrees."""
    comparable = [c for c in found if c.differences is not None and c.match.share >= SAME_RULE]
    if not comparable:
        return None
    near = [c for c in comparable if c.match.score >= comparable[0].match.score - _CLOSE]
    return next((c for c in near if c.agrees), near[0])


def _is_nearer(wrong: Compared | None, other: Compared) -> bool:
    """Whether a sentence by which the statement is wrong is clearly nearer to it than another."""
    return (
        wrong is not None
        and wrong.is_wrong
        and wrong.match.likeness > other.match.likeness + _NEARER
    )


def _term(named: Named | None) -> tuple[Difference, ...]:
    return (Difference(Part.TERM, named.piece, None),) if named else ()


def make_check(
    book: Handbook,
    file_name: str,
    raw: bytes,
    lines: Sequence[Line],
    area: str | None,
    today: date,
    warnings: tuple[str, ...] = (),
    told: Told = nobody,
) -> Check:
    """The whole record of a check of one file, with the hash of its bytes and what it cites."""
    index_edition = book.opened().edition.edition_id
    findings = tuple(check_lines(book, lines, area, told))
    cited = {f.citation.document_id: f.citation.edition for f in findings if f.citation}
    return Check(
        file_name,
        hashlib.sha256(raw).hexdigest(),
        today,
        index_edition,
        area,
        findings,
        tuple(cited.values()),
        warnings,
    )
