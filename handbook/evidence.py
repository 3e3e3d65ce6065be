"""What a question needs, and the sentences of the hits held against it.

Only raw figures are gathered here; a judge (handbook/judge.py) makes one score of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from handbook.answer_records import Hit
from handbook.cite import quote
from handbook.domain import Edition, Passage, Role, Sentence, Span, Unit
from handbook.expects import Expected, expected, gives, type_words
from handbook.index.lexical import LESSER, Same
from handbook.kept_vectors import Vector
from handbook.query import Query
from handbook.text import content_words, stem, stems
from handbook.understand import own_words

HEADING_WEIGHT = 0.7
"""What a question word is worth that stands in a heading or title instead of the sentence."""
NAMED_COVERAGE = 0.6
"""A sentence with a name in it names the thing asked for only if it speaks of the question's
matter: any sentence holds some word in capitals."""
SMALLEST_CORPUS = 200
"""Word weights assume at least so many passages, so that one briefing alone behaves like many."""
_VERB = re.compile(
    r"\b(?:must|should|shall|may|can|will|is|are|was|were|has|have|takes?|lasts?|covers?|applies)\b|:",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:within|from|after|before|if|when|where|unless|until|because|so that|for|at)\b|[,;]",
    re.IGNORECASE,
)
UnitsOf = Callable[[str], Sequence[Unit]]


@dataclass(frozen=True, slots=True)
class Need:
    """What a question asks for: its topic words with their weights, and the kind of answer."""

    text: str
    vector: Vector
    weights: dict[str, float]
    same: Same
    """Stems that count as one of the topic words."""
    kind: Expected
    unknown: frozenset[str]
    """Topic words that stand nowhere in the corpus."""
    words: frozenset[str]
    """The words of its text that carry the topic."""
    topics: tuple[tuple[frozenset[str], float], ...]
    """For each topic word the stems that count as it, and its weight."""
    total: float
    """The weight of all topic words."""
    own: tuple[frozenset[str], ...] = ()
    """Of a part that borrows another's topic, for each topic word of its own the stems that count
    as it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, with its lead-in, held against a need. Shares lie between 0 and 1."""

    hit: Hit
    spans: tuple[Span, ...]
    text: str
    coverage: float
    """How much of the question the sentence and its headings hold."""
    subject: float
    """How much of the question is what the sentence is about: what stands before its verb."""
    fits: bool
    """Whether it holds a thing of the expected kind."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate with the judge's score: about the chance, from 0 to 1, that it answers."""

    candidate: Candidate
    score: float

    @property
    def hit(self) -> Hit:
        """The passage that holds the sentence."""
        return self.candidate.hit


def need(query: Query, frequency: Callable[[str], int], size: int) -> Need:
    """Weigh the topic words of a query by how rare they are in the corpus; those that it takes
    over count less."""
    kind = expected(query.part)
    apart = type_words(kind)
    total = max(size, SMALLEST_CORPUS)
    weights: dict[str, float] = {}
    unknown = set()
    for word in (*query.words, *query.taken_over):
        if word in apart:
            continue
        root = stem(word)
        count = max(map(frequency, _as_one(root, query.same)))
        rare = math.log(1 + (total - min(count, total) + 0.5) / (count + 0.5))
        weights.setdefault(root, rare if word in query.words else LESSER * rare)
        if count == 0 and word in query.words:
            unknown.add(word)
    topics = ((_as_one(root, query.same), weight) for root, weight in weights.items())
    return Need(
        text=query.text,
        vector=query.vector,
        weights=weights,
        same=query.same,
        kind=kind,
        unknown=frozenset(unknown),
        words=frozenset(content_words(query.text)),
        topics=tuple(topics),
        total=sum(weights.values()),
        own=tuple(_as_one(stem(w), query.same) for w in own_words(query.part) if w not in apart),
    )


def _as_one(root: str, same: Same) -> frozenset[str]:
    """A stem with those that count as it."""
    return same.get(root, frozenset()) | {root}


def coverage(wanted: Need, sentence: set[str], headings: set[str]) -> float:
    """The share of the question's weight that a sentence and its headings hold."""
    if not wanted.weights:
        return 0.0
    found = 0.0
    for either, weight in wanted.topics:
        if not either.isdisjoint(sentence):
            found += weight
        elif not either.isdisjoint(headings):
            found += HEADING_WEIGHT * weight
    return found / wanted.total


def speaks_of(wanted: Need, hit: Hit) -> bool:
    """Whether a passage holds any word that a part has of its own: "who waters the plants", asked
    beside a question on conferences, is not answered by whatever is said of conferences."""
    if not wanted.own:
        return True
    held = stems(hit.passage.text) | stems(headline(hit))
    return any(not either.isdisjoint(held) for either in wanted.own)


def topic_coverage(wanted: Need, hits: Sequence[Hit]) -> float:
    """The most of the question that any one passage with its headings holds."""
    return max(
        (coverage(wanted, stems(h.passage.text) | stems(headline(h)), set()) for h in hits),
        default=0.0,
    )


def headline(hit: Hit) -> str:
    """Title and headings of a passage, each once."""
    return section_path(hit.edition, hit.passage.headings)


def section_path(edition: Edition, headings: Sequence[str]) -> str:
    """Title and headings of a section, each once."""
    return " > ".join(dict.fromkeys((edition.title, *headings)))


def candidates(wanted: Need, hit: Hit, units_of: UnitsOf) -> list[Candidate]:
    """The sentences of a hit that could answer; a lead-in alone never does."""
    if hit.passage.role is Role.ABOUT:
        return []
    units = units_of(hit.passage.document_id)
    heads = stems(headline(hit))
    found = []
    for sentence in hit.passage.sentences:
        spans = with_lead_in(hit.passage, sentence, units)
        text = quote(units, spans)
        if text.endswith(":"):
            continue
        own = stems(text)
        share = coverage(wanted, own, heads)
        named = wanted.kind is not Expected.NAME or share >= NAMED_COVERAGE
        fits = named and gives(wanted.kind, text, wanted.words)
        found.append(Candidate(hit, spans, text, share, _subject(wanted, text, own), fits))
    return found


def first_with_copies(found: Iterable[Candidate], count: int) -> list[int]:
    """The places of the first so many candidates, and of those beside them that say the same for
    other areas: they take no place from what says something else."""
    places: list[int] = []
    areas: dict[str, tuple[str, ...]] = {}
    left = count
    for place, candidate in enumerate(found):
        here = candidate.hit.edition.areas
        again = areas.get(candidate.text, here) != here
        if again or left:
            places.append(place)
            areas.setdefault(candidate.text, here)
            left -= not again
    return places


def _subject(wanted: Need, text: str, own: set[str]) -> float:
    """Of "The first review should be held within three months of the initial conference" the
    subject is the review and not the conference: what stands before a verb of duty or being.
    ``own`` are the stems of the text."""
    if all(either.isdisjoint(own) for either, _ in wanted.topics):
        return 0.0
    clauses = [_TURN.split(clause)[-1] for clause in _VERB.split(text)[:-1]]
    return max((coverage(wanted, stems(clause), set()) for clause in clauses), default=0.0)


def with_lead_in(passage: Passage, sentence: Sentence, units: Sequence[Unit]) -> tuple[Span, ...]:
    """A list item is quoted with the sentence that introduces its list."""
    if sentence.lead_in is None:
        return sentence.spans
    lead_in = passage.sentences[sentence.lead_in].spans
    last = lead_in[-1]
    text = units[last.unit].text
    end = last.end
    while end < len(text) and text[end].isspace():
        end += 1
    return (*lead_in[:-1], Span(last.unit, last.start, end), *sentence.spans)
