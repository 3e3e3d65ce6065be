"""What the Ask page does: each control's action, as a function of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any, NamedTuple

import gradio as gr

from handbook.answer import Step
from handbook.domain import Answer, Question
from handbook.errors import SettingsError
from handbook.feedback import Verdict
from handbook.suggest import suggestions
from page.conversation import Conversation, asked_again
from page.panel import panel_html
from page.progress import followed
from page.render import html, one_line
from page.site import Site

NOT_STATED = "Not stated"
SUGGESTED = 4
_AS_IT_IS = gr.skip()
_SEEN = gr.update(visible=True)
_UNSEEN = gr.update(visible=False)


class Shown(NamedTuple):
    """What an action changes, in the order of the controls in page/ask_layout.py. Only what is
    given changes: to show a control anew takes longer than to answer some questions."""

    box: Any = _AS_IT_IS
    chat: Any = _AS_IT_IS
    talk: Any = _AS_IT_IS
    """The conversation behind the chat."""
    evidence: Any = _AS_IT_IS
    tools: Any = _AS_IT_IS
    """The ways to take it along."""
    record: Any = _AS_IT_IS
    """What the browser's tab keeps."""
    first: Any = _AS_IT_IS
    """What is shown before the first question."""
    talked: Any = _AS_IT_IS
    """The chat's frame, shown from then on."""
    going_on: Any = _AS_IT_IS
    """The controls that are shown with it."""
    said: Any = _AS_IT_IS
    """What is said of feedback."""
    onward: Any = _AS_IT_IS
    """The frame of the suggested questions."""


@dataclass(frozen=True, slots=True)
class AskPage:
    """The actions over one site; page/ask_layout.py has the controls."""

    site: Site

    def ask(
        self, text: str, place: str, day: str | None, talk: Conversation, record: str
    ) -> Iterator[Shown]:
        """A question is answered; while it is worked on, the step that is reached."""
        talk = self.known(talk, record)
        if not text.strip():
            yield self.shown(talk)
            return
        question = Question(text.strip(), _area(place), read_day(day) if day else None)
        for reached in followed(lambda told: talk.ask(self.site.book, question, told)):
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
        server has answered so far, and this one has never met it."""
        return talk if talk.last else asked_again(self.site.book, record)

    def begin_anew(self) -> Shown:
        """A new topic."""
        return self.shown(Conversation())

    def restore(self, record: str) -> Shown | dict[str, Any]:
        """A conversation that the browser's tab kept is asked again. Where it kept none, nothing
        changes: somebody may have asked before the page was all there."""
        talk = asked_again(self.site.book, record)
        return self.shown(talk) if talk.last else gr.skip()

    def suggest(self, talk: Conversation) -> list[Any]:
        """What could be asked next, once the answer is on the page."""
        found = (
            suggestions(self.site.book, talk.last.question, talk.last.answer) if talk.last else ()
        )
        buttons = [gr.update(value=s.text, visible=True) for s in found]
        hidden = [_UNSEEN] * (SUGGESTED - len(found))
        return [_SEEN if found else _UNSEEN, *buttons, *hidden]

    def answers(self, talk: Conversation) -> Any:
        """The choice of the answer that something is said of; the last one, unless changed."""
        asked = [(f"{n}. {_brief(e.answer)}", n) for n, e in enumerate(talk.exchanges, 1)]
        return gr.update(choices=asked, value=len(asked) or None)

    def judge(self, verdict: Verdict) -> Callable[[Conversation, str, int | None], str]:
        """The action of a button that says something of an answer, by its number from one."""

        def said(talk: Conversation, record: str, number: int | None) -> str:
            talk = self.known(talk, record)
            if not number or number > len(talk.exchanges):
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
            first=_UNSEEN if answer else _SEEN,
            talked=_SEEN if answer else _UNSEEN,
            going_on=_SEEN if answer else _UNSEEN,
            said="",
            onward=_UNSEEN,
        )

    def working(self, talk: Conversation, step: Step) -> Shown:
        """The page while a question is worked on."""
        said = {"role": "assistant", "content": one_line("ask/working.html", step=step)}
        return Shown(box="", chat=[*talk.messages, said], talked=_SEEN)


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
