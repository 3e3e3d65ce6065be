"""Hits whose sentences hold for different areas, taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handbook.answer_records import Hit
from handbook.catalogue import Catalogue


def apart(catalogue: Catalogue, hits: Iterable[Hit], area: str | None) -> Iterator[Hit]:
    """Each hit in parts that hold for the same areas, with its edition as of those; where an area
    is asked about, without what holds for others."""
    for hit in hits:
        for part in catalogue.areas.parts(hit.passage):
            if area not in part.exception_areas:
                edition = hit.edition.within(part.areas)
                page = catalogue.units(part.document_id)[part.spans[0].unit].page_index
                yield replace(hit, passage=part, edition=edition, page_index=page)
