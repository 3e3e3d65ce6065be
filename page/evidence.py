"""The evidence beside an answer: each quotation marked in the text that surrounds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from handbook.domain import Answer, Citation, Hit, Span, Unit
from handbook.replies import Replies

AROUND = 300
"""Characters shown before and after a quotation."""

NO_EVIDENCE = "<p class='hb-quiet'>The evidence for each answer is shown here.</p>"

Units = Sequence[Unit]
UnitsOf = Callable[[str], Units]


def evidence_html(answer: Answer, units_of: UnitsOf, replies: Replies) -> str:
    """The citations of an answer, or the passages that came nearest, marked as no answer."""
    if answer.citations:
        cards = [citation_html(c, units_of(c.document_id), replies) for c in answer.citations]
        return f"<section aria-label='Evidence'><h2>Evidence</h2>{''.join(cards)}</section>"
    if answer.hits:
        head = escape(replies.title("nearest_heading"))
        note = escape(replies.text("nearest_heading"))
        cards = [_hit_html(hit) for hit in answer.hits[:3]]
        return f"<section aria-label='{head}'><h2>{head}</h2><p>{note}</p>{''.join(cards)}</section>"
    return NO_EVIDENCE


def citation_html(citation: Citation, units: Units, replies: Replies) -> str:
    """One citation: what it is, where it stands, and the quotation in its surroundings."""
    edition = citation.edition
    path = " › ".join(escape(h) for h in citation.headings)
    facts = " · ".join(escape(f) for f in _facts(citation))
    badges = ""
    if edition.digest:
        badges += _badge(replies.title("digest"), replies.text("digest"))
    if edition.is_learning:
        badges += _badge(replies.title("learning"), replies.text("learning"))
    attribution = f"<p class='hb-quiet'>{escape(edition.attribution)}</p>" if edition.attribution else ""
    return (
        f"<article class='hb-card' id='evidence-{citation.marker}'>"
        f"<h3><span class='hb-marker'>{citation.marker}</span> {escape(edition.title)}</h3>"
        f"{badges}<p class='hb-path'>{path}</p><p class='hb-facts'>{facts}</p>"
        f"<blockquote>{context_html(units, citation.spans)}</blockquote>"
        f"<p>{_links(citation)}</p>{attribution}</article>"
    )


def context_html(units: Units, spans: Sequence[Span]) -> str:
    """The quoted characters in <mark>, within the stored text around them."""
    parts = []
    for ordinal in dict.fromkeys(s.unit for s in spans):
        text = units[ordinal].text
        here = sorted(s for s in spans if s.unit == ordinal)
        position = max(0, here[0].start - AROUND)
        out = ["… " if position else ""]
        for span in here:
            if span.start - position > 2 * AROUND:
                out += [escape(text[position : position + AROUND]), " … "]
                position = span.start - AROUND
            out += [escape(text[position : span.start])]
            out += [f"<mark>{escape(text[span.start : span.end])}</mark>"]
            position = span.end
        out += [escape(text[position : position + AROUND])]
        out += [" …" if position + AROUND < len(text) else ""]
        parts.append("".join(out).strip())
    return "<hr>".join(parts)


def _facts(citation: Citation) -> list[str]:
    """Edition, authority, area and every pinpoint that is known."""
    edition = citation.edition
    facts = [f"Edition: {edition.edition}", f"Published by {edition.publisher}"]
    facts += [str(edition.authority), f"Area: {', '.join(edition.areas).title() or 'all'}"]
    if edition.retells:
        facts.append(f"Retells: {edition.retells}")
    if citation.paragraph:
        facts.append(f"paragraph {citation.paragraph}")
    if citation.panel:
        facts.append(f"panel {citation.panel}")
    if citation.page_index is not None:
        facts.append(f"printed page {citation.page_label} · PDF page {citation.page_index + 1}")
    if citation.slide:
        facts.append(f"slide {citation.slide}")
    return facts


def _links(citation: Citation) -> str:
    place = f"#page={citation.page_index + 1}" if citation.page_index is not None else ""
    where = "at this page" if place else "as a file"
    target = f"documents/{escape(citation.document_id)}{place}"
    links = [f"<a href='{target}' target='_blank' rel='noopener'>Open the document {where}</a>"]
    if citation.edition.url:
        url = escape(citation.edition.url)
        what = "the publication it retells" if citation.edition.digest else "the publisher’s page"
        links.append(f"<a href='{url}' target='_blank' rel='noopener noreferrer'>Open {what}</a>")
    return " · ".join(links)


def _hit_html(hit: Hit) -> str:
    path = " › ".join(escape(h) for h in (hit.edition.title, *hit.passage.headings))
    text = escape(hit.passage.text)
    return f"<article class='hb-card hb-near'><p class='hb-path'>{path}</p><p>{text}</p></article>"


def _badge(title: str, text: str) -> str:
    return f"<p class='hb-badge'><strong>{escape(title)}.</strong> {escape(text)}</p>"
