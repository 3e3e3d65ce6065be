"""A question and its answer as they stand in the conversation.

The chat reads its messages as Markdown, in which a pasted picture would be fetched and a star
would vanish. So each message is one block of HTML on one line, which Markdown leaves alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from handbook.domain import Answer, Before, Citation, CitedQuestion, Count, Edition, Status
from handbook.present import card_rows
from handbook.replies import Replies
from page.evidence import standing
from page.marked import EditionOf

_PLAIN = {
    Status.ANSWERED: "Quoted from the sources",
    Status.BLOCKED: "Not processed",
}
_CALL = "<p><a class='hb-999' href='tel:999'>Call 999 now</a></p>"


def asked_html(question: str) -> str:
    """What was asked, as it was typed; a pasted record is never repeated."""
    return f"<p class='hb-asked'>{_lines(question or 'A pasted record, not kept')}</p>"


def answer_html(answer: Answer, replies: Replies, edition_of: EditionOf, turn: int = 1) -> str:
    """Status, text, review questions and notices. ``turn`` leads its marks to its own evidence."""
    parts = [f"<div class='hb-answer hb-{answer.status}'>", _head(answer, replies)]
    if answer.status is Status.URGENT:
        parts.append(_CALL)
    parts += _paragraphs(answer.opening)
    for citation in answer.citations:
        parts.append(_quote_html(citation, turn))
        if citation in answer.cards:
            parts.append(_card_html(citation, answer.counts))
    parts += [_before_html(b, replies, turn) for b in answer.before]
    parts += _paragraphs(answer.closing)
    parts += [f"<p class='hb-notice'>{_lines(n.text)}</p>" for n in answer.notices]
    if answer.review_questions:
        parts.append(_questions_html(answer.review_questions, replies, edition_of))
    if answer.searched_editions:
        parts.append(_searched_html(answer.searched_editions, replies))
    if answer.searched:
        parts.append(f"<p class='hb-quiet'>Searched for: {_lines(answer.searched)}</p>")
    return "".join(parts) + "</div>"


def _paragraphs(text: str) -> list[str]:
    return [f"<p>{_lines(part)}</p>" for part in text.split("\n\n") if part.strip()]


def _quote_html(citation: Citation, turn: int) -> str:
    """A quotation, the mark that leads to its evidence, and what says it."""
    mark = f"<a href='#evidence-{turn}-{citation.marker}'>[{citation.marker}]</a>"
    edition = citation.edition
    areas = edition.area.title() if edition.areas else "all areas"
    source = f"{edition.title} · {edition.edition} · {areas}"
    return (
        f"<blockquote>“{_lines(citation.quote)}” {mark}"
        f"<br><span class='hb-quiet'>{escape(source)}</span></blockquote>"
    )


def _before_html(before: Before, replies: Replies, turn: int) -> str:
    """What an earlier page said, under its badge."""
    title = escape(replies.title("said_before"))
    badge = f"<p class='hb-badge'>{escape(standing(before, replies))}</p>"
    quoted = _quote_html(before.citation, turn)
    return f"<div class='hb-before'><p><strong>{title}</strong></p>{badge}{quoted}</div>"


def _card_html(citation: Citation, counts: Sequence[Count]) -> str:
    """The rule taken apart, in its own words."""
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
        for name, text in card_rows(citation, counts)
    )
    return f"<dl class='hb-rule'>{rows}</dl>"


def _searched_html(editions: Sequence[Edition], replies: Replies) -> str:
    """Where nothing was found, so that a reader knows where else to look."""
    today = date.today()
    words = replies.text(
        "editions_searched", count=str(len(editions)), day=f"{today.day} {today:%B %Y}"
    )
    items = "".join(f"<li>{escape(e.title)} · {escape(e.edition)}</li>" for e in editions)
    return (
        f"<details class='hb-searched'><summary>{escape(words)}</summary><ul>{items}</ul></details>"
    )


def _head(answer: Answer, replies: Replies) -> str:
    title = _PLAIN.get(answer.status) or replies.title(str(answer.status))
    return f"<p class='hb-status'><strong>{escape(title)}</strong></p>"


def _questions_html(asked: Sequence[CitedQuestion], replies: Replies, edition_of: EditionOf) -> str:
    items = "".join(
        f"<li>“{_lines(q.text)}” <span class='hb-quiet'>{escape(q.place)}, "
        f"question {q.ordinal}</span></li>"
        for q in asked
    )
    editions = [edition_of(q.document_id) for q in asked]
    told = {label for e in editions if e for label in e.labels} - {"learning"}
    badges = "".join(f"<p class='hb-notice'>{escape(replies.text(k))}</p>" for k in sorted(told))
    title = escape(replies.title("review_questions_heading"))
    note = escape(replies.text("review_questions_heading"))
    return (
        f"<div class='hb-questions'><p><strong>{title}</strong></p>"
        f"<p class='hb-quiet'>{note}</p>{badges}<ol>{items}</ol></div>"
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
