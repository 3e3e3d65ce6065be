"""One person's conversation: what was asked, what was answered, and the evidence beside it.

It is kept nowhere but in the open page. The browser's tab holds the questions, so that a reload
or the way back asks them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handbook.answer import Told
from handbook.answer_records import Answer, Question, Turn
from handbook.book import Handbook
from handbook.domain import AREAS
from handbook.personal.asked import masked
from handbook.progress import nobody
from page.reply import answer_html, asked_html

Message = dict[str, str]
MOST_RESTORED = 40
"""Of a conversation that is asked again, so many questions, the newest."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, and how both are shown."""

    question: Question
    answer: Answer
    asked: str
    said: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one open page, oldest first."""

    exchanges: tuple[Exchange, ...] = ()
    hidden: frozenset[str] = frozenset()
    """The sources that were hidden from whoever asked."""

    @property
    def last(self) -> Exchange | None:
        """The newest exchange."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def messages(self) -> list[Message]:
        """As the chat shows them."""
        shown = []
        for exchange in self.exchanges:
            shown.append({"role": "user", "content": exchange.asked})
            shown.append({"role": "assistant", "content": exchange.said})
        return shown

    @property
    def turns(self) -> tuple[Turn, ...]:
        """As the handbook reads them."""
        turns: list[Turn] = []
        for exchange in self.exchanges:
            turns.append(Turn("user", exchange.answer.question))
            turns.append(Turn("assistant", exchange.answer.text))
        return tuple(turns)

    @property
    def record(self) -> str:
        """What it takes to ask it all again, as JSON; a pasted record is not among it."""
        return _written(e.question for e in self.exchanges)

    def record_before(self, book: Handbook, question: Question) -> str:
        """The same with a question that is worked on, so that it is not lost where the page is
        loaded again before its answer comes."""
        asked = (e.question for e in self.exchanges)
        return _written([*asked, masked(book.masker, question)])

    def ask(self, book: Handbook, question: Question, told: Told = nobody) -> Conversation:
        """The conversation after one more question, which may lean on what came before."""
        question = replace(question, history=self.turns)
        answer = book.ask_and_note(question, told)
        return self._with(book, question, answer)

    def count(self, book: Handbook, start: date, told: Told = nobody) -> Conversation:
        """The conversation with the last question asked again, its time limits counted from a
        day; the same where nothing was asked."""
        if self.last is None:
            return self
        question = replace(self.last.question, counted_from=start)
        return self._with(book, question, book.ask(question, told))

    def goes_beyond(self, record: str) -> bool:
        """Whether more has been asked since a record was made of it."""
        return bool(record) and self.record != record and self.record.startswith(record[:-1])

    def without_last(self) -> Conversation:
        """The conversation before its last question."""
        return replace(self, exchanges=self.exchanges[:-1])

    def _with(self, book: Handbook, question: Question, answer: Answer) -> Conversation:
        question = replace(question, text=answer.question)
        words = answer.question
        if start := question.counted_from:
            words = f"{words} (counted from {start.day} {start:%B %Y})"
        said = answer_html(book, question, answer)
        exchange = Exchange(question, answer, asked_html(words), said)
        return replace(self, exchanges=(*self.exchanges, exchange))


def _written(questions: Iterable[Question]) -> str:
    return json.dumps([_row(q) for q in questions if q.text])


def _row(question: Question) -> dict[str, Any]:
    """What it takes to ask again: the masked question, never the answer."""
    told = {
        "question": question.text,
        "area": question.area,
        "as_of": question.as_of and question.as_of.isoformat(),
        "counted_from": question.counted_from and question.counted_from.isoformat(),
    }
    return {key: value for key, value in told.items() if value}


def asked_again(book: Handbook, record: str, told: Told = nobody) -> Conversation:
    """The conversation of a record, asked again; what is no question of it is passed over."""
    talk = Conversation(hidden=book.opened().hidden)
    for question in read_record(record):
        if question.counted_from and talk.last and _is_same(question, talk.last.question):
            talk = talk.count(book, question.counted_from, told)
        else:
            again = replace(question, history=talk.turns)
            talk = talk._with(book, again, book.ask(again, told))
    return talk


def _is_same(one: Question, other: Question) -> bool:
    """Whether two differ in nothing but the day that time is counted from: the second then is no
    next turn, and leans on nothing that the first does not."""
    return (one.text, one.area, one.as_of) == (other.text, other.area, other.as_of)


def read_record(record: str) -> list[Question]:
    """The questions of a record, which a browser may have changed."""
    try:
        rows = json.loads(record or "[]")
    except (ValueError, RecursionError):
        return []
    rows = rows if isinstance(rows, list) else []
    questions = [_question(row) for row in rows if isinstance(row, dict)]
    return [q for q in questions if q is not None][-MOST_RESTORED:]


def _question(row: dict[str, Any]) -> Question | None:
    text, area = row.get("question"), row.get("area")
    if not isinstance(text, str) or not text.strip():
        return None
    return Question(
        text,
        area if isinstance(area, str) and area in AREAS else None,
        _day(row.get("as_of")),
        counted_from=_day(row.get("counted_from")),
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
