"""What is searched for: each part of a question, with what it takes over from earlier turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.answer_records import Question
from handbook.follow_up import leans, together
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
    before = _before(book, opened, question, spelt)
    area = area_given(book, question, leaning=before is not None)
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
    carried = tuple(w for w in content_words(before.text) if w not in mine)
    pieces = book.encoder.encode_question(_readable(part, carried)).pieces
    return Query(part, carried, together(own, joint), pieces, same, area)


def _readable(part: str, taken_over: Sequence[str]) -> str:
    return f"{part} ({' '.join(taken_over)})" if taken_over else part


def _said(question: Question) -> str:
    """What the same person asked before; a question that is only asked again adds nothing to
    itself, and ends as it did."""
    asked = (t.content for t in question.history if t.role == "user")
    return " ".join(text for text in asked if text.split() != question.text.split())


def leans_back(book: Handbook, opened: Opened, question: Question) -> bool:
    """Whether a question leans on what the same person asked before."""
    spelt = _understood(book, opened, question.text)
    return _before(book, opened, question, spelt) is not None


def area_given(book: Handbook, question: Question, *, leaning: bool) -> str | None:
    """The area of a question: chosen, named in it, or named before where it leans on that."""
    area = question.area or book.places.area(question.text)
    return book.places.area(_said(question)) if area is None and leaning else area


def _before(book: Handbook, opened: Opened, question: Question, spelt: Spelt) -> Spelt | None:
    """What the same person asked before, in the words of procedures; None where the question does
    not lean on it."""
    said = _said(question)
    if not said.strip():
        return None
    before = _understood(book, opened, said)
    return before if _leans(book, opened, spelt, before) else None


def _understood(book: Handbook, opened: Opened, text: str) -> Spelt:
    settled = book.clashes.settle(without_placeholders(text), book.meaning)
    return understand(settled, book.glossary, opened.speller)


def _leans(book: Handbook, opened: Opened, spelt: Spelt, before: Spelt) -> bool:
    texts = [spelt.text, before.text, f"{before.text} {spelt.text}"]
    own, earlier, joint = book.encoder.encode(texts)
    return leans(spelt.text, own, earlier, together(own, joint), opened.retriever.nearest)
