"""The same file checked again: which of its statements turned, and what was found before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.answer_records import Citation
from handbook.check.kept import KeptCheck, KeptFinding, Place, hash_of
from handbook.check.present import difference_words, verdict_words
from handbook.check.records import PASSES, RESTING, Check, Finding, Line, Verdict
from handbook.citations import cite_passage
from handbook.cite import quote
from handbook.domain import Passage, Span

if TYPE_CHECKING:
    from handbook.book import Handbook


@dataclass(frozen=True, slots=True)
class Turned:
    """A statement of which something else is found now."""

    former: Finding
    present: Finding

    @property
    def is_lost(self) -> bool:
        """Whether there was a quotation that can no longer be shown: its source was erased, or
        its document read anew."""
        unseen = self.former.citation is None and self.former.contact is None
        return unseen and self.former.verdict in RESTING

    @property
    def stands(self) -> bool:
        """Whether the statement may be taught as it is: what was borne out and is no longer may
        not."""
        if self.former.verdict is Verdict.AGREES:
            return self.present.verdict is Verdict.AGREES
        return self.present.verdict in PASSES


@dataclass(frozen=True, slots=True)
class Again:
    """A check beside the last one of the same file."""

    before: KeptCheck
    check: Check
    turned: tuple[Turned, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """Where in the file something turned: "slide 3", "slide 3, notes"."""
        return tuple(dict.fromkeys(t.present.line.where for t in self.turned))

    @property
    def passes(self) -> bool:
        """Whether nothing turned for the worse."""
        return all(t.stands for t in self.turned)

    @property
    def leaves_open(self) -> bool:
        """Whether a statement turned that nothing held here covers now."""
        return any(t.present.verdict is Verdict.NOT_COVERED for t in self.turned)


def compare_checks(book: Handbook, before: KeptCheck, check: Check) -> Again:
    """What turned, in the order of the file. Statements are the same where their words are; of
    those that stand in a file several times, the first is held against the first. What is masked
    turns with the corpus, so that a masked one is also the same where it stands at the same place.
    """
    former: defaultdict[str, list[KeptFinding]] = defaultdict(list)
    for kept in before.findings:
        former[kept.statement_sha256].append(kept)
    turned = []
    for number, present in enumerate(check.findings):
        known = former[hash_of(present.line.text)]
        same = known.pop(0) if known else _in_its_place(before, check, number)
        if same and (one := _turned(book, same, present)):
            turned.append(one)
    return Again(before, check, tuple(turned))


def _in_its_place(before: KeptCheck, check: Check, number: int) -> KeptFinding | None:
    """What was kept of the statement at a place, where details were taken out of either."""
    if len(before.findings) != len(check.findings):
        return None
    kept = before.findings[number]
    return kept if kept.masked or check.findings[number].masked else None


def _turned(book: Handbook, kept: KeptFinding, present: Finding) -> Turned | None:
    citation = _citation(book, kept.place) if kept.place else None
    beside = _citation(book, kept.beside) if kept.beside else None
    former = _finding(present.line, kept, citation, beside)
    is_same = verdict_words(former) == verdict_words(present)
    if is_same and (not former.evidence or _differences(former) == _differences(present)):
        return None
    return Turned(former, present)


def _finding(
    line: Line, kept: KeptFinding, citation: Citation | None, beside: Citation | None
) -> Finding:
    """What was found of a line; without the quotation no difference from it can be told."""
    return Finding(
        line,
        kept.verdict,
        citation,
        kept.differences if citation or kept.contact else (),
        until=kept.until,
        areas=kept.areas,
        term=kept.term,
        contact=kept.contact,
        starts=kept.starts,
        beside=beside,
    )


def _differences(finding: Finding) -> set[str]:
    return {difference_words(finding, d) for d in finding.differences}


def _citation(book: Handbook, place: Place) -> Citation | None:
    """The former quotation, if those very characters still stand at its place."""
    held = book.held(place.document_id)
    if held is None:
        return None
    units = book.units(place.document_id)
    if not all(s.unit < len(units) for s in place.spans):
        return None
    if hash_of(quote(units, place.spans)) != place.quote_sha256:
        return None
    passages = book.catalogue.passages_of(place.document_id)
    passage = next((p for p in passages if _holds(p, place.spans)), None)
    return cite_passage(book, passage, held.edition, place.spans, 1) if passage else None


def _holds(passage: Passage, spans: Sequence[Span]) -> bool:
    return all(
        any(p.unit == s.unit and p.start <= s.start and s.end <= p.end for p in passage.spans)
        for s in spans
    )
