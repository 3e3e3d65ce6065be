"""Addresses that last: of a quotation, a section, a source. They name documents by what was read,
so that an old citation still opens after the source has a new edition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from handbook.domain import Span

_WORDS_SOUGHT = 8
_SPANS = re.compile(r"\d{1,6}\.\d{1,9}-\d{1,9}(?:\+\d{1,6}\.\d{1,9}-\d{1,9}){0,99}")


def evidence_address(document_id: str, spans: Sequence[Span]) -> str:
    """Where the characters of some spans are shown in their place."""
    return f"/evidence/{quote(document_id)}/{written_spans(spans)}"


def written_spans(spans: Sequence[Span]) -> str:
    """Spans as an address names them."""
    return "+".join(f"{s.unit}.{s.start}-{s.end}" for s in spans)


def read_spans(place: str) -> tuple[Span, ...]:
    """The spans that an address names; none where it names none."""
    if not _SPANS.fullmatch(place):
        return ()
    return tuple(Span(*map(int, re.split(r"[.-]", part))) for part in place.split("+"))


def section_address(document_id: str, number: int) -> str:
    """Where a section of an edition is read; they are counted from 1 in reading order."""
    return f"/editions/{quote(document_id)}/sections/{number}"


def edition_address(document_id: str) -> str:
    """Where what is known of an edition is shown, with its sections."""
    return f"/editions/{quote(document_id)}"


def source_address(source_id: str) -> str:
    """Where a source is shown with its editions."""
    return f"/library/{quote(source_id)}"


def changes_address(before: str, after: str) -> str:
    """Where two editions of a source are compared."""
    return f"/changes/{quote(before)}/{quote(after)}"


def file_address(document_id: str, page_index: int | None = None) -> str:
    """Where the kept file itself opens, at a page where it has pages."""
    place = "" if page_index is None else f"#page={page_index + 1}"
    return f"/documents/{quote(document_id)}{place}"


def text_fragment(quotation: str) -> str:
    """What a browser that knows text fragments looks for when it opens an address; to others it
    means nothing (https://wicg.github.io/scroll-to-text-fragment/)."""
    words = " ".join(quotation.split()[:_WORDS_SOUGHT])
    return "#:~:text=" + quote(words, safe="").replace("-", "%2D")


def run_address(name: str) -> str:
    """Where an evaluation run is shown."""
    return f"/evaluation/{quote(name)}"


def run_report_address(name: str) -> str:
    """Where the report of an evaluation run opens, as the run wrote it."""
    return f"/evaluation/{quote(name)}/report"


def deed_address(deed: str, source_id: str) -> str:
    """Where the editor is asked whether to withdraw, bring back or forget a source."""
    return f"/editor/sources/{deed}?source={quote(source_id, safe='')}"


def job_address(job_id: str) -> str:
    """Where a job of the editor's is followed while the server runs."""
    return f"/editor/jobs/{quote(job_id)}"


def check_address(check_id: str) -> str:
    """Where a check is followed and shown until it is thrown away."""
    return f"/check/{quote(check_id)}"


def check_paper_address(check_id: str, name: str) -> str:
    """Where a file that came of a check is taken away."""
    return f"{check_address(check_id)}/files/{quote(name, safe='')}"


def page_image_address(document_id: str, page_index: int, width: int) -> str:
    """Where the picture of a printed page lies; pages are counted from 0, width is in pixels."""
    return f"/pages/{quote(document_id)}/{page_index}-{width}.png"
