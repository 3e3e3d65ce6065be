"""Which sentences of the corpus are about the same rule as a statement.

Words and vectors choose; they decide nothing. Whether the two agree is for compare.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from handbook.catalogue import Vector
from handbook.check.compare import covered
from handbook.check.facts import Facts, facts
from handbook.check.tables import Tables
from handbook.cite import quote
from handbook.domain import Hit, Role, Span
from handbook.evidence import SMALLEST_CORPUS, headline, with_lead_in
from handbook.index.editions import Held
from handbook.text import content_words, stem, stems

if TYPE_CHECKING:
    from handbook.book import Handbook, Opened

HITS = 15
"""Passages looked at of each kind: in force, elsewhere, superseded."""
FEW_PASSAGES = 400
"""So many are read one by one in the time of one search."""
_HEADING = 0.7
_BACK = 0.3
_COSINE = 0.6
_LOOKED_AT = 8
"""Of so many of the nearest sentences the meaning is looked at."""
_UNKNOWN = 0.7
"""A word that no page has is a trainer's own more often than another matter."""
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
    """A sentence of the corpus beside a statement. ``share`` is how much of the statement's matter
    the sentence and its headings hold, by weight; ``likeness`` how alike the two are by their
    words, each with what stands above it."""

    hit: Hit
    spans: tuple[Span, ...]
    facts: Facts
    headings: frozenset[str]
    share: float
    likeness: float
    whole: float
    """The share of all that the statement says, with its actors and what its times count from."""
    cosine: float = 0.0
    """How near the two are in meaning; 0 where it was not looked at."""

    @property
    def nearness(self) -> float:
        """Whether it is about the same rule, by words and by meaning."""
        return (self.share + self.cosine) / 2

    @property
    def told(self) -> float:
        """How far it tells all that the statement says, by words and by meaning."""
        return (self.whole + self.cosine) / 2

    @property
    def score(self) -> float:
        """What orders the matches: words, and vectors where the passage was searched for."""
        return self.likeness + _COSINE * self.hit.cosine


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
        self._weights: dict[str, float] = {}
        self._meant: dict[str, Vector] = {}
        self._facts: dict[tuple[str, tuple[Span, ...]], Facts] = {}
        self.spell = lru_cache(maxsize=50_000)(self._spell)

    def _spell(self, text: str) -> str:
        settled = self._book.clashes.settle(_PLURAL.sub(r"\1", text), self._book.meaning)
        return self._book.glossary.spell_out(settled).text

    def read(self, text: str) -> Facts:
        """A statement taken apart."""
        return facts(text, self._tables, self.spell)

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
        return [replace(m, cosine=vectors.nearest(self._meant[m.facts.text])) for m in found]

    def _all(self, among: Mapping[str, Held]) -> Sequence[Hit] | None:
        """Every passage of a few documents, which a search of the whole index finds only after
        going deep; None where they are many. Their cosine is not known and counts as 0."""
        key = frozenset(among)
        if key not in self._few:
            hits = [
                Hit(passage, held.edition, 0.0)
                for document_id, held in among.items()
                for passage in self._book.catalogue.passages_of(document_id)
            ]
            self._few[key] = hits if len(hits) <= FEW_PASSAGES else None
        return self._few[key]

    def _of(self, said: Facts, context: str, hit: Hit) -> Iterator[Match]:
        if hit.passage.role not in (Role.RULE, Role.LEARNING):
            return
        units = self._book.units(hit.passage.document_id)
        headings = self._roots(headline(hit))
        for sentence in hit.passage.sentences:
            spans = with_lead_in(hit.passage, sentence, units)
            text = quote(units, spans)
            if text.endswith(":") or TOLD_OF.search(text):
                continue
            source = self._source(hit.passage.document_id, spans, text)
            share = self._share(self._own_matter(said, source), source, headings)
            whole = self._share(said.matter | self._roots(context), source, headings)
            back = self._back(said, context, source)
            said_whole = self._share(said.matter, source, headings)
            yield Match(hit, spans, source, headings, share, whole + _BACK * back, said_whole)

    def _source(self, document_id: str, spans: tuple[Span, ...], text: str) -> Facts:
        key = (document_id, spans)
        if key not in self._facts:
            self._facts[key] = facts(text, self._tables, self.spell)
        return self._facts[key]

    def _share(self, matter: frozenset[str], source: Facts, headings: frozenset[str]) -> float:
        """The share of some weighed stems that a sentence and its headings hold."""
        total = held = 0.0
        for root in matter:
            weight = self._weight(root)
            total += weight
            if covered(root, source.matter, self._tables):
                held += weight
            elif covered(root, headings, self._tables):
                held += _HEADING * weight
        return held / total if total else 0.0

    def _own_matter(self, said: Facts, source: Facts) -> frozenset[str]:
        """What a statement is about. Its actors, what its times are counted from, and words that
        have an opposite are compared elsewhere: where the source has others, that is a difference
        and not another matter."""
        apart = {r for n in said.actors for r in said.stems_of(n.piece.of(said.text))}
        apart |= {r for n in said.actors for r in stems(n.name)}
        apart |= {stem(w.text) for w in said.words if w.text in self._tables.opposite}
        for figure in said.figures:
            if event := said.event(figure):
                apart |= event.stems
        own = said.matter - frozenset(r for r in apart if r not in source.matter)
        return own or said.matter

    def _roots(self, text: str) -> frozenset[str]:
        return frozenset(stems(self.spell(text)))

    def _back(self, said: Facts, context: str, source: Facts) -> float:
        """The share of the sentence's weight that the statement holds, with what stands above."""
        mine = said.matter | self._roots(context)
        weights = {root: self._weight(root) for root in source.matter}
        total = sum(weights.values())
        if not total:
            return 0.0
        return sum(w for r, w in weights.items() if covered(r, mine, self._tables)) / total

    def _weight(self, root: str) -> float:
        if root not in self._weights:
            self._weights[root] = self._rareness(root)
        return self._weights[root]

    def _rareness(self, root: str) -> float:
        lexical = self._opened.retriever.lexical
        size = max(lexical.size, SMALLEST_CORPUS)
        count = min(lexical.document_frequency(root), size)
        rareness = math.log(1 + (size - count + 0.5) / (count + 0.5))
        return rareness if count else _UNKNOWN * rareness
