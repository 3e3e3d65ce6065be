"""Which sentences of the corpus are about the same rule as a statement.

Words and vectors choose; they decide nothing. Whether the two agree is for compare.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from handbook.answer_records import Hit
from handbook.check.details import blanked
from handbook.check.facts import Facts, facts
from handbook.check.likeness import Likeness, Weighing
from handbook.check.tables import Tables
from handbook.cite import quote
from handbook.domain import Role, Span
from handbook.evidence import SMALLEST_CORPUS, headline, with_lead_in
from handbook.index.editions import Held
from handbook.kept_vectors import Vector
from handbook.text import content_words

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.opened import Opened

HITS = 15
"""Passages looked at of each kind: in force, elsewhere, superseded."""
FEW_PASSAGES = 400
"""So many are read one by one in the time of one search."""
_COSINE = 0.6
_LOOKED_AT = 8
"""Of so many of the nearest sentences the meaning is looked at."""
TOLD_OF = re.compile(
    r"^(?:an )?older\b|\bleaves out the word\b|\bis not held here\b|\bare not held here\b"
    r"|\bis often called\b|\blist only\b",
    re.IGNORECASE,
)
"""Sentences that tell what some page says wrongly or said once bear nothing out."""


_PLURAL = re.compile(r"\b([A-Z]{2,})s\b")
"""The plural of an acronym, such as RCPCs."""


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of the corpus beside a statement."""

    hit: Hit
    spans: tuple[Span, ...]
    facts: Facts
    headings: frozenset[str]
    likeness: Likeness

    @property
    def score(self) -> float:
        """What orders the matches: words, and vectors where the passage was searched for."""
        return self.likeness.mutual + _COSINE * self.hit.cosine


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of a statement: the one that is searched with, and those that its meaning is told
    by, with what stands above it and alone."""

    search: Vector
    below: Vector
    alone: Vector

    def nearest(self, other: Vector) -> float:
        """The cosine of a sentence with the statement, or with it and what stands above it."""
        return max(float(self.below @ other), float(self.alone @ other))


class Matcher:
    """Finds the sentences for one check after the other over one opened index."""

    def __init__(self, book: Handbook, opened: Opened, tables: Tables) -> None:
        self._book = book
        self._opened = opened
        self._tables = tables
        self._few: dict[frozenset[str], list[Hit] | None] = {}
        self._meant: dict[str, Vector] = {}
        self._facts: dict[tuple[str, tuple[Span, ...]], Facts] = {}
        self.spell = lru_cache(maxsize=50_000)(self._spell)
        lexical = opened.retriever.lexical
        size = max(lexical.size, SMALLEST_CORPUS)
        self._weighing = Weighing(tables, self.spell, lexical.document_frequency, size)

    def _spell(self, text: str) -> str:
        settled = self._book.clashes.settle(_PLURAL.sub(r"\1", text), self._book.meaning)
        return self._book.glossary.spell_out(settled).text

    def read(self, text: str) -> Facts:
        """A statement taken apart, as though nothing stood where something was taken out."""
        return facts(blanked(text), self._tables, self.spell)

    def matches(
        self, said: Facts, context: str, vectors: Vectors, among: Mapping[str, Held]
    ) -> list[Match]:
        """The sentences of some documents that are nearest, the first the nearest of all.
        ``context`` is what stands above the statement and is understood with it."""
        if not among:
            return []
        hits: Sequence[Hit] | None = self._all(among)
        if hits is None:
            words = content_words(self.spell(f"{context} {said.text}"))
            hits = self._opened.retriever.search(
                words, vectors.search, among, None, HITS, learning=True
            )
        found = [m for hit in hits for m in self._of(said, context, hit)]
        return self._with_cosines(sorted(found, key=lambda m: -m.score)[:_LOOKED_AT], vectors)

    def vectors(self, spelt: Sequence[str], alone: Sequence[str]) -> list[Vectors]:
        """The vectors of statements, with what stands above them and alone."""
        search, meant = self._book.encoder.encode(spelt), self._book.meaning.encode(spelt)
        return [
            Vectors(*v) for v in zip(search, meant, self._book.meaning.encode(alone), strict=True)
        ]

    def _with_cosines(self, found: Sequence[Match], vectors: Vectors) -> list[Match]:
        new = {m.facts.text for m in found} - self._meant.keys()
        if new:
            texts = sorted(new)
            encoded = self._book.meaning.encode([self.spell(text) for text in texts])
            self._meant.update(zip(texts, encoded, strict=True))
        return [_meant(m, vectors.nearest(self._meant[m.facts.text])) for m in found]

    def _all(self, among: Mapping[str, Held]) -> Sequence[Hit] | None:
        """Every passage of a few documents, which a search of the whole index finds only after
        going deep; None where they are many. Their cosine is not known and counts as 0."""
        key = frozenset(among)
        if key not in self._few:
            self._few[key] = self._read(among) if self._are_few(among) else None
        return self._few[key]

    def _are_few(self, among: Mapping[str, Held]) -> bool:
        """Told without reading a passage, nor counting on once they are too many."""
        counts = (self._opened.catalogue.count("passage", document_id) for document_id in among)
        return all(total <= FEW_PASSAGES for total in accumulate(counts))

    def _read(self, among: Mapping[str, Held]) -> list[Hit]:
        return [
            Hit(passage, held.edition, 0.0)
            for document_id, held in among.items()
            for passage in self._opened.catalogue.passages_of(document_id)
        ]

    def _of(self, said: Facts, context: str, hit: Hit) -> Iterator[Match]:
        if hit.passage.role not in (Role.RULE, Role.LEARNING):
            return
        units = self._opened.catalogue.units(hit.passage.document_id)
        headings = self._weighing.roots(headline(hit))
        for sentence in hit.passage.sentences:
            spans = with_lead_in(hit.passage, sentence, units)
            text = quote(units, spans)
            if text.endswith(":") or TOLD_OF.search(text):
                continue
            source = self._source(hit.passage.document_id, spans, text)
            likeness = self._weighing.likeness(said, context, source, headings)
            yield Match(hit, spans, source, headings, likeness)

    def _source(self, document_id: str, spans: tuple[Span, ...], text: str) -> Facts:
        key = (document_id, spans)
        if key not in self._facts:
            self._facts[key] = facts(text, self._tables, self.spell)
        return self._facts[key]


def _meant(match: Match, cosine: float) -> Match:
    return replace(match, likeness=match.likeness.with_cosine(cosine))
