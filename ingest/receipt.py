"""What ingestion saw of a document: what is there, and what seems to be missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from handbook.cite import quote
from handbook.domain import Document, Span
from handbook.receipt import NOT_STATED, Receipt
from ingest.briefing import Briefing
from ingest.reading import Block, Kind, Link, Reading
from ingest.sections import Section, heading_text

_REFERENCE = re.compile(
    r"\b(?:[Ss]ee|refer to|set out in|described in)\s+(?:also\s+)?"
    r"[Ss](?:ection|ECTION)\s+(\d{1,2}(?:\.\d{1,2})*)\b(?!\s*(?:\(|of\s+the|of\s+that|CA\b|Act\b))"
)
_NUMBER = re.compile(r"^(?:section\s+)?(\d{1,2}(?:\.\d{1,2})*)\b", re.IGNORECASE)
_MARK = re.compile(r"^(?:(\d+(?:\.\d+)*)\.)?(\d+)$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_WIDEST_GAP = 20
"""Numbers further apart than this are two lists, not one with a gap."""
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
    references, unanswered = unanswered_references(reading)
    paragraphs = [b.mark for b in reading.blocks if b.kind is Kind.PARAGRAPH and b.mark]
    resolved, dead = resolve_links(reading, path.parent)
    words, lost = lost_words(reading, document, briefing)
    with_text = sum(1 for u in reading.units if u.text.strip())
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
        pages=len(reading.units),
        pages_with_text=with_text,
        sections=len({s.headings for s in sections}),
        headings=sum(1 for b in reading.blocks if b.kind is Kind.HEADING),
        references=references,
        unanswered_references=unanswered,
        paragraphs=len(paragraphs),
        paragraph_gaps=paragraph_gaps(paragraphs),
        tables=reading.tables,
        links=len(reading.links),
        links_resolved=resolved,
        links_dead=dead,
        hidden=len(reading.hidden),
        comments=reading.comments,
        words=words,
        words_lost=len(lost),
        duplicates=_duplicates(document),
        area=area,
        date=day,
        warnings=tuple(_warnings(reading, briefing, document, unanswered, with_text, lost)),
    )


def _warnings(
    reading: Reading,
    briefing: Briefing | None,
    document: Document,
    unanswered: Sequence[str],
    with_text: int,
    lost: Sequence[str],
) -> Iterator[str]:
    """What the owner of the document should look at, in sentences."""
    yield from reading.warnings
    if briefing:
        yield from briefing.warnings
        if not document.review_questions:
            yield "No review questions were found in this briefing."
    if unanswered:
        yield (
            f"It refers to section {', '.join(unanswered)}, which was not found: headings may "
            "have been lost. Look at its headings, or read it from another format."
        )
    empty = len(reading.units) - with_text
    if empty > len(reading.units) * _EMPTY_SHARE:
        yield (
            f"{empty} of its {len(reading.units)} pages hold no text; if they are pictures, put "
            "a copy through text recognition."
        )
    if lost:
        first = " ".join(lost[:8])
        yield f"{len(lost)} of its words stand in no passage; the first are “{first}”."


def unanswered_references(reading: Reading) -> tuple[int, tuple[str, ...]]:
    """How many cross-references to a section there are ("see Section 3"), and the numbers of the
    sections that were not found. Sections of an Act are none of ours."""
    numbers = {
        found[1]
        for block in reading.blocks
        if block.kind is Kind.HEADING
        for found in [
            _NUMBER.match(" ".join(filter(None, (block.mark, heading_text(reading, block)))))
        ]
        if found
    }
    numbers |= {b.mark for b in reading.blocks if b.mark and b.kind is Kind.PARAGRAPH}
    text = " ".join(" ".join(u.text.split()) for u in reading.units)
    asked = [found[1] for found in _REFERENCE.finditer(text)]
    answered = numbers | {n.split(".")[0] for n in numbers}
    return len(asked), tuple(dict.fromkeys(n for n in asked if n not in answered))


def paragraph_gaps(marks: Iterable[str]) -> tuple[str, ...]:
    """The numbers missing in a row of numbered paragraphs: of 1, 2, 4 it is 3. A number that
    starts again, or jumps far, begins another row."""
    rows: dict[str, list[int]] = {}
    for mark in marks:
        found = _MARK.match(mark.strip(" .()"))
        if found:
            rows.setdefault(found[1] or "", []).append(int(found[2]))
    missing: list[str] = []
    for chapter, numbers in rows.items():
        present = set(numbers)
        for before, after in pairwise(numbers):
            if before + 1 < after <= before + _WIDEST_GAP:
                gap = (n for n in range(before + 1, after) if n not in present)
                missing += [f"{chapter}.{n}" if chapter else str(n) for n in gap]
    return tuple(dict.fromkeys(missing))


def resolve_links(reading: Reading, folder: Path) -> tuple[int, tuple[str, ...]]:
    """How many links lead somewhere, and the words of those that lead nowhere: to "#", or to a
    file that is not there. Addresses on the web are not visited."""
    dead = [" ".join(reading.text((k.span,)).split()) for k in reading.links if _dead(k, folder)]
    return len(reading.links) - len(dead), tuple(dead)


def _dead(link: Link, folder: Path) -> bool:
    target = link.target.strip()
    if target in ("", "#") or target.lower().startswith("javascript:"):
        return True
    if target.startswith(("#", "/")) or re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
        return False
    file = target.split("#")[0].split("?")[0]
    return not (folder / file).exists()


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
