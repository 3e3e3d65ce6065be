"""A follow-up put so that it can be read by itself. It is only searched for, and shown as such."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handbook import screen
from handbook.answer_records import Question
from handbook.danger import in_danger
from handbook.places import Places
from handbook.pointing.consultation import Consultation, Form, one_line
from handbook.pointing.prompts import Task
from handbook.query import area_given, leans_on
from handbook.text import FUNCTION_WORDS, words

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.opened import Opened

MOST_CHARACTERS = 300
_NAME = re.compile(r"\b[A-Z][\w’'-]*")


class StandAlone(Form):
    """The follow-up, put so that it can be read by itself."""

    question: str


def stand_alone(
    consulted: Consultation, book: Handbook, opened: Opened, question: Question
) -> Question:
    """The question to search for: a follow-up as the model puts it, any other as it is. One that
    leans on a question in danger, or on one that a fixed reply turned away, is none of the
    model's: words of those would come along."""
    said = [t.content for t in question.history if t.role == "user" and t.content.strip()]
    topic = leans_on(book, opened, question)
    if not topic:
        return question
    if any(screen.is_turned_away(s) or in_danger(book, s) for s in said):
        consulted.end("The question leans on one that no model is shown.")
        return question
    data = "\n".join(
        [
            "Asked before:",
            *(f"- {one_line(s)}" for s in said),
            "",
            "Asked now:",
            one_line(question.text),
        ]
    )
    told = consulted.ask(Task.STAND_ALONE, data, StandAlone)
    if told is None:
        return question
    text, typed = told.question.strip(), " ".join((*said, question.text))
    if why := _unfit(text, typed, book.places):
        consulted.trace["stand_alone"] = f"dropped: {why}"
        return question
    consulted.trace["stand_alone"] = "kept"
    consulted.decided.append("restated")
    return replace(question, text=text, history=(), area=area_given(book, question, topic))


def _unfit(text: str, typed: str, places: Places) -> str:
    """Why a question is not searched for: it must be one line, and hold no number, name or place
    that was not typed; "" where it is fit."""
    if not text or len(text) > MOST_CHARACTERS or not text.isprintable():
        return "not one line"
    if screen.is_turned_away(text):
        return "nothing that is answered"
    here, there = words(text), set(words(typed))
    if any(any(c.isdigit() for c in w) and w not in there for w in here):
        return "a number that was not typed"
    if any(not set(words(name)) <= there | FUNCTION_WORDS for name in _NAME.findall(text)):
        return "a name that was not typed"
    return "a place that was not typed" if places.named(text) - places.named(typed) else ""
