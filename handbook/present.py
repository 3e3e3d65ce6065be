"""Answers as JSON and as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from handbook.answer_records import Answer, Before, Citation, CitedQuestion, Hit, Status
from handbook.counting import in_words
from handbook.dates import in_words as day_in_words
from handbook.domain import Edition, Span
from handbook.replies import Replies
from handbook.rule_records import Count, Limit, Rule

_PLAIN = {
    Status.ANSWERED: "Quoted from the sources",
    Status.BLOCKED: "Not processed",
}
QUOTED_PARTS = ("Who or what", "Must or should", "By when", "Counted from")
"""The rows of a card that are characters of its quotation; the others are facts."""
_NEAREST = {
    "nearest_part": "Nearest to the part without an answer, not an answer:",
    "nearest_heading": "Nearest passages, not an answer:",
    "nearest_no_decision": "Nearest rules, no decision:",
}
_ASKED = {
    "review_questions_heading": "Questions that reviews ask:",
    "questions_to_take": "Questions to take to those who decide, from reviews:",
}


def nearest_key(answer: Answer) -> str:
    """The fixed reply that stands above the passages that came nearest."""
    keys = {
        Status.NOT_OURS_TO_DECIDE: "nearest_no_decision",
        Status.PARTIAL: "nearest_part",
    }
    return keys.get(answer.ending, "nearest_heading")


def asked_key(answer: Answer) -> str:
    """The fixed reply that stands above review questions."""
    not_ours = answer.ending is Status.NOT_OURS_TO_DECIDE
    return "questions_to_take" if not_ours else "review_questions_heading"


def heading(answer: Answer, replies: Replies) -> str:
    """How the answer ended, in a few words."""
    return _PLAIN.get(answer.status) or replies.title(str(answer.status))


def answer_json(answer: Answer) -> dict[str, Any]:
    """The record of an answer as the contract names its fields; what is not stated is left out."""
    return {
        "question": answer.question,
        "searched": answer.searched,
        "status": str(answer.status),
        "text": answer.text,
        "citations": [citation_json(c) for c in answer.citations],
        "review_questions": [question_json(q) for q in answer.review_questions],
        "hits": [hit_json(h) for h in answer.hits],
        "notices": [asdict(n) for n in answer.notices],
        "before": [_before(b) for b in answer.before],
        **stated(lead=answer.lead and asdict(answer.lead)),
        "cards": [card_json(c, answer.counts) for c in answer.cards],
        **stated(whom=list(answer.whom) or None),
        "searched_editions": [edition_json(e) for e in answer.searched_editions],
        "trace": answer.trace,
    }


def card_json(c: Citation, counts: Sequence[Count] = ()) -> dict[str, Any]:
    """A rule taken apart: each part in the quotation's own characters; what it does not say is
    left out."""
    rule = c.rule or Rule()
    return stated(
        marker=c.marker,
        rule=c.quote,
        who=rule.who and rule.who.of(c.quote),
        duty=rule.duty and rule.duty.of(c.quote),
        by_when=[_limit(c, limit, counts) for limit in rule.limits],
        area=c.edition.area,
        edition=c.edition.edition,
    )


def _limit(c: Citation, limit: Limit, counts: Sequence[Count]) -> dict[str, Any]:
    found = next((x for x in counts if x.marker == c.marker and x.limit == limit), None)
    return stated(
        text=limit.text.of(c.quote),
        counted_from=limit.counted_from and limit.counted_from.of(c.quote),
        start=found and found.start.isoformat(),
        due=found and found.due.isoformat(),
        counting=found and in_words(found),
    )


def edition_json(edition: Edition) -> dict[str, Any]:
    """The record of an edition that was searched or cited."""
    return {
        "source_id": edition.source_id,
        "title": edition.title,
        "edition": edition.edition,
        "area": edition.area,
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as the contract names its fields."""
    passage = hit.passage
    return stated(
        passage_id=passage.passage_id,
        document_id=passage.document_id,
        source_id=hit.edition.source_id,
        headings=list(passage.headings),
        paragraph=passage.paragraph,
        text=passage.text,
        score=round(hit.score, 6),
        cosine=round(hit.cosine, 4),
        lexical=round(hit.lexical, 4),
        spans=spans_json(passage.spans),
        page_index=hit.page_index,
    )


def citation_json(c: Citation) -> dict[str, Any]:
    """The record of a quotation with its place."""
    edition = c.edition
    return stated(
        marker=c.marker,
        source_id=edition.source_id,
        document_id=c.document_id,
        title=edition.title,
        publisher=edition.publisher,
        edition=edition.edition,
        authority=str(edition.authority),
        digest=edition.digest,
        demonstration=edition.demonstration,
        area=edition.area,
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
        lines=list(c.lines) if c.listed else None,
        spans=spans_json(c.spans),
    )


def _before(b: Before) -> dict[str, Any]:
    return citation_json(b.citation) | stated(until=b.until and b.until.isoformat())


def question_json(q: CitedQuestion) -> dict[str, Any]:
    """The record of a review question with its place."""
    return {
        "text": q.text,
        "source_id": q.source_id,
        "document_id": q.document_id,
        "title": q.title,
        "panel": q.panel,
        "ordinal": q.ordinal,
        "series": q.series,
        "demonstration": q.demonstration,
        "spans": spans_json(q.spans),
    }


def spans_json(spans: tuple[Span, ...]) -> list[dict[str, int]]:
    """Spans as the contract names their fields."""
    return [asdict(s) for s in spans]


def stated(**values: Any) -> dict[str, Any]:
    """A record without what is not stated."""
    return {k: v for k, v in values.items() if v is not None}


def answer_text(answer: Answer) -> str:
    """An answer for reading in a terminal: text, sources with their authority, review questions,
    notices, and the words that were searched for."""
    parts = [f"{answer.lead.label}\n{answer.lead.text}"] if answer.lead else []
    parts += [answer.text, *(_card_text(c, answer.counts) for c in answer.cards)]
    if answer.citations:
        parts.append("\n".join(_source_line(c) for c in answer.citations))
    if answer.nearest:
        places = (dict.fromkeys((h.edition.title, *h.passage.headings)) for h in answer.nearest)
        nearest = (f"  · {' › '.join(place)}" for place in places)
        parts.append("\n".join([_NEAREST[nearest_key(answer)], *nearest]))
    if answer.whom:
        parts.append("\n".join(["Who to ask:", *(f"  · {row}" for row in answer.whom)]))
    parts += [_before_text(b) for b in answer.before]
    if answer.review_questions and answer.asked_apart:
        asked = [f"  · “{q.text}” ({q.place})" for q in answer.review_questions]
        parts.append("\n".join([_ASKED[asked_key(answer)], *asked]))
    if answer.notices:
        parts.append("\n".join(f"Note: {n.text}" for n in answer.notices))
    if answer.searched:
        parts.append(f"Searched for: {answer.searched}")
    if answer.searched_editions:
        parts.append(
            f"Searched: {len(answer.searched_editions)} editions in force (--json names them)."
        )
    return "\n\n".join(parts)


def why_no_rule(b: Before, replies: Replies) -> str:
    """Why a page that is quoted for what it said before is not the rule."""
    if b.until:
        return replies.text("superseded_since", day=day_in_words(b.until))
    return replies.text("older_page", edition=b.citation.edition.edition)


def _before_text(b: Before) -> str:
    """What was said before, under words that keep it apart from the rule."""
    told = f"superseded since {b.until.isoformat()}" if b.until else "an older page"
    lines = [f"Said before, not the rule ({told}):", b.citation.shown, _source_line(b.citation)]
    return "\n".join(lines)


def _card_text(c: Citation, counts: Sequence[Count]) -> str:
    """The parts of a rule, a line each."""
    rows = card_rows(c, counts)
    return "\n".join(f"    {name + ':':<16}{text}" for name, text in rows)


def card_rows(c: Citation, counts: Sequence[Count] = ()) -> list[tuple[str, str]]:
    """The parts of a rule with their names, as a reader sees them."""
    card = card_json(c, counts)
    who, duty, by_when, counted_from = QUOTED_PARTS
    rows = [(who, card.get("who")), (duty, card.get("duty"))]
    for limit in card["by_when"]:
        rows += [
            (by_when, limit["text"]),
            (counted_from, limit.get("counted_from")),
            ("Last day", limit.get("counting")),
        ]
    rows += [("Area", card["area"].title()), ("Edition", card["edition"])]
    return [(name, text) for name, text in rows if text]


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
    return f"[{c.marker}] {' › '.join(place)} · Authority: {edition.authority}"
