"""The controls of the Ask page, and which action each of them has."""

from __future__ import annotations

from functools import partial
from typing import Any

import gradio as gr

from handbook.domain import AREAS
from handbook.feedback import Verdict
from handbook.machine import cores
from page.ask import NOT_STATED, SUGGESTED, AskPage, AskPages
from page.conversation import Conversation
from page.panel import panel_html
from page.render import html

EXAMPLES = (
    "How soon must an initial child protection conference be held?",
    "core group 10 days?",
    "escalation steps",
)
ASKING_AT_ONCE = cores() + 2
"""Questions that are worked on side by side; the rest wait in the queue, first come, first served.
More would finish no sooner, and all would wait for all. What could be asked next is found for one
at a time, which is the library's default, and stands back for answers (page/answers_first.py)."""
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_KEPT = "handbook.asked"
_KEEP = f"(record) => {{ sessionStorage.setItem('{_KEPT}', record); }}"
_RECALL = f"""(...given) => {{
  given.push(given.pop() || sessionStorage.getItem('{_KEPT}') || '');
  return given;
}}"""
"""A page on which nothing has been shown yet goes by what its tab kept of it."""


def lay_out(pages: AskPages) -> gr.Blocks:
    """The page."""
    blocks = gr.Blocks(title="Ask · Handbook", analytics_enabled=False, fill_width=True)
    with blocks:
        _html(pages.site.danger(), "hb-bar")
        _html(pages.site.navigation("/"))
        _Controls(pages).wire(blocks)
    return blocks


class _Controls:
    """The controls in the order in which they are reached."""

    def __init__(self, pages: AskPages) -> None:
        self.pages = pages
        self.talk = gr.State(Conversation())
        with gr.Row(elem_classes="hb-columns", elem_id="main"):
            with gr.Column(scale=3):
                _html(html("ask/first.html"))
                self.chat = _chat()
                with _row("hb-onward"):
                    self.suggested = [
                        _button(f"onward-{n}", "", visible=False) for n in range(SUGGESTED)
                    ]
                self._question()
                with gr.Column(elem_classes="hb-going-on"):
                    self._with_an_answer()
            with gr.Column(scale=2):
                self.evidence = _html(panel_html(pages.site.book, None), "hb-beside")
        self.record, self.kept = _hidden("The conversation"), _hidden("Kept by this tab")

    def _question(self) -> None:
        """What a question is made of."""
        self.box = gr.Textbox(
            label="Your question",
            elem_id="question",
            placeholder="A few words will do. No names or details of a family.",
            submit_btn="Ask",
            max_length=20_000,
        )
        with _row():
            areas = [NOT_STATED, *(a.title() for a in AREAS)]
            self.area = gr.Dropdown(areas, value=NOT_STATED, label="Area")
            self.as_of = _day("As at (leave empty for today)")
        with _row("hb-examples"):
            self.examples = [_button(f"example-{n}", words) for n, words in enumerate(EXAMPLES)]

    def _with_an_answer(self) -> None:
        """What can be done from the first answer on."""
        with _row():
            self.edit = _button("edit", "Edit the last question")
            self.fresh = gr.Button("New topic", size="sm")
        with gr.Accordion("Was the answer right?", open=False):
            self.which = gr.Dropdown([], label="Which answer")
            with _row():
                self.verdicts = {v: gr.Button(str(v).capitalize(), size="sm") for v in Verdict}
            self.said = _html("")
        with gr.Accordion("Work out the last day of a time limit", open=False):
            self.day = _day("Counted from (the day itself is not counted)")
            self.counting = _button("counting", "Count from this day")
        self.tools = _html("")

    def wire(self, blocks: gr.Blocks) -> None:
        """Give each control its action."""
        do, talk = self.pages.doing, self.talk
        told = [talk, self.record]
        ours: dict[str, Any] = {"outputs": self._shown(), **_QUIET}
        buttons = [*self.examples, *self.suggested]
        ways = {str(c.elem_id): AskPage.ask for c in (self.box, *buttons)}
        restored = blocks.load(
            self.pages.showing(AskPage.restore),
            [self.record],
            js=_RECALL,
            concurrency_limit=ASKING_AT_ONCE,
            **ours,
        )
        # One event for all: what is asked before it has ended the browser sends when it has. Of
        # two answers worked on at once, the later would put the other out of the conversation. What
        # is asked while the conversation is restored asks it again itself, and comes after it.
        turn = gr.on(
            [self.box.submit, *(b.click for b in (*buttons, self.counting))],
            self.pages.turn(ways | {str(self.counting.elem_id): AskPage.count}),
            [self.box, *buttons, self.day, self.area, self.as_of, *told],
            trigger_mode="always_last",
            concurrency_limit=ASKING_AT_ONCE,
            js=_RECALL,
            cancels=restored,
            **ours,
        )
        # An answer that came after these would bring back what they have put away.
        instead = ours | {"cancels": turn}
        begun = [
            turn,
            self.edit.click(do(AskPage.edit), told, **instead),
            self.fresh.click(do(AskPage.begin_anew), **instead),
        ]
        self.kept.change(None, [self.kept], None, js=_KEEP, **_QUIET)
        answers, suggest = do(AskPage.answers), do(AskPage.suggest)
        for event in (restored, *begun):
            event.then(answers, told, [self.which], **_QUIET)
            event.then(suggest, told, self.suggested, **_QUIET)
        for verdict, button in self.verdicts.items():
            button.click(
                do(partial(AskPage.judge, verdict=verdict)),
                [*told, self.which],
                self.said,
                **_QUIET,
            )

    def _shown(self) -> list[Any]:
        """What an action changes, in the order of ``Shown``."""
        held = [self.box, self.chat, self.talk, self.evidence, self.tools]
        return [*held, self.record, self.kept, self.said]


def _row(*names: str) -> gr.Row:
    return gr.Row(elem_classes=["hb-row", *names])


def _button(name: str, words: str, *, visible: bool = True) -> gr.Button:
    return gr.Button(words, size="sm", visible=visible, elem_id=name)


def _html(text: str, name: str = "hb-html") -> gr.HTML:
    return gr.HTML(text, elem_classes=name, apply_default_css=False)


def _hidden(label: str) -> gr.Textbox:
    return gr.Textbox(visible="hidden", label=label, container=False)


def _day(label: str) -> gr.DateTime:
    return gr.DateTime(label=label, include_time=False, type="string")


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_classes="hb-chat",
        height=None,
        autoscroll=False,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        buttons=[],
    )
