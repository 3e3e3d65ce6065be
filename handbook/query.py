"""What is searched for: each part of a question, with what it takes over from earlier turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.answer_records import Question
from handbook.follow_up import CLEARLY_NEW, leaning, together
from handbook.glossary import Spelt
from handbook.index.lexical import Same
from handbook.kept_vectors import Vector
from handbook.personal.mask import without_placeholders
from handbook.pieces import Asked
from handbook.text import content_words
from handbook.understand import parts_of, understand

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.opened import Opened


@dataclass(frozen=True, slots=True)
class Query:
    """One part of a question. ``taken_over`` are topic words of earlier turns, which count less
    than its own."""

    part: str
    taken_over: tuple[str, ...]
    vector: Vector
    pieces: Asked
    """The word pieces of its text."""
    same: Same
    area: str | None
    """The area that was given, in whatever way."""

    @property
    def words(self) -> list[str]:
        """The words of its own that carry the topic."""
        return content_words(self.part)

    @property
    def text(self) -> str:
        """The part as it can be read by itself."""
        return _readable(self.part, self.taken_over)


def queries(book: Handbook, opened: Opened, question: Question) -> list[Query]:
    """The parts of a question, each with the topic and the area of earlier turns if it leans on
    them. A new topic takes over neither."""
    spelt = _understood(book, opened, question.text)
    said = leans_on(book, opened, question)
    before = _understood(book, opened, " ".join(said)) if said else None
    area = area_given(book, question, said)
    same = {**(before.same if before else {}), **spelt.same}
    parts = parts_of(spelt.text)
    return [_query(book, part, before, same, area) for part in parts]


def _query(
    book: Handbook,
    part: str,
    before: Spelt | None,
    same: Mapping[str, frozenset[str]],
    area: str | None,
) -> Query:
    if before is None:
        asked = book.encoder.encode_question(part)
        return Query(part, (), asked.vector, asked.pieces, same, area)
    own, joint = book.encoder.encode([part, f"{before.text} {part}"])
    mine = content_words(part)
    elsewhere = {w for w, its in book.places.areas.items() if area and its != area}
    carried = tuple(w for w in content_words(before.text) if w not in {*mine, *elsewhere})
    pieces = book.encoder.encode_question(_readable(part, carried)).pieces
    return Query(part, carried, together(own, joint), pieces, same, area)


def _readable(part: str, taken_over: Sequence[str]) -> str:
    return f"{part} ({' '.join(taken_over)})" if taken_over else part


def _said(question: Question) -> list[str]:
    """What the same person asked before, turn by turn; a question that is only asked again adds
    nothing to itself, and ends as it did."""
    asked = (t.content for t in question.history if t.role == "user" and t.content.strip())
    return [text for text in asked if text.split() != question.text.split()]


def _last_topic(book: Handbook, opened: Opened, said: Sequence[str]) -> list[str]:
    """The turns from the last on that was clearly a new topic: what was asked before it is over."""
    topic: list[str] = []
    for text in said:
        if topic and _leaning(book, opened, text, " ".join(topic)) < CLEARLY_NEW:
            topic = []
        topic.append(text)
    return topic


def leans_on(book: Handbook, opened: Opened, question: Question) -> list[str]:
    """The turns of the same person that a question leans on, those of the last topic; none where
    it stands by itself."""
    said = _last_topic(book, opened, _said(question))
    leans = said and _leaning(book, opened, question.text, " ".join(said)) > 0.0
    return said if leans else []


def area_given(book: Handbook, question: Question, said: Sequence[str]) -> str | None:
    """The area of a question: chosen, or that of the newest turn that names any, of what it leans
    on; None where that turn names several."""
    if question.area:
        return question.area
    turns = (question.text, *reversed(said))
    return next((book.places.area(text) for text in turns if book.places.named(text)), None)


def _leaning(book: Handbook, opened: Opened, text: str, said: str) -> float:
    """How much a turn leans on what was said before it; see follow_up.leaning."""
    spelt, before = (_understood(book, opened, t).text for t in (text, said))
    texts = [spelt, before, f"{before} {spelt}"]
    own, earlier, joint = book.encoder.encode(texts)
    return leaning(spelt, own, earlier, together(own, joint), opened.retriever.nearest)


def _understood(book: Handbook, opened: Opened, text: str) -> Spelt:
    settled = book.clashes.settle(without_placeholders(text), book.meaning)
    return understand(settled, book.glossary, opened.speller)
