"""The areas for which a passage holds, by its own words, and its parts where they differ.

Told whenever a passage is read, and never stored: an index of before is as good as a new one, and
a town that is added to the glossary counts at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from handbook.area_words import AreaWords
from handbook.cite import Units, quote
from handbook.domain import AREAS, Passage, Role, Sentence, Span

Areas = tuple[str, ...]
UnitsOf = Callable[[str], Units]
_SAYS = (Role.RULE, Role.NOT_HELD)
"""What a case review tells of an area is meant for every reader."""


class PassageAreas:
    """Tells the areas of passages."""

    def __init__(self, words: AreaWords, units_of: UnitsOf) -> None:
        self._words = words
        self._units_of = units_of

    def told(self, passage: Passage) -> Passage:
        """The passage with the areas for which alone it holds, or any part of it does."""
        found = self._of_sentences(passage)
        areas = () if not all(found) else {a for areas in found for a in areas}
        return _for_areas(passage, tuple(a for a in AREAS if a in areas))

    def parts(self, passage: Passage) -> list[Passage]:
        """The passage in parts, each of sentences for the same areas; whole where there is no
        difference."""
        found = self._of_sentences(passage)
        each = list(dict.fromkeys(found))
        if len(each) < 2:
            return [passage]
        units = self._units_of(passage.document_id)
        leading = {s.lead_in for s in passage.sentences}
        chosen = {some: [n for n, areas in enumerate(found) if areas == some] for some in each}
        return [
            _part(passage, numbers, some, units)
            for some, numbers in chosen.items()
            if not leading.issuperset(numbers)
        ]

    def at(self, passage: Passage, spans: Sequence[Span]) -> Areas:
        """The areas for which the sentence that ends a quotation holds; none where it says none,
        or does not stand in the passage."""
        for sentence, areas in zip(passage.sentences, self._of_sentences(passage), strict=True):
            last, here = sentence.spans[-1], spans[-1]
            if (last.unit, last.start) == (here.unit, here.start):
                return areas or passage.areas
        return ()

    def _of_sentences(self, passage: Passage) -> list[Areas]:
        above = self._words.of_headings(passage.headings) if passage.role in _SAYS else ()
        if passage.role not in _SAYS or not self._words.names_one(passage.text):
            return [above] * len(passage.sentences)
        units = self._units_of(passage.document_id)
        found: list[Areas] = []
        for number, sentence in enumerate(passage.sentences):
            own = self._own(quote(units, sentence.spans), sentence)
            if not own and sentence.lead_in is not None and sentence.lead_in < number:
                own = found[sentence.lead_in]
            elif not own and number and self._goes_on(passage, number, units):
                own = found[-1]
            found.append(tuple(a for a in own if a in above) or own if above else own)
        return [areas or above for areas in found]

    def _own(self, text: str, sentence: Sentence) -> Areas:
        if sentence.lead_in is None:
            return self._words.of_sentence(text)
        return self._words.of_item(text)

    def _goes_on(self, passage: Passage, number: int, units: Units) -> bool:
        """Whether a sentence stands in the same paragraph as the one before it, and may speak of
        the same areas."""
        before, here = passage.sentences[number - 1], passage.sentences[number]
        if before.lead_in is not None or not self._words.goes_on(quote(units, here.spans)):
            return False
        last, first = before.spans[-1], here.spans[0]
        if passage.paragraph:
            return True
        return last.unit == first.unit and "\n" not in units[last.unit].text[last.end : first.start]


def _for_areas(passage: Passage, areas: Areas) -> Passage:
    if not areas:
        return passage
    left_out = {*passage.exception_areas, *(a for a in AREAS if a not in areas)}
    return replace(passage, areas=areas, exception_areas=tuple(a for a in AREAS if a in left_out))


def _part(passage: Passage, chosen: Sequence[int], areas: Areas, units: Units) -> Passage:
    """Some sentences of a passage as a passage, with what introduces them."""
    introduced = {passage.sentences[n].lead_in for n in chosen} - {None}
    numbers = sorted({*chosen, *(n for n in introduced if n is not None)})
    sentences = tuple(
        replace(s, lead_in=None if s.lead_in is None else numbers.index(s.lead_in))
        for s in (passage.sentences[n] for n in numbers)
    )
    spans = tuple(_with_space(s.spans, units) for s in sentences)
    joined = tuple(span for some in spans for span in some)
    part = replace(passage, sentences=sentences, spans=joined, text=quote(units, joined))
    return _for_areas(replace(part, areas=()), areas)


def _with_space(spans: Sequence[Span], units: Units) -> Iterator[Span]:
    """The spans with the white space behind the last, which keeps sentences apart."""
    *first, last = spans
    yield from first
    text = units[last.unit].text
    yield Span(last.unit, last.start, len(text) - len(text[last.end :].lstrip()))
