"""Which sentences answer: scored on raw word coverage and cosine, never on a fused rank."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from handbook.catalogue import Vector
from handbook.cite import quote
from handbook.domain import Hit, Role, Sentence, Span, Unit
from handbook.expects import Expected, expected, gives, type_words
from handbook.index.lexical import Same
from handbook.index.vectors import cosines
from handbook.text import content_words, stem, stems

PASSAGES_READ = 30
"""Of the hits, so many are searched for answering sentences."""
SENTENCES_ENCODED = 5
"""Sentences chosen by their words before any is encoded: encoding costs most of the time."""
HEADING_WEIGHT = 0.7
"""What a question word is worth that stands in a heading or title instead of the sentence."""
_VERB = re.compile(
    r"\b(?:must|should|shall|may|can|will|is|are|was|were|has|have|takes?|lasts?|covers?|applies)\b|:",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:within|from|after|before|if|when|where|unless|until|because|so that|for|at)\b|[,;]",
    re.IGNORECASE,
)
SMALLEST_CORPUS = 200
"""Word weights assume at least so many passages, so that one briefing alone behaves like many."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a question asks for: its topic words with their weights, and the kind of answer."""

    text: str
    weights: dict[str, float]
    same: Same
    """Stems that count as one of the topic words."""
    kind: Expected
    unknown: frozenset[str]
    """Topic words that stand nowhere in the corpus."""

    @property
    def total(self) -> float:
        """The weight of all topic words."""
        return sum(self.weights.values())


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence held against a need. The three shares lie between 0 and 1."""

    hit: Hit
    spans: tuple[Span, ...]
    text: str
    coverage: float
    """How much of the question the sentence and its headings hold."""
    subject: float
    """How much of the question is what the sentence is about: what stands before its verb."""
    cosine: float
    fits: bool
    """Whether it holds a thing of the expected kind."""

    @property
    def score(self) -> float:
        """One figure to rank by; the weights were chosen by measurement (eval/LOG.md)."""
        words = 0.40 * self.coverage + 0.20 * self.subject
        near = 0.25 * self.cosine + 0.15 * max(self.hit.cosine, 0.0)
        return words + near - (0.0 if self.fits else 0.15)


def need(question: str, frequency: Callable[[str], int], size: int, same: Same) -> Need:
    """Weigh the topic words of a question by how rare they are in the corpus."""
    kind = expected(question)
    apart = type_words(kind)
    weights: dict[str, float] = {}
    unknown = set()
    for word in content_words(question):
        if word in apart:
            continue
        root = stem(word)
        count = max(map(frequency, {root} | same.get(root, frozenset())))
        total = max(size, SMALLEST_CORPUS)
        weights[root] = math.log(1 + (total - min(count, total) + 0.5) / (count + 0.5))
        if count == 0:
            unknown.add(word)
    return Need(question, weights, same, kind, frozenset(unknown))


def coverage(wanted: Need, sentence: set[str], headings: set[str]) -> float:
    """The share of the question's weight that a sentence and its headings hold."""
    if not wanted.weights:
        return 0.0
    found = 0.0
    for word, weight in wanted.weights.items():
        either = {word} | wanted.same.get(word, frozenset())
        if either & sentence:
            found += weight
        elif either & headings:
            found += HEADING_WEIGHT * weight
    return found / wanted.total


def topic_coverage(wanted: Need, hits: Sequence[Hit]) -> float:
    """The most of the question that any one passage with its headings holds."""
    return max(
        (coverage(wanted, stems(h.passage.text) | _heads(h), set()) for h in hits), default=0
    )


def gather(
    wanted: Need,
    hits: Sequence[Hit],
    units_of: Callable[[str], Sequence[Unit]],
    vector: Vector,
    encode: Callable[[Sequence[str]], Iterable[Vector]],
) -> list[Evidence]:
    """The sentences of the first hits, those that answer best first."""
    chosen = sorted(
        (c for hit in hits[:PASSAGES_READ] for c in _candidates(wanted, hit, units_of)),
        key=lambda c: -c.coverage - 0.3 * c.subject - (0.3 if c.fits else 0.0),
    )[:SENTENCES_ENCODED]
    near = cosines(list(encode([c.text for c in chosen])), vector)
    scored = [replace(c, cosine=max(cosine, 0.0)) for c, cosine in zip(chosen, near, strict=True)]
    return sorted(scored, key=lambda e: -e.score)


def _candidates(
    wanted: Need, hit: Hit, units_of: Callable[[str], Sequence[Unit]]
) -> list[Evidence]:
    if hit.passage.role is Role.ABOUT:
        return []
    units = units_of(hit.passage.document_id)
    heads = _heads(hit)
    asked = frozenset(content_words(wanted.text))
    found = []
    for sentence in hit.passage.sentences:
        spans = _with_lead_in(hit, sentence, units)
        text = quote(units, spans)
        if text.endswith(":"):
            continue
        share = coverage(wanted, stems(text), heads)
        fits = gives(wanted.kind, text, asked)
        found.append(Evidence(hit, spans, text, share, _subject(wanted, text), 0.0, fits))
    return found


def _subject(wanted: Need, text: str) -> float:
    """Of "The first review should be held within three months of the initial conference" the
    subject is the review and not the conference: what stands before a verb of duty or being."""
    clauses = [_TURN.split(clause)[-1] for clause in _VERB.split(text)[:-1]]
    return max((coverage(wanted, stems(clause), set()) for clause in clauses), default=0.0)


def _heads(hit: Hit) -> set[str]:
    return stems(" ".join((hit.edition.title, *hit.passage.headings)))


def _with_lead_in(hit: Hit, sentence: Sentence, units: Sequence[Unit]) -> tuple[Span, ...]:
    """A list item is quoted with the sentence that introduces its list."""
    if sentence.lead_in is None:
        return sentence.spans
    lead_in = hit.passage.sentences[sentence.lead_in].spans
    last = lead_in[-1]
    text = units[last.unit].text
    end = last.end
    while end < len(text) and text[end].isspace():
        end += 1
    return (*lead_in[:-1], Span(last.unit, last.start, end), *sentence.spans)
