"""The model points: which of the numbered sentences answer which part of a question, in what
order, and whether they suffice. It can say nothing but numbers, yes and no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from handbook.answer_records import Hit
from handbook.decide import decline, settle
from handbook.domain import Span
from handbook.evidence import Candidate, Evidence, UnitsOf, candidates, headline
from handbook.part import Part
from handbook.pointing.consultation import Consultation, Form, LanguageModel, one_line
from handbook.pointing.prompts import Task

PASSAGES_SHOWN = 8
"""Of each part's hits, the sentences of so many are shown."""
MOST_CHARACTERS = 16_000
"""Of sentences, some 4,000 tokens, shared out among the parts."""
_TRIAL = """Parts of the question:
1. When is the office open?

Sentences:
# Office
[1] The office is open from nine to five."""
_Key = tuple[str, tuple[Span, ...]]


class OfPart(Form):
    """Which sentences answer one part, best first, and whether they suffice."""

    part: int
    sentences: list[int]
    suffice: bool


class Pointed(Form):
    """Every part of the question, once."""

    parts: list[OfPart]


@dataclass(frozen=True, slots=True)
class _Shown:
    """The parts and sentences that are shown, in the order of their numbers, from 1."""

    parts: tuple[Part, ...]
    sentences: tuple[Candidate, ...]

    @property
    def as_data(self) -> str:
        """Both as the model reads them; a heading stands once above its sentences."""
        lines = ["Parts of the question:"]
        lines += [
            f"{n}. {one_line(part.wanted.text)}" for n, part in enumerate(self.parts, start=1)
        ]
        lines += ["", "Sentences:"]
        above = ""
        for number, sentence in enumerate(self.sentences, start=1):
            if (heading := one_line(headline(sentence.hit))) != above:
                lines.append(f"# {heading}")
                above = heading
            lines.append(f"[{number}] {one_line(sentence.text)}")
        return "\n".join(lines)


def point(
    consulted: Consultation, parts: Sequence[Part], digests: frozenset[str], units_of: UnitsOf
) -> list[Part]:
    """The parts as the model decides them; as they were where it is silent. ``digests`` step back
    behind their originals and are shown only where they were judged to answer better.

    It is not asked about a name that stands nowhere in the corpus: no sentence can answer that."""
    asked = tuple(p for p in parts if p.hits and not p.stranger)
    shown = _Shown(asked, tuple(_sentences(asked, digests, units_of)))
    if not shown.sentences:
        return list(parts)
    told = consulted.ask(Task.POINT, shown.as_data, Pointed)
    if told is None:
        return list(parts)
    found = _read(consulted.trace, shown, told)
    decided = {id(part): _decided(part, *found[n]) for n, part in enumerate(asked) if n in found}
    if decided:
        consulted.decided.append("pointed")
    return [decided.get(id(part), part) for part in parts]


def trial(model: LanguageModel) -> str:
    """Why a model cannot point, tried with one sentence; "" where it can."""
    consulted = Consultation(model)
    consulted.ask(Task.POINT, _TRIAL, Pointed)
    return str(consulted.trace.get("fell_back", ""))


def _read(
    trace: dict[str, Any], shown: _Shown, told: Pointed
) -> dict[int, tuple[list[Candidate], bool]]:
    """Of each part the sentences that it points to and whether they suffice. Numbers that were not
    given are dropped and counted. A part that is said to be answered by nothing stays as it was:
    that contradicts itself."""
    found: dict[int, tuple[list[Candidate], bool]] = {}
    dropped = 0
    for said in told.parts:
        known = [n for n in dict.fromkeys(said.sentences) if 0 < n <= len(shown.sentences)]
        if not 0 < said.part <= len(shown.parts) or said.part - 1 in found:
            dropped += 1 + len(said.sentences)
            continue
        dropped += sum(not 0 < n <= len(shown.sentences) for n in said.sentences)
        if known or not said.suffice:
            found[said.part - 1] = ([shown.sentences[n - 1] for n in known], said.suffice)
    trace["shown"] = len(shown.sentences)
    trace["dropped"] = dropped
    trace["parts"] = [
        {"part": shown.parts[n].text, "pointed": len(sentences), "suffice": suffice}
        for n, (sentences, suffice) in found.items()
    ]
    return found


def _decided(part: Part, pointed: Sequence[Candidate], suffice: bool) -> Part:
    """A part as the model decides it. What no model is trusted with stays the program's: learning
    stands behind rules, and where areas differ each is heard."""
    if not suffice:
        return replace(part, finding=decline(part.wanted, part.hits, stranger=part.stranger))
    judged = {_key(e.candidate): e for e in part.evidence}
    close = [judged.get(_key(c), Evidence(c, 0.0)) for c in pointed]
    finding = settle(close, part.evidence, part.area, part.wanted.text)
    return replace(part, finding=replace(finding, ordered=True))


def _sentences(
    parts: Sequence[Part], digests: frozenset[str], units_of: UnitsOf
) -> Iterator[Candidate]:
    """The sentences of each part's best passages, each once, passage by passage."""
    seen: set[_Key] = set()
    for part in parts:
        left = MOST_CHARACTERS // len(parts)
        for hit in islice(_best(part, digests), PASSAGES_SHOWN):
            for sentence in candidates(part.wanted, hit, units_of):
                left -= len(sentence.text)
                if left < 0:
                    break
                if _key(sentence) not in seen:
                    seen.add(_key(sentence))
                    yield sentence


def _best(part: Part, digests: frozenset[str]) -> Iterator[Hit]:
    """The hits of a part, first those that hold the sentences judged best, each once."""
    judged = [e.hit for e in part.evidence]
    others = [h for h in part.hits if h.passage.document_id not in digests]
    found: dict[str, Hit] = {}
    for hit in (*judged, *others):
        found.setdefault(hit.passage.passage_id, hit)
    return iter(found.values())


def _key(sentence: Candidate) -> _Key:
    return sentence.hit.passage.document_id, sentence.spans
