"""What the Ask page does: each control's action, as a function of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten
from typing import Any, NamedTuple

import gradio as gr

from handbook.answer import Step, Told
from handbook.domain import Answer, Question
from handbook.errors import SettingsError
from handbook.feedback import Verdict
from handbook.suggest import Suggester
from page.answers_first import AnswersFirst
from page.conversation import Conversation, asked_again
from page.panel import panel_html
from page.progress import followed
from page.render import html, one_line
from page.site import Site

NOT_STATED = "Not stated"
SUGGESTED = 4
_AS_IT_IS = gr.skip()


class Shown(NamedTuple):
    """What an action changes, in the order of the controls in page/ask_layout.py. All are plain
    values: the library makes a control anew, twice, for a change of anything else, and even for
    none. What is seen when follows from what is there (page/static/handbook.css)."""

    box: Any
    chat: Any
    talk: Any
    """The conversation behind the chat."""
    evidence: Any
    tools: Any
    """The ways to take it along."""
    record: Any
    """What the browser's tab keeps."""
    said: Any
    """What was said of feedback on an answer before."""


@dataclass(frozen=True, slots=True)
class AskPage:
    """The actions over one site; page/ask_layout.py has the controls."""

    site: Site
    suggester: Suggester
    first: AnswersFirst = field(default_factory=AnswersFirst)

    def ask(
        self, text: str, place: str, day: str | None, talk: Conversation, record: str
    ) -> Iterator[Shown]:
        """A question is answered; while it is worked on, the step that is reached."""
        talk = self.known(talk, record)
        if not text.strip():
            yield self.shown(talk)
            return
        question = Question(text.strip(), _area(place), read_day(day) if day else None)

        def answered(told: Told) -> Conversation:
            with self.first.answering():
                return talk.ask(self.site.book, question, told)

        for reached in followed(answered):
            yield self.working(talk, reached) if isinstance(reached, Step) else self.shown(reached)

    def count(self, day: str, talk: Conversation, record: str) -> Shown:
        """The last question's time limits are counted from a day."""
        talk = self.known(talk, record)
        if talk.last is None:
            raise gr.Error("Ask a question first; then the time in its rule can be counted.")
        return self.shown(talk.count(self.site.book, read_day(day)))

    def edit(self, talk: Conversation, record: str) -> Shown:
        """The last question is taken back into the box."""
        talk = self.known(talk, record)
        if talk.last is None:
            raise gr.Error("There is no question to edit yet.")
        return self.shown(talk.without_last(), talk.last.question.text)

    def known(self, talk: Conversation, record: str) -> Conversation:
        """The conversation of an open page; asked again from the page's own record where another
        server has answered since, and this one has not met it or only its beginning."""
        return talk if record in ("", talk.record) else asked_again(self.site.book, record)

    def begin_anew(self) -> Shown:
        """A new topic."""
        return self.shown(Conversation())

    def restore(self, record: str) -> Shown | dict[str, Any]:
        """A conversation that the browser's tab kept is asked again. Where it kept none, nothing
        changes: somebody may have asked before the page was all there."""
        talk = asked_again(self.site.book, record)
        return self.shown(talk) if talk.last else gr.skip()

    def answers(self, talk: Conversation, record: str) -> Any:
        """The choice of the answer that something is said of; the last one, unless changed."""
        exchanges = self.known(talk, record).exchanges
        asked = [(f"{n}. {_brief(e.answer)}", n) for n, e in enumerate(exchanges, 1)]
        return gr.update(choices=asked, value=len(asked) or None)

    def suggest(self, talk: Conversation, record: str) -> list[Any]:
        """Buttons for what could be asked next, once the answer is on the page and nobody else
        waits for one."""
        self.first.stand_back()
        last = self.known(talk, record).last
        found = self.suggester.suggestions(last.question, last.answer) if last else ()
        buttons = [gr.update(value=s.text, visible=True) for s in found]
        return [*buttons, *[gr.update(visible=False)] * (SUGGESTED - len(found))]

    def judge(self, verdict: Verdict) -> Callable[[Conversation, str, int | None], str]:
        """The action of a button that says something of an answer, by its number from one; of the
        last, where the choice has not come yet."""

        def said(talk: Conversation, record: str, number: int | None) -> str:
            talk = self.known(talk, record)
            number = number or len(talk.exchanges)
            if not 0 < number <= len(talk.exchanges):
                return ""
            exchange = talk.exchanges[number - 1]
            try:
                kept = self.site.book.take_feedback(exchange.question, exchange.answer, verdict)
            except SettingsError as error:
                return html("ask/said.html", words=str(error))
            noted = f"Noted for the editor, of answer {number}: {verdict}."
            return html("ask/said.html", words=noted if kept else "Nothing is kept here.")

        return said

    def shown(self, talk: Conversation, box: str = "") -> Shown:
        """The page as it stands after something was done."""
        answer = talk.last.answer if talk.last else None
        asks = any(e.answer.review_questions for e in talk.exchanges)
        return Shown(
            box=box,
            chat=talk.messages,
            talk=talk,
            evidence=panel_html(self.site.book, answer),
            tools=html("ask/tools.html", asked=talk.record if answer else "", has_questions=asks),
            record=talk.record,
            said="",
        )

    def working(self, talk: Conversation, step: Step) -> Shown:
        """The page while a question is worked on."""
        said = {"role": "assistant", "content": one_line("ask/working.html", step=step)}
        chat = [*talk.messages, said]
        return Shown("", chat, *[_AS_IT_IS] * 5)


def _brief(answer: Answer) -> str:
    """What was asked, short enough for a list."""
    return shorten(answer.question, 60, placeholder=" …") or "a record that is not repeated"


def _area(place: str) -> str | None:
    return None if place == NOT_STATED else place.lower()


def read_day(text: str | None) -> date:
    """The day that was typed or chosen; a sentence on the page where it is none."""
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError as error:
        raise gr.Error(f"{text!r} is no day; give it as 2026-11-24.") from error
