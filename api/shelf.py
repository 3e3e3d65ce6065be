"""What is held, as records: sources, editions, sections, passages, review questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handbook.domain import Passage
from handbook.index.editions import Held, Standing
from handbook.library import Source
from handbook.present import citation_json, edition_json, question_json, spans_json, stated
from handbook.quotation import Quotation
from handbook.review import cited
from handbook.section_text import Block
from handbook.sections import Section
from page.address import (
    edition_address,
    evidence_address,
    file_address,
    section_address,
    source_address,
)

Record = dict[str, Any]


def source_name_json(source: Source) -> Record:
    """A source in a list, as the edition that speaks for it tells."""
    edition, latest = source.edition, source.latest
    return edition_json(edition) | {
        "publisher": edition.publisher,
        "kind": edition.kind,
        "authority": str(edition.authority),
        "digest": edition.digest,
        "demonstration": edition.demonstration,
        "document_id": latest.held.document_id,
        "standing": str(latest.standing),
        "readers": str(source.readers),
        "sections": source.sections,
        "review_questions": source.questions,
        "address": source_address(source.source_id),
    }


def source_json(source: Source) -> Record:
    """A source with all its editions."""
    edition = source.edition
    return source_name_json(source) | stated(
        url=edition.url,
        checked=edition.checked,
        licence=edition.licence,
        attribution=edition.attribution,
        retells=edition.retells,
        editions=[held_json(e.held, e.standing) for e in source.editions],
        unreadable=[receipt.error for receipt in source.unreadable],
    )


def held_json(held: Held, standing: Standing) -> Record:
    """An edition that is held, and where it stands."""
    return edition_json(held.edition) | stated(
        document_id=held.document_id,
        standing=str(standing),
        starts=held.starts and held.starts.isoformat(),
        file_name=held.file_name,
        address=edition_address(held.document_id),
    )


def section_name_json(document_id: str, section: Section) -> Record:
    """A section by its name."""
    return stated(
        number=section.number,
        headings=list(section.headings),
        panel=section.panel,
        address=section_address(document_id, section.number),
    )


def section_json(
    held: Held, standing: Standing, section: Section, blocks: Sequence[Block]
) -> Record:
    """A section with its text."""
    passages = [item for item in section.items if isinstance(item, Passage)]
    return section_name_json(held.document_id, section) | {
        "edition": held_json(held, standing),
        "blocks": [_block(b) for b in blocks],
        "passages": [passage_json(p) for p in passages],
        "review_questions": [question_json(cited(held, q)) for q in section.questions],
    }


def _block(block: Block) -> Record:
    return {"unit": block.unit, "is_heading": block.is_heading, "lines": block.lines}


def passage_json(passage: Passage) -> Record:
    """A passage with its place."""
    return stated(
        passage_id=passage.passage_id,
        headings=list(passage.headings),
        paragraph=passage.paragraph,
        role=str(passage.role),
        text=passage.text,
        spans=spans_json(passage.spans),
    )


def opened_json(opened: Quotation) -> Record:
    """A quotation in its place."""
    citation = opened.citation
    return stated(
        citation=citation_json(citation),
        standing=str(opened.standing),
        passage=opened.passage and passage_json(opened.passage),
        address=evidence_address(citation.document_id, citation.spans),
        file=file_address(citation.document_id, citation.page_index),
    )
