"""A check from lines to findings: set apart, match, compare, decide."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.answer_records import Citation
from handbook.check.apart import set_apart
from handbook.check.compare import compare
from handbook.check.compared import WORTH_SHOWING, Compared, best_of, is_nearer
from handbook.check.details import blanked, masked_text, without_details
from handbook.check.match import Match, Matcher, Vectors
from handbook.check.records import Apart, Check, Difference, Finding, Line, Part, Verdict
from handbook.check.ringing import Ringing
from handbook.check.scope import Scope, areas_of
from handbook.check.tables import Named, Tables
from handbook.citations import cite_passage
from handbook.cite import verify
from handbook.contacts import read_stale
from handbook.dates import in_force_from, not_yet_from
from handbook.index.editions import Held, Standing
from handbook.personal.file_names import masked_name
from handbook.personal.mask import without_placeholders as searched
from handbook.progress import nobody
from handbook.review import is_named

if TYPE_CHECKING:
    from handbook.book import Handbook

_TELLS_OF_CHANGE = re.compile(
    r"\b(?:replaced?|formerly|used to|no longer|ended|abolished|previously|old term|were called"
    r"|was called|now (?:called|known as)|instead of|rather than|not [“\"'])",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\bnot (?:as )?$", re.IGNORECASE)
_TOLD_EVERY = 20
_TRUE_TODAY = frozenset({Verdict.AGREES, Verdict.PARTLY_AGREES})
Told = Callable[[int, int], None]


def check_lines(
    book: Handbook, lines: Sequence[Line], area: str | None = None, told: Told = nobody
) -> list[Finding]:
    """A finding for each line, in order, without personal details. ``area`` is the area that the
    material is for; ``told`` hears how many are done."""
    return Checker(book).check(lines, area, told)


def _apart(line: Line, tables: Tables) -> Apart | None:
    """A short line that uses an outdated term is taken for a statement."""
    why = set_apart(replace(line, text=blanked(line.text)))
    return None if why is Apart.NO_STATEMENT and tables.outdated_in(line.text) else why


def _below(line: Line) -> str:
    """A line with what stands above it."""
    return f"{line.lead_in} {line.text}".strip()


class Checker:
    """The judge of one line after the other, as at ``day``: today unless told. What it has read of
    the sources it keeps, for whoever checks again and again."""

    def __init__(self, book: Handbook, day: date | None = None) -> None:
        opened, tables = book.opened().whole(), Tables.load(book.settings.prompts)
        self._book = book
        self._edition = opened.edition
        self.edition_id = opened.edition.edition_id
        self._tables = tables
        self._masker = opened.masker
        self.matcher = Matcher(book, opened, tables)
        day = day or date.today()
        documents = [h for h in opened.edition.documents if not h.edition.demonstration]
        in_force = opened.edition.in_force(None, day).keys()
        stale = read_stale(book.settings.contacts)
        self._ringing = Ringing(book.contacts, stale, tables, self.matcher.spell)
        self._later = [h for h in documents if not_yet_from(h.edition, day) and h.gone is None]
        begun = [h for h in documents if not not_yet_from(h.edition, day)]
        self._in_force = [h for h in begun if h.document_id in in_force]
        is_at = opened.edition.standing
        self._earlier = [h for h in begun if is_at(h, day) is Standing.SUPERSEDED]

    def check(self, lines: Sequence[Line], area: str | None, told: Told = nobody) -> list[Finding]:
        """A finding for each line, in order. Its line is the masked one."""
        told(0, len(lines))
        masker = self._masker
        lines = [without_details(masker, line) for line in lines]
        apart = {line.ordinal: _apart(line, self._tables) for line in lines}
        asked = [line for line in lines if apart[line.ordinal] is None]
        spelt = [self.matcher.spell(searched(_below(line))) for line in asked]
        alone = [self.matcher.spell(searched(line.text)) for line in asked]
        encoded = self.matcher.vectors(spelt, alone) if asked else []
        vectors = {line.ordinal: found for line, found in zip(asked, encoded, strict=True)}
        found = []
        for done, line in enumerate(lines, start=1):
            if why := apart[line.ordinal]:
                found.append(self._set_apart(line, why))
            else:
                found.append(self._find(line, vectors[line.ordinal], area))
            if done % _TOLD_EVERY == 0 or done == len(lines):
                told(done, len(lines))
        return found

    def _set_apart(self, line: Line, why: Apart) -> Finding:
        """The finding on what is no statement and is compared with nothing: a heading or a question
        teaches an outdated term all the same."""
        term = self._outdated(line)
        if term is None:
            return Finding(line, Verdict.NOT_CHECKABLE, apart=why)
        return Finding(line, Verdict.OUTDATED_TERM, None, _term(term), term=term.name)

    def _find(self, line: Line, vectors: Vectors, area: str | None) -> Finding:
        """The finding on a statement: by the pages, and by the table of contacts where it has a
        number to ring that the pages do not bear out."""
        scope = Scope.of(self._book.places, line.text, area)
        found = self._by_pages(line, vectors, scope)
        rung = self._ringing.find(self.matcher.read(line.text), blanked(line.lead_in), scope.areas)
        if rung is None or not (rung.stale or found.verdict is Verdict.NOT_COVERED):
            return found
        told = Finding(line, Verdict.AGREES, differences=rung.differences, contact=rung.contact)
        is_here = rung.contact.area in (*scope.areas, "all")
        if rung.stale or (is_here and rung.differences):
            return replace(told, verdict=Verdict.DIFFERS)
        if is_here:
            return told
        elsewhere = replace(told, verdict=Verdict.TRUE_IN_ANOTHER_AREA, areas=(rung.contact.area,))
        return found if rung.differences else elsewhere

    def _by_pages(self, line: Line, vectors: Vectors, scope: Scope) -> Finding:
        current = self._compared(line, vectors, self._in_force, scope)
        here = [c for c in current if scope.takes_in(c.match)]
        best = best_of(here)
        if best and best.is_true:
            return self._for_now(line, vectors, scope, best, self._finding(line, best, here))
        if found := self._from_a_day(line, vectors, scope, best):
            return found
        elsewhere = best_of([c for c in current if not scope.takes_in(c.match)])
        if elsewhere and elsewhere.is_true and not is_nearer(best, elsewhere):
            left_out, areas = elsewhere.differences or (), areas_of(elsewhere.match)
            there = self._cited(
                line, Verdict.TRUE_IN_ANOTHER_AREA, elsewhere, left_out, areas=areas
            )
            return replace(there, beside=self._instead(best))
        before = self._compared(line, vectors, self._earlier, scope)
        earlier = best_of([c for c in before if scope.takes_in(c.match)])
        if earlier and earlier.agrees and not is_nearer(best, earlier):
            until = self._until(earlier.match.hit.passage.document_id)
            was = self._cited(line, Verdict.TRUE_UNTIL, earlier, until=until)
            return replace(was, beside=self._instead(best))
        return self._finding(line, best, here)

    def _for_now(
        self, line: Line, vectors: Vectors, scope: Scope, best: Compared[Match], found: Finding
    ) -> Finding:
        """The finding on what is true today, with the day from which the source says otherwise,
        where an edition that is held here already does."""
        source = best.match.hit.edition.source_id
        following = [h for h in self._later if h.edition.source_id == source]
        compared = self._compared(line, vectors, following, scope)
        then = best_of([c for c in compared if scope.takes_in(c.match)])
        if then is None or not then.is_wrong or found.verdict not in _TRUE_TODAY:
            return found
        day = in_force_from(then.match.hit.edition)
        return replace(found, until=day, beside=self._citation(then.match))

    def _from_a_day(
        self, line: Line, vectors: Vectors, scope: Scope, best: Compared[Match] | None
    ) -> Finding | None:
        """The finding on what only an edition says that is not in force yet, beside what holds
        till then."""
        compared = self._compared(line, vectors, self._later, scope)
        then = best_of([c for c in compared if scope.takes_in(c.match)])
        if then is None or not then.agrees or is_nearer(best, then):
            return None
        found = self._cited(line, Verdict.TRUE_FROM, then)
        now = self._citation(best.match) if best else None
        return replace(found, starts=in_force_from(then.match.hit.edition), beside=now)

    def _instead(self, best: Compared[Match] | None) -> Citation | None:
        """What is in force for a statement that only another area or a superseded edition bears
        out. A sentence that says nothing else is not plainly about the same rule."""
        return self._citation(best.match) if best and best.is_wrong else None

    def _compared(
        self, line: Line, vectors: Vectors, held: Sequence[Held], scope: Scope
    ) -> list[Compared[Match]]:
        """The sentences about the same rule, each with its differences, the nearest first. Those of
        the areas in scope and of the others are looked for apart, so that none crowds out any."""
        said = self.matcher.read(line.text)
        above, told = blanked(line.lead_in), _below(line)
        telling = [h for h in held if not h.edition.is_learning or is_named(h.edition, told)]
        found: list[Compared[Match]] = []
        for inside in (True, False):
            among = {h.document_id: h for h in telling if scope.holds(h.edition) is inside}
            for match in self.matcher.matches(said, above, vectors, among):
                differences = compare(said, match.facts, match.headings, self._tables)
                compared = Compared(
                    match, match.likeness, match.score, differences, bool(said.figures)
                )
                found.append(compared)
        return sorted(found, key=lambda c: -c.score)

    def _until(self, document_id: str) -> date | None:
        """The first day of the edition that followed a superseded one."""
        held = self._edition.find(document_id)
        if held is None:
            return None
        later = [h.starts for h in self._edition.chain(held.edition.source_id) if h.starts]
        return min((d for d in later if held.starts is None or d > held.starts), default=None)

    def _finding(
        self, line: Line, best: Compared[Match] | None, near: Sequence[Compared[Match]]
    ) -> Finding:
        term = self._outdated(line)
        differences = best.differences or () if best else ()
        if best and best.is_wrong:
            return self._cited(line, Verdict.DIFFERS, best, (*differences, *_term(term)))
        if term:
            told = self._cited(line, Verdict.OUTDATED_TERM, best, _term(term))
            return replace(told, term=term.name)
        if best and differences and best.is_true:
            return self._cited(line, Verdict.PARTLY_AGREES, best, differences)
        if best and best.agrees:
            return self._cited(line, Verdict.AGREES, best)
        nearest = next((c for c in near if c.likeness.share >= WORTH_SHOWING), None)
        return self._cited(line, Verdict.NOT_COVERED, nearest)

    def _outdated(self, line: Line) -> Named | None:
        named = self._tables.outdated_in(line.text)
        if named is None or _TELLS_OF_CHANGE.search(line.text):
            return None
        return None if _DENIES.search(line.text[: named.piece.start]) else named

    def _cited(
        self,
        line: Line,
        verdict: Verdict,
        compared: Compared[Match] | None,
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
    checker = Checker(book, today)
    findings = tuple(checker.check(lines, area, told))
    cited = {c.document_id: c.edition for f in findings for c in f.cited}
    return Check(
        masked_name(book.masker, file_name),
        hashlib.sha256(raw).hexdigest(),
        today,
        checker.edition_id,
        area,
        findings,
        tuple(cited.values()),
        tuple(masked_text(book.masker, warning) for warning in warnings),
    )
