"""A booklet as the body of a Word document: a heading for each part, a short origin for a line."""

from __future__ import annotations

from docx.document import Document

from handbook.export import word_parts as parts
from handbook.export.sheet import Booklet, Part, Quoted


def add_booklet(document: Document, booklet: Booklet) -> None:
    """What stands between title and sources."""
    for words in booklet.opening:
        document.add_paragraph(words)
    for words in booklet.notices:
        parts.add_notice(document, words)
    for part in booklet.parts:
        _part(document, part)


def _part(document: Document, part: Part) -> None:
    document.add_heading(part.title, 1)
    if part.note:
        document.add_paragraph(part.note, "Note")
    for quoted in part.quoted:
        add_in_brief(document, quoted, "Quotation")
    for quoted in part.asked:
        add_in_brief(document, quoted, "Set apart")


def add_in_brief(document: Document, quoted: Quoted, style: str) -> None:
    """A quotation, and one line on where it comes from."""
    quotation = document.add_paragraph(f"“{quoted.text}”", style)
    if quoted.marker is not None:
        quotation.add_run(f" [{quoted.marker}]").bold = True
    origin = document.add_paragraph(style="Origin")
    origin.paragraph_format.space_after = parts.SHORT
    origin.add_run(quoted.title).bold = True
    origin.add_run("".join(f" · {words}" for words in (quoted.place, *quoted.facts) if words))
    for badge in quoted.badges:
        origin.add_run(" · ")
        origin.add_run(badge, "Badge")
    for link in quoted.links:
        origin.add_run(" · ")
        parts.add_link(origin, link.address, link.words)
