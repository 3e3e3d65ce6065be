"""A line of the model's own above an answer, where a setting allows it and a quotation bears it
out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handbook.answer_records import Answer, Citation, Lead, Status
from handbook.check.match import Matcher
from handbook.check.tables import Tables
from handbook.pointing.borne_out import not_borne_out
from handbook.pointing.consultation import Consultation, Form, one_line
from handbook.pointing.prompts import Task
from handbook.text import stems

if TYPE_CHECKING:
    from handbook.book import Handbook

MOST_CHARACTERS = 200
_SENTENCE = re.compile(r"(?:[^.!?;:]|[.:](?=\d))+[.!?]")
"""One that is whole: a second would be borne out by nothing, and half of one has lost the rest."""


class Line(Form):
    """One sentence."""

    lead: str


def with_lead(consulted: Consultation, book: Handbook, answer: Answer) -> Answer:
    """The answer with a line of the model's own, or without where it may have none: a line leads
    nothing but an answer by rules, and one of them by itself must bear out all that it says."""
    rules = [c for c in answer.citations if c.rule]
    if not consulted.model.leads or answer.status is not Status.ANSWERED or not rules:
        return answer
    quoted = (f"[{c.marker}] {one_line(c.quote)}" for c in rules)
    asked = f"Question: {one_line(answer.question)}"
    told = consulted.ask(Task.LEAD, "\n".join([asked, "", "Quotations:", *quoted]), Line)
    if told is None:
        return answer
    text = told.lead.strip()
    why = _unfit(book, text, rules)
    consulted.trace["lead"] = f"dropped: {why}" if why else "kept"
    if why:
        return answer
    label = book.replies.text("lead", model=consulted.model.endpoint.model)
    return replace(answer, lead=Lead(text, label))


def _unfit(book: Handbook, text: str, rules: list[Citation]) -> str:
    """Why a line is not shown; "" where it is."""
    if len(text) > MOST_CHARACTERS or not text.isprintable() or not _SENTENCE.fullmatch(text):
        return "not one sentence"
    tables = Tables.load(book.settings.prompts)
    read = Matcher(book, book.opened(), tables).read
    said = read(text)
    faults = [
        not_borne_out(said, read(c.quote), frozenset(stems(" ".join(c.headings))), tables)
        for c in rules
    ]
    return "" if "" in faults else f"{faults[0]} not borne out"
