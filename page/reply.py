"""An answer as it stands in the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from handbook.domain import Answer, CitedQuestion, Status
from handbook.replies import Replies

_PLAIN = {
    Status.ANSWERED: "Quoted from the sources",
    Status.BLOCKED: "Not processed",
}

_MARKER = re.compile(r"(?<=” )\[(\d+)\]")


def _linked(marker: re.Match[str]) -> str:
    return f"<a href='#evidence-{marker[1]}'>[{marker[1]}]</a>"


def answer_html(answer: Answer, replies: Replies) -> str:
    """Status, text, review questions and notices. One block without blank lines, so that the
    chat's Markdown leaves every quoted character as it is."""
    parts = [f"<div class='hb-answer hb-{answer.status}'>", _head(answer, replies)]
    if answer.citations or not answer.review_questions:
        shown = [f"<p>{_lines(p)}</p>" for p in answer.text.split("\n\n") if p.strip()]
        parts += [_MARKER.sub(_linked, p) for p in shown]
    if answer.review_questions:
        parts.append(_questions_html(answer.review_questions, replies))
    parts += [
        f"<p class='hb-notice'>{_lines(n.text)}</p>"
        for n in answer.notices
        if n.kind not in ("digest", "learning")
    ]
    if answer.searched and answer.searched != answer.question:
        parts.append(f"<p class='hb-quiet'>Searched for: {escape(answer.searched)}</p>")
    return "".join(parts) + "</div>"


def _head(answer: Answer, replies: Replies) -> str:
    if answer.status in _PLAIN:
        title = _PLAIN[answer.status]
    else:
        title = replies.title(str(answer.status))
    return f"<p class='hb-status'><strong>{escape(title)}</strong></p>"


def _questions_html(asked: Sequence[CitedQuestion], replies: Replies) -> str:
    items = "".join(
        f"<li>“{_lines(q.text)}” <span class='hb-quiet'>{escape(q.title)}, panel {q.panel}, "
        f"question {q.ordinal}</span></li>"
        for q in asked
    )
    title = escape(replies.title("review_questions_heading"))
    note = escape(replies.text("review_questions_heading"))
    return (
        f"<div class='hb-questions'><p><strong>{title}</strong></p>"
        f"<p class='hb-quiet'>{note}</p><ol>{items}</ol></div>"
    )


def danger_html(contacts: Sequence[Mapping[str, Any]]) -> str:
    """The line that is always on screen: 999, and the areas' numbers one tap away."""
    rows = []
    for contact in contacts:
        if contact.get("number") == "999":
            continue
        name = escape(str(contact["name"]))
        if "number" in contact:
            number = str(contact["number"])
            link = f"<a href='tel:{escape(number.replace(' ', ''))}'>{escape(number)}</a>"
            hours = escape(str(contact.get("hours", "")))
            checked = f"checked on {escape(str(contact.get('checked_on', 'never')))}"
            rows.append(f"<li>{name}: {link} {hours} <span class='hb-quiet'>({checked})</span></li>")
        else:
            rows.append(f"<li>{name}: {escape(str(contact.get('note', 'not held here')))}</li>")
    more = f"<details><summary>Duty and out-of-hours numbers</summary><ul>{''.join(rows)}</ul></details>"
    return (
        "<div class='hb-danger' role='region' aria-label='Immediate danger'>"
        "<strong>A child in immediate danger?</strong> <a class='hb-999' href='tel:999'>Call 999</a>"
        f"{more}</div>"
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))
