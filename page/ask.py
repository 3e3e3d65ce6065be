"""The Ask page: the conversation, and the evidence beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from handbook.answer import Step
from handbook.domain import AREAS, Question
from page.conversation import Conversation, asked_again
from page.panel import panel_html
from page.progress import followed
from page.render import html, one_line
from page.site import Site

EXAMPLES = (
    "How soon must an initial child protection conference be held?",
    "core group 10 days?",
    "escalation steps",
)
NOT_STATED = "Not stated"
ASKING_AT_ONCE = 16
"""Questions that are worked on side by side; the rest wait in the queue."""
_KEPT = "handbook.asked"
_KEEP = f"(record) => {{ sessionStorage.setItem('{_KEPT}', record); }}"
_RECALL = f"() => [sessionStorage.getItem('{_KEPT}') || '']"
Shown = tuple[Any, ...]
"""What a question changes: its box, the chat, the conversation behind it, the evidence, the ways to
take it along, the record that the browser's tab keeps, and what is shown before or after it."""


@dataclass(frozen=True, slots=True)
class AskPage:
    """What the page's controls do; ``blocks`` lays them out."""

    site: Site

    def ask(self, text: str, place: str, day: str | None, talk: Conversation) -> Iterator[Shown]:
        """The page after a question; while it is worked on, the step that is reached."""
        if not text.strip():
            yield self.shown(talk)
            return
        question = Question(text.strip(), _area(place), read_day(day) if day else None)
        for reached in followed(lambda told: talk.ask(self.site.book, question, told)):
            yield self.working(talk, reached) if isinstance(reached, Step) else self.shown(reached)

    def count(self, day: str, talk: Conversation) -> Shown:
        """The page with the last question's time limits counted from a day."""
        if talk.last is None:
            raise gr.Error("Ask a question first; then the time in its rule can be counted.")
        return self.shown(talk.count(self.site.book, read_day(day)))

    def edit(self, talk: Conversation) -> Shown:
        """The page with the last question taken back into the box."""
        if talk.last is None:
            raise gr.Error("There is no question to edit yet.")
        return self.shown(talk.without_last(), talk.last.question.text)

    def restore(self, record: str) -> Shown:
        """The page with a conversation that the browser's tab kept, asked again."""
        return self.shown(asked_again(self.site.book, record))

    def shown(self, talk: Conversation, box: str = "") -> Shown:
        """The page as it stands after something was done."""
        answer = talk.last.answer if talk.last else None
        asks = any(e.answer.review_questions for e in talk.exchanges)
        tools = html("tools.html", asked=talk.record if answer else "", has_questions=asks)
        begun = gr.update(visible=answer is not None)
        return (
            box,
            gr.update(value=talk.messages, visible=answer is not None),
            talk,
            panel_html(self.site.book, answer),
            tools,
            talk.record,
            gr.update(visible=answer is None),
            begun,
            begun,
        )

    def working(self, talk: Conversation, step: Step) -> Shown:
        """The page while a question is worked on."""
        said = {"role": "assistant", "content": one_line("working.html", step=step)}
        box, _, *rest = self.shown(talk)
        return box, gr.update(value=[*talk.messages, said], visible=True), *rest

    def blocks(self) -> gr.Blocks:
        """The page laid out."""
        blocks = gr.Blocks(title="Ask · Handbook", analytics_enabled=False, fill_width=True)
        with blocks:
            _html(self.site.danger(), "hb-bar")
            _html(self.site.navigation("/"))
            talk = gr.State(Conversation())
            with gr.Row(elem_classes="hb-columns", elem_id="main"):
                with gr.Column(scale=3):
                    _html(html("first.html"))
                    chat = _chat()
                    box = _box()
                    with gr.Row(elem_classes="hb-row"):
                        area = gr.Dropdown(
                            [NOT_STATED, *(a.title() for a in AREAS)],
                            value=NOT_STATED,
                            label="Area",
                        )
                        as_of = _day_field("As at (leave empty for today)")
                    with gr.Row(elem_classes="hb-row") as first:
                        examples = [gr.Button(words, size="sm") for words in EXAMPLES]
                    with gr.Row(elem_classes="hb-row", visible=False) as going_on:
                        edit = gr.Button("Edit the last question", size="sm")
                        fresh = gr.Button("New topic", size="sm")
                    counted = gr.Accordion(
                        "Work out the last day of a time limit", open=False, visible=False
                    )
                    with counted:
                        day = _day_field("Counted from (the day itself is not counted)")
                        counting = gr.Button("Count from this day", size="sm")
                    tools = _html("")
                with gr.Column(scale=2):
                    evidence = _html(panel_html(self.site.book, None), "hb-beside")
            record = gr.Textbox(visible="hidden", label="Kept by this tab", container=False)
            after = [box, chat, talk, evidence, tools, record, first, going_on, counted]
            ours: dict[str, Any] = {
                "outputs": after,
                "api_visibility": "private",
                "show_progress": "hidden",
            }
            asking = ours | {"fn": self.ask, "concurrency_limit": ASKING_AT_ONCE}
            events = [
                box.submit(inputs=[box, area, as_of, talk], **asking),
                *(b.click(inputs=[b, area, as_of, talk], **asking) for b in examples),
                counting.click(self.count, [day, talk], **ours),
                edit.click(self.edit, [talk], **ours),
                fresh.click(lambda: self.shown(Conversation()), **ours),
                chat.clear(lambda: self.shown(Conversation()), **ours),
            ]
            for event in events:
                event.then(None, [record], None, js=_KEEP, api_visibility="private")
            blocks.load(self.restore, [record], js=_RECALL, **ours)
        return blocks


def _html(text: str, name: str = "hb-html") -> gr.HTML:
    return gr.HTML(text, elem_classes=name, apply_default_css=False)


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_classes="hb-chat",
        visible=False,
        height=None,
        autoscroll=False,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        buttons=[],
    )


def _box() -> gr.Textbox:
    return gr.Textbox(
        label="Your question",
        placeholder="A few words will do. No names or details of a family.",
        submit_btn="Ask",
        max_length=20_000,
    )


def _day_field(label: str) -> gr.DateTime:
    return gr.DateTime(label=label, include_time=False, type="string")


def _area(place: str) -> str | None:
    return None if place == NOT_STATED else place.lower()


def read_day(text: str | None) -> date:
    """The day that was typed or chosen; a sentence on the page where it is none."""
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError as error:
        raise gr.Error(f"{text!r} is no day; give it as 2026-11-24.") from error
