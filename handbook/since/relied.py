"""What relied on changed text: whatever quotes words that no longer stand in the edition in force.

The words themselves are looked for, not their paragraph: a sentence that stayed as it was is relied
on safely, whatever changed around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.check.kept import KeptCheck, KeptFinding, Place, hash_of, kept_checks
from handbook.check.records import RESTING
from handbook.cite import quote, stands_in
from handbook.domain import Span
from handbook.feedback import Feedback, read_feedback
from handbook.pairing import fold
from handbook.since.curated import FOLDER, Evidence, curated_evidence
from handbook.since.records import Reliance, Relied, SourceTurn, Turn

if TYPE_CHECKING:
    from handbook.book import Handbook

NOT_KEPT = (
    "Looked at: the quoted evidence of the curated cases, the last check of each checked file for "
    "each area, and the answers that somebody gave feedback on, all by the place of their "
    "quotations. Of a checked file, a statement that nothing covers or that has an outdated name "
    "alone rests on no quotation and is left out. Not kept, and so not looked at: every other past "
    "answer, the wording of questions unless a setting keeps it, and conversations. A curated case "
    "that is asked as at an earlier date is left out: it means the earlier text."
)
NOT_LOOKED_FOR = "It is looked for where the later of two editions is the one in force."
_LOST = ""


class Relying:
    """Looks through what is kept for quotations of the sources that turned."""

    def __init__(self, book: Handbook, turned: Sequence[SourceTurn]) -> None:
        self._book = book
        self._turned = {s.held.edition.source_id: s for s in turned if s.turn is not Turn.NEW}
        self._texts: dict[str, str] = {}
        self._cases = curated_evidence(FOLDER)
        self._checks = kept_checks(book.settings.data)
        self._feedback = read_feedback(book.settings.data)
        if not book.reads_all:
            self._leave_out_what_is_hidden()

    @property
    def looked_at(self) -> dict[Reliance, int]:
        """How many of each kind are kept."""
        return {
            Reliance.CASE: len({e.case_id for e in self._cases}),
            Reliance.DECK: len(self._checks),
            Reliance.ANSWER: len(self._feedback),
        }

    def relied(self) -> Iterator[Relied]:
        """Cases, then checked files, then answers."""
        for evidence in self._cases:
            yield from self._case(evidence)
        for check in self._checks:
            yield from self._deck(check)
        for feedback in self._feedback:
            yield from self._answer(feedback)

    def _leave_out_what_is_hidden(self) -> None:
        """What others checked, asked and said of sources that whoever reads this may not read."""
        held = {h.edition.source_id for h in self._book.opened().edition.all()}
        self._checks = [
            c for c in self._checks if {p.source_id for f in c.findings for p in f.places} <= held
        ]
        seen = [f for f in self._feedback if f.sources <= held]
        self._feedback = [replace(f, question="") for f in seen]

    def _case(self, evidence: Evidence) -> Iterator[Relied]:
        turned = self._turned.get(evidence.source_id)
        if turned is None or turned.before is None:
            return
        before = turned.before.document_id
        stood = fold(evidence.quote) in self._text(before)
        if stood and not self._stands(turned, evidence.quote):
            words = evidence.quote if evidence.quote in self._printed(before) else _LOST
            yield _relied(Reliance.CASE, evidence.case_id, turned, words)

    def _deck(self, check: KeptCheck) -> Iterator[Relied]:
        resting: defaultdict[Place, list[KeptFinding]] = defaultdict(list)
        for finding in check.findings:
            if finding.place and finding.verdict in RESTING:
                resting[finding.place].append(finding)
        for place, findings in resting.items():
            if turned := self._turned.get(place.source_id):
                words = self._words(place.document_id, place.spans)
                words = words if hash_of(words) == place.quote_sha256 else _LOST
                if not words or not self._stands(turned, words):
                    where = tuple(dict.fromkeys(f.where for f in findings if f.where))
                    found = _relied(Reliance.DECK, check.name, turned, words)
                    yield replace(found, count=len(findings), where=where)

    def _answer(self, feedback: Feedback) -> Iterator[Relied]:
        name = f"{feedback.day}, “{feedback.verdict}”" + (
            f": {feedback.question}" if feedback.question else ""
        )
        for cited in feedback.cited:
            if turned := self._turned.get(cited.source_id):
                words = self._words(cited.document_id, cited.spans)
                if not words or not self._stands(turned, words):
                    yield _relied(Reliance.ANSWER, name, turned, words)

    def _words(self, document_id: str, spans: Sequence[Span]) -> str:
        """The characters at some spans of a stored edition; "" where they cannot be read."""
        if self._book.held(document_id) is None:
            return _LOST
        units = self._book.units(document_id)
        return quote(units, spans) if all(stands_in(units, s) for s in spans) else _LOST

    def _stands(self, turned: SourceTurn, words: str) -> bool:
        """Whether some words stand in the edition in force."""
        return turned.after is not None and fold(words) in self._text(turned.after.document_id)

    def _text(self, document_id: str) -> str:
        if document_id not in self._texts:
            self._texts[document_id] = fold(self._printed(document_id))
        return self._texts[document_id]

    def _printed(self, document_id: str) -> str:
        """The whole stored text, as quotations are shown."""
        units = self._book.units(document_id)
        return " ".join("\n".join(unit.text for unit in units).split())


def _relied(kind: Reliance, name: str, turned: SourceTurn, words: str) -> Relied:
    edition = turned.held.edition
    return Relied(kind, name, edition.source_id, edition.title, words)
