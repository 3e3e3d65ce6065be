"""What the Ask page does: each control's action, as a function of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from textwrap import shorten
from typing import Any, NamedTuple

import gradio as gr

from handbook.answer import Step, Told
from handbook.answer_records import Answer, Question
from handbook.errors import SettingsError
from handbook.feedback import Verdict
from handbook.suggest import Suggester
from page.access.person import book_for
from page.answers_first import AnswersFirst
from page.conversation import Conversation, asked_again, read_record
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
    """What it takes to ask the conversation again."""
    kept: Any
    """What the browser's tab keeps: the same, and the question that is worked on."""
    said: Any
    """What was said of feedback on an answer before."""


Turn = Callable[..., Iterator[Shown]]
"""An action that shows one thing after the other, and at last the conversation with its answer."""
_UNCHANGED = Shown(*[_AS_IT_IS] * len(Shown._fields))


@dataclass(frozen=True, slots=True)
class AskPage:
    """The actions over one site; page/ask_layout.py has the controls."""

    site: Site
    suggester: Suggester
    first: AnswersFirst = field(default_factory=AnswersFirst)

    def ask(
        self, text: str, place: str, day: str | None, talk: Conversation, record: str
    ) -> Iterator[Shown]:
        """A question is answered; while it is worked on, the step that is reached. The answer does
        not wait for the evidence beside it, whose characters are looked up in the page."""
        talk = self.known(talk, record)
        if not text.strip():
            yield self.shown(talk)
            return
        question = Question(text.strip(), _area(place), read_day(day) if day else None)
        kept = talk.record_before(self.site.book, question)
        yield from self._worked_on(
            talk, lambda told: talk.ask(self.site.book, question, told), kept
        )

    def count(
        self, day: str, _place: str, _as_at: str | None, talk: Conversation, record: str
    ) -> Iterator[Shown]:
        """The last question's time limits are counted from a day."""
        talk = self.known(talk, record)
        if talk.last is None:
            raise gr.Error("Ask a question first; then the time in its rule can be counted.")
        start = read_day(day)
        yield from self._worked_on(
            talk, lambda told: talk.count(self.site.book, start, told), talk.record
        )

    def _worked_on(
        self, talk: Conversation, work: Callable[[Told], Conversation], kept: str, box: Any = ""
    ) -> Iterator[Shown]:
        def answered(told: Told) -> Conversation:
            with self.first.answering():
                return work(told)

        for reached in followed(answered):
            if isinstance(reached, Step):
                yield self.working(talk, reached)._replace(box=box, kept=kept)
            else:
                yield self.without_evidence(reached)._replace(box=box)
                yield self.evidence(reached)
            box = _AS_IT_IS  # the next question may be typed by now

    def edit(self, talk: Conversation, record: str) -> Shown:
        """The last question is taken back into the box."""
        talk = self.known(talk, record)
        if talk.last is None:
            raise gr.Error("There is no question to edit yet.")
        return self.shown(talk.without_last(), talk.last.question.text)

    def known(self, talk: Conversation, record: str) -> Conversation:
        """The conversation of an open page; asked again from the page's own record where another
        server has answered since, and this one has not met it or only its beginning, and where
        whoever asks may not read now what they could when they asked, or more."""
        if talk.hidden == self.site.book.opened().hidden and record in ("", talk.record):
            return talk
        return asked_again(self.site.book, record or talk.record)

    def begin_anew(self) -> Shown:
        """A new topic."""
        return self.shown(Conversation())

    def restore(self, record: str) -> Iterator[Shown]:
        """A conversation that the browser's tab kept is asked again, and what is typed meanwhile
        stays. Where it kept none, nothing changes: somebody may have asked before the page was all
        there."""
        if not read_record(record):
            yield _UNCHANGED
            return

        def again(told: Told) -> Conversation:
            return asked_again(self.site.book, record, told)

        yield from self._worked_on(Conversation(), again, record, box=_AS_IT_IS)

    def answers(self, talk: Conversation, record: str) -> Any:
        """The choice of the answer that something is said of; the last one, unless changed. Where
        more has been asked since, what is asked for then comes after."""
        if talk.goes_beyond(record):
            return gr.skip()
        exchanges = self.known(talk, record).exchanges
        asked = [(f"{n}. {_brief(e.answer)}", n) for n, e in enumerate(exchanges, 1)]
        return gr.update(choices=asked, value=len(asked) or None)

    def suggest(self, talk: Conversation, record: str) -> list[Any]:
        """Buttons for what could be asked next, once the answer is on the page and nobody else
        waits for one."""
        self.first.stand_back()
        if talk.goes_beyond(record):
            return [gr.skip()] * SUGGESTED
        last = self.known(talk, record).last
        found = self.suggester.suggestions(last.question, last.answer) if last else ()
        buttons = [gr.update(value=s.text, visible=True) for s in found]
        return [*buttons, *[gr.update(visible=False)] * (SUGGESTED - len(found))]

    def judge(self, talk: Conversation, record: str, number: int | None, verdict: Verdict) -> str:
        """Something is said of an answer, by its number from one; of the last, where the choice has
        not come yet."""
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

    def shown(self, talk: Conversation, box: str = "") -> Shown:
        """The page as it stands after something was done."""
        evidence = self.evidence(talk).evidence
        return self.without_evidence(talk, box)._replace(evidence=evidence)

    def without_evidence(self, talk: Conversation, box: str = "") -> Shown:
        """The same, with what was open beside the conversation left there."""
        asked = talk.record if talk.last else ""
        asks = any(e.answer.review_questions for e in talk.exchanges)
        return Shown(
            box=box,
            chat=talk.messages,
            talk=talk,
            evidence=_AS_IT_IS,
            tools=html("ask/tools.html", asked=asked, has_questions=asks),
            record=talk.record,
            kept=talk.record,
            said="",
        )

    def evidence(self, talk: Conversation) -> Shown:
        """The evidence for the last answer; everything else stays."""
        answer = talk.last.answer if talk.last else None
        return _UNCHANGED._replace(evidence=panel_html(self.site.book, answer))

    def working(self, talk: Conversation, step: Step) -> Shown:
        """The page while a question is worked on."""
        said = {"role": "assistant", "content": one_line("ask/working.html", step=step)}
        chat = [*talk.messages, said]
        return _UNCHANGED._replace(chat=chat)


class AskPages:
    """The page for everybody: each action is done over what whoever sends it may read."""

    def __init__(self, site: Site) -> None:
        self.site = site
        """What is the same for all: the frame."""
        first = AnswersFirst()
        self._over = cache(lambda book: AskPage(Site(book), Suggester(book), first))

    def doing(self, action: Callable[..., Any]) -> Callable[..., Any]:
        """An action of AskPage, as the library calls it."""

        def done(request: gr.Request, *given: Any) -> Any:
            return action(self._page(request), *given)

        return done

    def showing(self, action: Turn) -> Callable[..., Iterator[Any]]:
        """One that shows one thing after the other, which the library must see by its form."""

        def done(request: gr.Request, *given: Any) -> Iterator[Any]:
            yield from action(self._page(request), *given)

        return done

    def turn(self, ways: Mapping[str, Turn]) -> Callable[..., Iterator[Any]]:
        """A turn of the conversation by whichever of some controls was used, as the library calls
        it: with a value for each of them, and then what all of them go by. They are known by
        ``elem_id``: a control that the library makes anew is another with another number."""
        names, turns = list(ways), list(ways.values())

        def done(request: gr.Request, event: gr.EventData, *given: Any) -> Iterator[Any]:
            used = str(event.target.elem_id) if event.target else ""
            if used not in ways:
                raise gr.Error("The page did not say what was used; load it again and ask.")
            number = names.index(used)
            yield from turns[number](self._page(request), given[number], *given[len(names) :])

        return done

    def _page(self, request: gr.Request) -> AskPage:
        assert request.request is not None
        page: AskPage = self._over(book_for(request.request))
        return page


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
        why = "What was typed is no day; give it as 2026-11-24."
        raise gr.Error(why, print_exception=False) from error  # printing would log what was typed
