"""What ingestion saw of one file, as a record that is stored and shown."""

from __future__ import annotations

from dataclasses import dataclass

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What ingestion saw of one file. Everything that is counted is 0 where it was not found."""

    file: str
    source_id: str
    outcome: str
    """``added``, ``updated`` (a new text of a file that was held), ``moved`` (the same text from
    another place), ``unchanged`` or ``failed``"""
    document_id: str | None = None
    units: int = 0
    passages: int = 0
    panels: int = 0
    review_questions: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    pages: int = 0
    """Pages, slides or sections, as the format has them; notes of slides are not counted."""
    pages_with_text: int = 0
    page_kind: str = ""
    """What these are: page, slide or section; empty in a receipt kept before this was noted."""
    sections: int = 0
    headings: int = 0
    references: int = 0
    """Cross-references to a section of the same document ("see Section 3")."""
    unanswered_references: tuple[str, ...] = ()
    """Those to a section that the document has not: an alarm, headings may have been lost."""
    paragraphs: int = 0
    """Numbered paragraphs."""
    paragraph_gaps: tuple[str, ...] = ()
    """Numbers missing between two numbered paragraphs."""
    tables: int = 0
    linked: tuple[tuple[str, str], ...] = ()
    """The words and the target of each link, as the file has them."""
    links: int = 0
    links_resolved: int = 0
    """Links that lead to a document held here, within the document, or to the web."""
    links_dead: tuple[str, ...] = ()
    """The words of links that lead nowhere."""
    hidden: int = 0
    """Pieces of text that a reader of the page would not see; they are in no passage."""
    unseen: int = 0
    """Characters that nobody sees or that turn the direction of writing; they stay as read."""
    look_alikes: int = 0
    """Words with letters of another alphabet that look like Latin ones; they stay as read."""
    comments: int = 0
    words: int = 0
    words_lost: int = 0
    """Words of the stored text that stand in no passage, heading or review question."""
    duplicates: int = 0
    """Passages whose text stands earlier in the same document."""
    same_text_as: tuple[str, ...] = ()
    """Other files of the corpus with the same text."""
    area: str = NOT_STATED
    date: str = NOT_STATED
    seconds: float = 0.0
    """How long reading took."""

    @property
    def failed(self) -> bool:
        """Whether the file could not be ingested."""
        return self.outcome == "failed"
