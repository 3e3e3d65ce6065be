"""A question and its answer as they stand in the conversation, each as one line of HTML."""

from __future__ import annotations

from datetime import date
from typing import Any

from handbook.answer_records import Answer, Citation, Question
from handbook.book import Handbook
from handbook.contacts import local
from handbook.differing import Stretch, alike, differing
from handbook.present import asked_key, card_rows, heading, nearest_key, why_no_rule
from page.render import one_line


def asked_html(question: str) -> str:
    """What was asked, as it was typed; a pasted record is never repeated."""
    return one_line("ask/asked.html", question=question)


def answer_html(book: Handbook, question: Question, answer: Answer) -> str:
    """Status, quotations, what is known of the rule, review questions, notices, and what was
    searched."""
    return one_line("ask/answer.html", **answer_values(book, question, answer))


def answer_values(book: Handbook, question: Question, answer: Answer) -> dict[str, Any]:
    """What the template of an answer is filled with."""
    area = answer.area or question.area
    return {
        "answer": answer,
        "heading": heading(answer, book.replies),
        "side_by_side": _side_by_side(answer),
        "alike": alike([c.quote for c in _of_areas(answer)]),
        "whom": local(book.contacts, area),
        "used": _editions_used(answer),
        "area": area,
        "as_of": question.as_of,
        "today": date.today(),
        "contacts": book.contacts,
        "replies": book.replies,
        "standing_of": book.standing,
        "held_of": book.held,
        "card_rows": card_rows,
        "why_no_rule": why_no_rule,
        "nearest_key": nearest_key(answer),
        "asked_key": asked_key(answer),
    }


def _side_by_side(answer: Answer) -> list[tuple[Citation, list[Stretch]]]:
    """The areas' rules with the words in which they differ; none for other answers. Rules that
    share few words are not compared: every word would differ."""
    rules = _of_areas(answer)
    if not rules:
        return []
    texts = [c.quote for c in rules]
    stretches = differing(texts) if alike(texts) else [[(text, False)] for text in texts]
    return list(zip(rules, stretches, strict=True))


def _of_areas(answer: Answer) -> list[Citation]:
    return [c for c in answer.citations if c.marker in answer.by_area]


def _editions_used(answer: Answer) -> list[str]:
    editions = (c.edition for c in answer.citations)
    return list(dict.fromkeys(f"{e.title} ({e.edition})" for e in editions))
