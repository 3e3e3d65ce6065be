"""What ingestion saw of a document: what is there, and what seems to be missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from handbook.cite import quote
from handbook.domain import Document, Span, Unit
from handbook.receipt import NOT_STATED, Receipt
from ingest.alarms import paragraph_gaps, references
from ingest.briefing import DECLARED, Briefing
from ingest.characters import LOOK_ALIKE, UNSEEN, find_tricks, readable
from ingest.links import LinkedWords, Outcome, Targets, links_of, resolve
from ingest.reading import NOTES, Block, Hidden, Kind, Reading
from ingest.sections import Section

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EMPTY_SHARE = 0.5


def make_receipt(
    path: Path,
    reading: Reading,
    sections: Sequence[Section],
    document: Document,
    briefing: Briefing | None,
    declared: bool,
) -> Receipt:
    """The receipt of a document that has just been read."""
    edition = document.edition
    named = references(reading)
    unanswered = tuple(name for name, answered in named.items() if not answered)
    paragraphs = [b.mark for b in reading.blocks if b.kind is Kind.PARAGRAPH and b.mark]
    words, lost = lost_words(reading, document, briefing)
    tricks = find_tricks(reading.units, edition.title, path.name)
    pages = [u for u in reading.units if u.kind != NOTES]
    with_text = sum(1 for u in pages if u.text.strip())
    area = ", ".join(edition.areas) or ("all" if declared else NOT_STATED)
    day = edition.effective.isoformat() if edition.effective else edition.edition
    return Receipt(
        file=path.name,
        source_id=edition.source_id,
        outcome="added",
        document_id=document.document_id,
        units=len(reading.units),
        passages=len(document.passages),
        panels=len(briefing.panels) if briefing else 0,
        review_questions=len(document.review_questions),
        pages=len(pages),
        pages_with_text=with_text,
        page_kind=pages[0].kind if pages else "",
        sections=len({s.headings for s in sections}),
        headings=sum(1 for b in reading.blocks if b.kind is Kind.HEADING),
        references=len(named),
        unanswered_references=unanswered,
        paragraphs=len(paragraphs),
        paragraph_gaps=paragraph_gaps(reading),
        tables=reading.tables,
        linked=tuple((k.words, k.target) for k in links_of(reading)),
        hidden=len(reading.hidden),
        unseen=sum(t.count for t in tricks if t.kind == UNSEEN),
        look_alikes=sum(t.count for t in tricks if t.kind == LOOK_ALIKE),
        comments=reading.comments,
        words=words,
        words_lost=len(lost),
        duplicates=_duplicates(document),
        area=area,
        date=day,
        warnings=(
            *_warnings(reading, briefing, document, unanswered, lost),
            *_empty(pages, with_text),
            *(t.sentence for t in tricks),
        ),
    )


def _warnings(
    reading: Reading,
    briefing: Briefing | None,
    document: Document,
    unanswered: Sequence[str],
    lost: Sequence[str],
) -> Iterator[str]:
    """What the owner of the document should look at, in sentences."""
    yield from reading.warnings
    declared = document.edition.kind in DECLARED
    if briefing:
        yield from briefing.warnings
    elif declared:
        yield "It is declared to be a briefing, and no panels were found."
    if (briefing or declared) and not document.review_questions:
        yield "No review questions were found in this briefing."
    if reading.hidden:
        yield _hidden(reading.hidden)
    if unanswered:
        yield (
            f"It refers to {', '.join(unanswered)}, and nothing here has that number: headings may "
            "have been lost. Look at its headings, or read it from another format."
        )
    if lost:
        first = " ".join(lost[:8])
        yield f"{len(lost)} of its words stand in no passage; the first are “{first}”."


def _empty(pages: Sequence[Unit], with_text: int) -> Iterator[str]:
    empty = len(pages) - with_text
    if empty > len(pages) * _EMPTY_SHARE:
        yield (
            f"{empty} of its {len(pages)} {pages[0].kind}s hold no text; if they are pictures, put "
            "a copy through text recognition."
        )


def _hidden(hidden: Sequence[Hidden]) -> str:
    reasons = ", ".join(dict.fromkeys(h.why for h in hidden))
    kind, _, number = hidden[0].place.partition(" ")
    place = f"page {int(number) + 1}" if kind == "page" else hidden[0].place
    return (
        f"{len(hidden)} pieces of text that a reader would not see: {reasons}. The first, at "
        f"{place}, is “{readable(hidden[0].text)}”."
    )


def lost_words(
    reading: Reading, document: Document, briefing: Briefing | None
) -> tuple[int, list[str]]:
    """How many words the stored text has, and those that stand in no passage, heading, list mark
    or review question, in reading order."""
    covered: dict[int, list[Span]] = {}
    shown = [s for p in document.passages for s in p.spans]
    shown += [s for q in document.review_questions for s in q.spans]
    shown += [s for b in reading.blocks if _is_structure(reading, b, briefing) for s in b.spans]
    for span in shown:
        covered.setdefault(span.unit, []).append(span)
    marks = Counter(w for b in reading.blocks for w in _WORD.findall(b.mark or ""))
    words, lost = 0, []
    for unit in reading.units:
        bare = bytearray(b"\1") * len(unit.text)
        for span in covered.get(unit.ordinal, ()):
            bare[span.start : span.end] = bytes(span.end - span.start)
        for found in _WORD.finditer(unit.text):
            words += 1
            if bare[found.start()]:
                if marks[found[0]]:
                    marks[found[0]] -= 1
                else:
                    lost.append(found[0])
    return words, lost


def _is_structure(reading: Reading, block: Block, briefing: Briefing | None) -> bool:
    """Whether a block is a heading, or the number, heading or title of a panel."""
    if block.kind is Kind.HEADING:
        return True
    if briefing is None:
        return False
    text = quote(reading.units, block.spans)
    names = {p.heading for p in briefing.panels} | {str(p.number) for p in briefing.panels}
    return text in names or text == briefing.title


def _duplicates(document: Document) -> int:
    texts = Counter(" ".join(p.text.lower().split()) for p in document.passages)
    return sum(count - 1 for count in texts.values())


def with_links(receipt: Receipt, targets: Targets) -> Receipt:
    """The receipt with what comes of the document's links against the editions held now."""
    links = resolve([LinkedWords(*pair) for pair in receipt.linked], targets)
    dead = tuple(k.link.words for k in links if k.outcome is Outcome.DEAD)
    return replace(
        receipt, links=len(links), links_resolved=len(links) - len(dead), links_dead=dead
    )
