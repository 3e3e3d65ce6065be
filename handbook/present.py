"""Answers as JSON and as text for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from handbook.domain import Answer, Citation, CitedQuestion, Hit, Span


def answer_json(answer: Answer) -> dict[str, Any]:
    """The record of an answer as the contract names its fields; what is not stated is left out."""
    return {
        "question": answer.question,
        "searched": answer.searched,
        "status": str(answer.status),
        "text": answer.text,
        "citations": [_citation(c) for c in answer.citations],
        "review_questions": [_question(q) for q in answer.review_questions],
        "hits": [hit_json(h) for h in answer.hits],
        "notices": [asdict(n) for n in answer.notices],
        "trace": answer.trace,
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as the contract names its fields."""
    passage = hit.passage
    return _stated(
        passage_id=passage.passage_id,
        source_id=hit.edition.source_id,
        headings=list(passage.headings),
        paragraph=passage.paragraph,
        text=passage.text,
        score=round(hit.score, 6),
        cosine=round(hit.cosine, 4),
        lexical=round(hit.lexical, 4),
        spans=_spans(passage.spans),
        page_index=hit.page_index,
    )


def _citation(c: Citation) -> dict[str, Any]:
    edition = c.edition
    return _stated(
        marker=c.marker,
        source_id=edition.source_id,
        document_id=c.document_id,
        title=edition.title,
        publisher=edition.publisher,
        edition=edition.edition,
        authority=str(edition.authority),
        digest=edition.digest,
        demonstration=edition.demonstration,
        area=", ".join(edition.areas) or "all",
        headings=list(c.headings),
        paragraph=c.paragraph,
        panel=c.panel,
        page_index=c.page_index,
        page_label=c.page_label,
        slide=c.slide,
        url=edition.url,
        licence=edition.licence,
        attribution=edition.attribution,
        quote=c.quote,
        spans=_spans(c.spans),
    )


def _question(q: CitedQuestion) -> dict[str, Any]:
    return {
        "text": q.text,
        "source_id": q.source_id,
        "document_id": q.document_id,
        "title": q.title,
        "panel": q.panel,
        "ordinal": q.ordinal,
        "series": q.series,
        "demonstration": q.demonstration,
        "spans": _spans(q.spans),
    }


def _spans(spans: tuple[Span, ...]) -> list[dict[str, int]]:
    return [asdict(s) for s in spans]


def _stated(**values: Any) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None}


def answer_text(answer: Answer) -> str:
    """An answer for reading in a terminal: text, sources, review questions, notices."""
    parts = [answer.text]
    if answer.citations:
        parts.append("\n".join(_source_line(c) for c in answer.citations))
    elif answer.hits:
        places = (" › ".join((h.edition.title, *h.passage.headings)) for h in answer.hits)
        nearest = [f"  · {place}" for place in dict.fromkeys(places)]
        parts.append("\n".join(["Nearest passages, not an answer:", *nearest[:3]]))
    if answer.review_questions and answer.citations:
        asked = [f"  · “{q.text}” ({q.place})" for q in answer.review_questions]
        parts.append("\n".join(["Questions that reviews ask:", *asked]))
    if answer.notices:
        parts.append("\n".join(f"Note: {n.text}" for n in answer.notices))
    return "\n\n".join(parts)


def _source_line(c: Citation) -> str:
    edition = c.edition
    place = [edition.title, edition.edition, *c.headings]
    if c.paragraph:
        place.append(f"paragraph {c.paragraph}")
    if c.panel:
        place.append(f"panel {c.panel}")
    if c.page_index is not None:
        place.append(f"page {c.page_label} (PDF page {c.page_index + 1})")
    if c.slide:
        place.append(f"slide {c.slide}")
    return f"[{c.marker}] {' › '.join(place)}"
