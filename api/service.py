"""What other systems can have done, over one handbook: records in, records out."""

from __future__ import annotations

from collections.abc import Sequence

from api.asked import Ask, ListSources, OpenPassage, Search
from api.shelf import (
    Record,
    held_json,
    opened_json,
    section_json,
    section_name_json,
    source_json,
    source_name_json,
)
from handbook.book import Handbook
from handbook.cite import verify
from handbook.domain import Span
from handbook.errors import NotHeld
from handbook.index.editions import Held, Standing
from handbook.library import Library, Wanted
from handbook.personal.asked import without_details
from handbook.present import answer_json, hit_json, question_json
from handbook.quotation import open_quotation
from handbook.review import cited
from handbook.section_text import read_section
from handbook.sections import Item
from handbook.themes import Themes


class Service:
    """One handbook for other systems. NotHeld and RequestError say what they did wrong."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        self._library = Library(book)
        self._themes = Themes.load(book.settings.prompts)

    def ask(self, asked: Ask) -> Record:
        """The answer to a question; one that could not be answered counts as a gap."""
        return answer_json(self._book.ask_and_note(asked.as_question))

    def search(self, asked: Search) -> Record:
        """The best passages for some words, identifiers taken out first."""
        masked = without_details(self._book.masker, asked.query)
        hits = self._book.search_masked(masked, asked.count, asked.area, asked.as_of)
        return {
            "searched": masked.text,
            "masked": list(masked.kinds),
            "hits": [hit_json(h) for h in hits],
        }

    def open_passage(self, asked: OpenPassage) -> Record:
        """Stored characters as a verified quotation in its place."""
        return self.opened(asked.document_id, asked.places)

    def opened(self, document_id: str, spans: Sequence[Span]) -> Record:
        """The same by document and spans."""
        found = open_quotation(self._book, document_id, spans)
        if found is None:
            raise NotHeld("No such place is held here; the source may have been forgotten.")
        if found.passage:
            self._verify(found.passage)
        return opened_json(found)

    def sources(self, asked: ListSources) -> Record:
        """The sources that are wanted."""
        wanted = Wanted(authority=asked.authority or "", area=asked.area or "")
        found = [s for s in self._library.sources() if wanted.takes(s.edition)]
        return {"sources": [source_name_json(s) for s in found]}

    def source(self, source_id: str) -> Record:
        """One source."""
        found = self._library.source(source_id)
        if found is None:
            raise NotHeld("No source of this name is held here; it may have been forgotten.")
        return source_json(found)

    def edition(self, document_id: str) -> Record:
        """One edition with the names of its sections."""
        held, standing = self._held(document_id)
        names = [section_name_json(document_id, s) for s in self._library.sections(document_id)]
        return held_json(held, standing) | {"sections": names}

    def section(self, document_id: str, number: int) -> Record:
        """One section to read."""
        held, standing = self._held(document_id)
        sections = self._library.sections(document_id)
        if not 1 <= number <= len(sections):
            raise NotHeld(f"This edition has {len(sections)} sections, counted from 1.")
        for item in sections[number - 1].items:
            self._verify(item)
        blocks = read_section(self._book.units(document_id), sections, number)
        return section_json(held, standing, sections[number - 1], blocks)

    def review_questions(self, theme: str | None) -> Record:
        """What case reviews ask, each question once; of one theme where it is given."""
        if theme is not None and theme not in self._themes.names:
            raise NotHeld(f"There is no such theme; there are {', '.join(self._themes.names)}.")
        found: dict[tuple[str, str], Record] = {}
        for held, asked in self._book.review_questions():
            themes = self._themes.of(asked.text)
            if theme is None or theme in themes:
                self._verify(asked)
                record = question_json(cited(held, asked)) | {"themes": list(themes)}
                found.setdefault((held.edition.source_id, asked.text), record)
        return {"themes": list(self._themes.names), "review_questions": list(found.values())}

    def health(self) -> Record:
        """The index edition that answers; an error of the index says why none does."""
        return {"status": "ok", "index": self._book.opened().edition.edition_id}

    def _held(self, document_id: str) -> tuple[Held, Standing]:
        held, standing = self._book.held(document_id), self._book.standing(document_id)
        if held is None or standing is None:
            raise NotHeld("No such edition is held here; its source may have been forgotten.")
        return held, standing

    def _verify(self, item: Item) -> None:
        """Raise QuoteError unless a passage or review question stands where it says."""
        verify(self._book.units(item.document_id), item.text, item.spans, item.document_id)
