"""One person's conversation: what was said, what is shown of it, and the evidence beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from handbook.book import Handbook
from handbook.domain import Answer, Edition, Question, Turn
from page.evidence import evidence_html, panel_html
from page.reply import answer_html, asked_html

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one open page holds; nothing of it is kept anywhere else."""

    messages: tuple[Message, ...] = ()
    """As the chat shows them."""
    turns: tuple[Turn, ...] = ()
    """As the handbook reads them."""
    sections: tuple[str, ...] = ()
    """The evidence of each answer."""
    last: Question | None = None
    """The question that can be asked again, from another day."""

    @property
    def evidence(self) -> str:
        """The panel beside the conversation."""
        return panel_html(self.sections)

    def ask(self, book: Handbook, text: str, area: str | None) -> Conversation:
        """The conversation after one more question."""
        question = Question(text, area, None, self.turns)
        answer = book.ask_and_note(question)
        asked = replace(question, text=answer.question) if answer.question else None
        return self._with(book, answer, asked_html(answer.question), asked)

    def count(self, book: Handbook, start: date) -> Conversation:
        """The conversation with the last question asked again, its time limits counted from a
        day; the same where nothing was asked."""
        if self.last is None:
            return self
        question = replace(self.last, counted_from=start)
        answer = book.ask(question)
        words = f"{answer.question} (counted from {start.day} {start:%B %Y})"
        return self._with(book, answer, asked_html(words), self.last)

    def _with(
        self, book: Handbook, answer: Answer, asked: str, last: Question | None
    ) -> Conversation:
        def edition_of(document_id: str) -> Edition | None:
            held = book.held(document_id)
            return held.edition if held else None

        turn = len(self.sections) + 1
        said = answer_html(answer, book.replies, edition_of, turn)
        section = evidence_html(answer, book.units, edition_of, book.replies, turn)
        return Conversation(
            (
                *self.messages,
                {"role": "user", "content": asked},
                {"role": "assistant", "content": said},
            ),
            (*self.turns, Turn("user", answer.question), Turn("assistant", answer.text)),
            (*self.sections, section),
            last,
        )
