"""Sections to passages: whole sentences, numbered paragraphs apart, items with their lead-in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook.cite import quote
from handbook.domain import Passage, Sentence, Span
from ingest.reading import HEADER, Block, Kind, Reading
from ingest.sections import Section
from ingest.sentences import sentence_spans

MOST_WORDS = 110
"""Passages up to this many words did best in the trials recorded in eval/LOG.md."""

_INTRODUCED = (Kind.ITEM, Kind.ROW)

_INTRODUCING = tuple(":-–—")
"""A sentence that ends so leads into what follows."""
_WIDEST_MARK = 12
"""A gap of up to this many characters between sentences holds a list mark or a line break."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence on its way into a passage. ``introduced_by`` is the sentence that leads into
    the list whose item this begins, or that this one goes on with."""

    spans: tuple[Span, ...]
    words: int
    introduced_by: tuple[Span, ...] | None
    paragraph: str | None
    starts_paragraph: bool


def split(reading: Reading, sections: list[Section], document_id: str) -> list[Passage]:
    """All passages of a document in reading order."""
    passages: list[Passage] = []
    for section in sections:
        for blocks in _text_and_notes(section.blocks):
            for pieces in _groups(list(_pieces(reading, blocks))):
                passages.append(_passage(reading, section, pieces, document_id, len(passages)))
    return passages


def _text_and_notes(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """The text of a section, then each note by itself: a note never parts a sentence."""
    yield tuple(b for b in blocks if b.kind is not Kind.NOTE)
    for block in blocks:
        if block.kind is Kind.NOTE:
            yield (block,)


def _pieces(reading: Reading, blocks: tuple[Block, ...]) -> Iterator[_Piece]:
    """The sentences with what introduces them. In a list whose marks are lost an item begins with
    a small letter, as no sentence does that stands by itself."""
    paragraph: str | None = None
    lead_in: tuple[Span, ...] | None = None
    listed = False
    for block in blocks:
        sentences = _sentences_of(reading, block)
        if not sentences:
            continue
        numbered = block.kind is Kind.PARAGRAPH and block.mark is not None
        if numbered:
            paragraph = block.mark
        begun = None if listed and block.kind not in _INTRODUCED else lead_in
        listed = block.kind in _INTRODUCED
        for position, spans in enumerate(sentences):
            text = quote(reading.units, spans)
            if block.kind in _INTRODUCED:
                begun = lead_in if position == 0 else None
            elif not text[:1].islower():
                begun = None
            yield _Piece(spans, len(text.split()), begun, paragraph, numbered and position == 0)
            begun = spans if text[-1:] in _INTRODUCING else begun
        lead_in = _lead_in(block, sentences, lead_in, begun)


def _sentences_of(reading: Reading, block: Block) -> list[tuple[Span, ...]]:
    """A table's row is read as one sentence, unless it is too long to be shown as one."""
    if block.kind is Kind.ROW and len(quote(reading.units, block.spans).split()) <= MOST_WORDS:
        return [block.spans]
    return sentence_spans(reading, block.spans)


def _lead_in(
    block: Block,
    sentences: list[tuple[Span, ...]],
    before: tuple[Span, ...] | None,
    begun: tuple[Span, ...] | None,
) -> tuple[Span, ...] | None:
    """What introduces the next item or row: the sentence above a list, which the block has
    ``begun`` or goes on with, or the head of a table."""
    if block.kind is Kind.ROW:
        return sentences[0] if block.mark == HEADER else before
    return before if block.kind is Kind.ITEM else begun


def _groups(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Runs of pieces that fit one passage."""
    group: list[_Piece] = []
    words = 0
    for piece in pieces:
        if group and (piece.starts_paragraph or words + piece.words > MOST_WORDS):
            kept = _held_back(group, piece)
            yield group[: len(group) - len(kept)]
            group, words = kept, sum(p.words for p in kept)
        group.append(piece)
        words += piece.words
    if group:
        yield group


def _held_back(group: list[_Piece], piece: _Piece) -> list[_Piece]:
    """A lead-in that ends a group goes to the next one, where its first item is."""
    if len(group) > 1 and piece.introduced_by == group[-1].spans:
        return [group[-1]]
    return []


def _passage(
    reading: Reading, section: Section, pieces: list[_Piece], document_id: str, ordinal: int
) -> Passage:
    sentences = _sentences(pieces)
    spans = _joined(reading, [span for s in sentences for span in s.spans])
    return Passage(
        passage_id=f"{document_id}-{ordinal}",
        document_id=document_id,
        ordinal=ordinal,
        headings=section.headings,
        paragraph=pieces[0].paragraph,
        role=section.role,
        spans=spans,
        sentences=tuple(sentences),
        text=quote(reading.units, spans),
        panel=section.panel,
    )


def _sentences(pieces: list[_Piece]) -> list[Sentence]:
    """The pieces as sentences; a lead-in left behind in an earlier passage is repeated here."""
    sentences: list[Sentence] = []
    for piece in pieces:
        lead_in = None
        if piece.introduced_by:
            known = [s.spans for s in sentences]
            if piece.introduced_by not in known:
                sentences.append(Sentence(piece.introduced_by))
                known.append(piece.introduced_by)
            lead_in = known.index(piece.introduced_by)
        sentences.append(Sentence(piece.spans, lead_in))
    return sentences


def _joined(reading: Reading, spans: list[Span]) -> tuple[Span, ...]:
    """Neighbouring spans as one, so that a passage reads as its page does."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.unit == span.unit and 0 <= span.start - last.end <= _WIDEST_MARK:
            joined[-1] = Span(last.unit, last.start, span.end)
        else:
            if last:
                joined[-1] = _to_line_end(reading, last)
            joined.append(span)
    return tuple(joined)


def _to_line_end(reading: Reading, span: Span) -> Span:
    """Take in the white space after a span, so that joined spans do not run together."""
    following = reading.units[span.unit].text[span.end : span.end + 1]
    return Span(span.unit, span.start, span.end + 1) if following.isspace() else span
