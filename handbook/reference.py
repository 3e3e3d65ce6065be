"""A citation in the form in which people write references: publisher, date, title, place."""

from __future__ import annotations

from handbook.answer_records import Citation
from handbook.domain import Edition


def pinpoint_words(citation: Citation) -> list[str]:
    """Where in the edition the quotation stands, in words, from the outside in."""
    told = [*citation.headings]
    if citation.paragraph:
        told.append(f"paragraph {citation.paragraph}")
    if citation.panel:
        told.append(f"panel {citation.panel}")
    if citation.page_index is not None:
        told.append(page_words(citation.page_index, citation.page_label))
    if citation.slide:
        told.append(f"slide {citation.slide}")
    return told


def page_words(page_index: int, page_label: str | None) -> str:
    """Both numbers of a page: what is printed on it, and where it comes in the file."""
    printed = f"printed page {page_label}" if page_label else "no printed page number"
    return f"{printed}, PDF page {page_index + 1}"


def reference(citation: Citation) -> str:
    """The quotation with its reference, as it is pasted into a record or an e-mail."""
    place = [publication(citation.edition), *pinpoint_words(citation)]
    return f"“{citation.quote}” ({', '.join(place)}){_address(citation.edition)}"


def publication(edition: Edition) -> str:
    """Publisher, date and title of an edition, and what it is if not the publication itself."""
    known = [p for p in (edition.publisher, edition.edition) if p != "not stated"]
    words = ", ".join([*known, edition.title])
    if edition.demonstration:
        return f"{words} (made up for demonstration)"
    if edition.digest:
        return f"{words} (digest, not the publication itself)"
    return words


def _address(edition: Edition) -> str:
    return f" {edition.url}" if edition.url else ""
