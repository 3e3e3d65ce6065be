"""The sentences in force that state a value, taken apart and made comparable."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from handbook.check.facts import Facts
from handbook.check.match import TOLD_OF, Matcher
from handbook.check.scope import areas_told
from handbook.check.tables import Tables
from handbook.cite import quote
from handbook.domain import Edition, Passage, Role, Span
from handbook.evidence import SMALLEST_CORPUS, with_lead_in
from handbook.rule_records import Piece
from handbook.text import stems

if TYPE_CHECKING:
    from handbook.book import Handbook

Values = Callable[[Facts], Sequence[Piece]]
"""Where the values stand that a sentence is gathered for."""


@dataclass(frozen=True)
class Stated:
    """A sentence with values, where it stands and for which areas it holds."""

    passage: Passage
    edition: Edition
    spans: tuple[Span, ...]
    facts: Facts
    values: tuple[Piece, ...]
    areas: tuple[str, ...]
    """None where it holds everywhere."""
    headings: frozenset[str]
    """The stems of the headings that it stands below."""

    @cached_property
    def matter(self) -> frozenset[str]:
        """The stems that say what it is about, its values left out."""
        told = {root for piece in self.values for root in stems(piece.of(self.facts.text))}
        return self.facts.matter - {root for root in told if root.isdecimal()}

    @property
    def about(self) -> frozenset[str]:
        """Its matter, with what it stands below."""
        return self.matter | self.headings

    @property
    def without_values(self) -> str:
        """The sentence below its title: only where values are left out are vectors of rules that
        differ in a value alone near each other."""
        text = self.facts.text
        for piece in reversed(self.values):
            text = text[: piece.start] + text[piece.end :]
        return f"{self.edition.title}: {text}"


@dataclass(frozen=True)
class Gathered:
    """All such sentences of one index edition, with a vector and a weight for each word."""

    sentences: tuple[Stated, ...]
    vectors: NDArray[np.float32]
    weights: dict[str, float]
    tables: Tables


def gather(book: Handbook, values: Values, roles: Sequence[Role]) -> Gathered:
    """Every sentence in force that states such a value, in sections of some roles. What is made up
    for demonstration states none."""
    opened = book.opened().whole()
    tables = Tables.load(book.settings.prompts)
    matcher = Matcher(book, opened, tables)
    found = tuple(_sentences(book, matcher, values, roles))
    lexical = opened.retriever.lexical
    size = max(lexical.size, SMALLEST_CORPUS)
    roots = {root for one in found for root in one.matter}
    weights = {root: _weight(min(lexical.document_frequency(root), size), size) for root in roots}
    vectors = book.encoder.encode([matcher.spell(one.without_values) for one in found])
    return Gathered(found, vectors, weights, tables)


def _sentences(
    book: Handbook, matcher: Matcher, values: Values, roles: Sequence[Role]
) -> Iterator[Stated]:
    for held in book.opened().edition.in_force(None).values():
        for passage in book.catalogue.passages_of(held.document_id):
            if passage.role in roles and not held.edition.demonstration:
                yield from _of_passage(book, matcher, values, passage, held.edition)


def _of_passage(
    book: Handbook, matcher: Matcher, values: Values, passage: Passage, edition: Edition
) -> Iterator[Stated]:
    units = book.units(passage.document_id)
    above = " ".join((edition.title, *passage.headings))
    for sentence in passage.sentences:
        spans = with_lead_in(passage, sentence, units)
        text = quote(units, spans)
        facts = matcher.read(text)
        stated = tuple(values(facts))
        if stated and not TOLD_OF.search(text):
            areas = areas_told(text, edition, passage)
            headings = frozenset(stems(matcher.spell(above)))
            yield Stated(passage, edition, spans, facts, stated, areas, headings)


def _weight(count: int, size: int) -> float:
    return math.log(1 + (size - count + 0.5) / (count + 0.5))
