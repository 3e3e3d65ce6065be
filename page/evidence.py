"""The evidence beside the conversation: each quotation marked in the text that surrounds it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from handbook.domain import Answer, Before, Citation, CitedQuestion, Edition, Hit
from handbook.replies import Replies
from page.marked import EditionOf, Units, UnitsOf, context_html, file_link, page_fact, web_link

NO_EVIDENCE = "<p class='hb-quiet'>The evidence for each answer is shown here.</p>"

HITS_SHOWN = 3
AROUND_QUESTION = 120
"""Characters around a review question: its neighbours are mostly review questions too."""


def panel_html(sections: Sequence[str]) -> str:
    """The sections of a conversation, the newest first."""
    return "".join(reversed(sections)) or NO_EVIDENCE


def evidence_html(
    answer: Answer, units_of: UnitsOf, edition_of: EditionOf, replies: Replies, turn: int = 1
) -> str:
    """One answer's section: its citations, or the passages that came nearest, marked as no
    answer; then the places of its review questions. ``turn`` keeps the marks of answers apart."""
    told = [(c, "") for c in answer.citations]
    told += [(b.citation, standing(b, replies)) for b in answer.before]
    cards = [
        citation_html(c, units_of(c.document_id), replies, f"evidence-{turn}-{c.marker}", badge)
        for c, badge in told
    ]
    if not cards and answer.hits:
        cards = [_nearest_html(answer.hits[:HITS_SHOWN], edition_of, replies)]
    if answer.review_questions:
        cards.append(f"<h3>{escape(replies.title('review_questions_heading'))}</h3>")
    for asked in answer.review_questions:
        edition = edition_of(asked.document_id)
        cards.append(question_html(asked, units_of(asked.document_id), edition, replies))
    body = "".join(cards) or "<p class='hb-quiet'>Nothing was quoted for this question.</p>"
    words = f"Evidence for “{escape(answer.question)}”" if answer.question else "Evidence"
    return f"<section class='hb-evidence'><h2>{words}</h2>{body}</section>"


def citation_html(
    citation: Citation, units: Units, replies: Replies, name: str, badge: str = ""
) -> str:
    """One citation: what it is, where it stands, and the quotation in its surroundings. ``badge``
    says why it is not the rule, if it is not."""
    edition = citation.edition
    path = " › ".join(escape(h) for h in citation.headings)
    facts = " · ".join(escape(f) for f in _facts(citation))
    links = (
        file_link(citation.document_id, citation.page_index, edition),
        web_link(edition),
    )
    return (
        f"<article class='hb-card' id='{escape(name)}'>"
        f"<h3><span class='hb-marker'>{citation.marker}</span> {escape(edition.title)}</h3>"
        f"{_badge(badge)}{_badges(edition, replies)}"
        f"<p class='hb-path'>{path}</p><p class='hb-facts'>{facts}</p>"
        f"<blockquote>{context_html(units, citation.spans)}</blockquote>"
        f"<p>{' · '.join(link for link in links if link)}</p>{_attribution(edition)}</article>"
    )


def standing(before: Before, replies: Replies) -> str:
    """Why a page that is quoted is not the rule."""
    if before.until:
        day = f"{before.until.day} {before.until:%B %Y}"
        return replies.text("superseded", day=day)
    return replies.text("older_page", edition=before.citation.edition.edition)


def question_html(
    asked: CitedQuestion, units: Units, edition: Edition | None, replies: Replies
) -> str:
    """One review question where it stands in its briefing."""
    unit = units[asked.spans[0].unit]
    facts = [f"panel {asked.panel}, question {asked.ordinal}"]
    if unit.page_index is not None:
        facts.append(page_fact(unit.page_index, unit.page_label))
    if unit.slide:
        facts.append(f"slide {unit.slide}")
    link = file_link(asked.document_id, unit.page_index, edition)
    return (
        f"<article class='hb-card hb-asks'><p class='hb-path'>{escape(asked.title)}</p>"
        f"{_badges(edition, replies) if edition else ''}"
        f"<p class='hb-facts'>{' · '.join(escape(f) for f in facts)}</p>"
        f"<blockquote>{context_html(units, asked.spans, AROUND_QUESTION)}</blockquote>"
        f"<p>{link}</p>{_attribution(edition) if edition else ''}</article>"
    )


def _nearest_html(hits: Sequence[Hit], edition_of: EditionOf, replies: Replies) -> str:
    cards = "".join(_hit_html(hit, edition_of, replies) for hit in hits)
    title = escape(replies.title("nearest_heading"))
    return f"<h3>{title}</h3><p>{escape(replies.text('nearest_heading'))}</p>{cards}"


def _hit_html(hit: Hit, edition_of: EditionOf, replies: Replies) -> str:
    edition = edition_of(hit.passage.document_id) or hit.edition
    path = " › ".join(escape(h) for h in dict.fromkeys((edition.title, *hit.passage.headings)))
    link = file_link(hit.passage.document_id, hit.page_index, edition)
    return (
        f"<article class='hb-card hb-near'><p class='hb-path'>{path}</p>"
        f"{_badges(edition, replies)}<p>{escape(hit.passage.text)}</p><p>{link}</p></article>"
    )


def _facts(citation: Citation) -> list[str]:
    """Edition, authority, area and every pinpoint that is known."""
    edition = citation.edition
    facts = [f"Edition: {edition.edition}", f"Publisher: {edition.publisher}"]
    facts += [f"Authority: {edition.authority}"]
    facts += [f"Area: {', '.join(edition.areas).title() or 'all'}"]
    if edition.retells:
        facts.append(f"Retells: {edition.retells}")
    if citation.paragraph:
        facts.append(f"paragraph {citation.paragraph}")
    if citation.panel:
        facts.append(f"panel {citation.panel}")
    if citation.page_index is not None:
        facts.append(page_fact(citation.page_index, citation.page_label))
    if citation.slide:
        facts.append(f"slide {citation.slide}")
    return facts


def _badges(edition: Edition, replies: Replies) -> str:
    return "".join(_badge(replies.text(k)) for k in edition.labels)


def _badge(text: str) -> str:
    return f"<p class='hb-badge'>{escape(text)}</p>" if text else ""


def _attribution(edition: Edition) -> str:
    if not edition.attribution:
        return ""
    return f"<p class='hb-quiet'>{escape(edition.attribution)}</p>"
