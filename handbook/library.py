"""What is held, source by source: for the library pages, and for whoever lists or reads sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handbook.access.roles import Role
from handbook.domain import Authority, Edition
from handbook.index.editions import Held, Standing
from handbook.receipt import Receipt
from handbook.sections import Section, find_sections
from handbook.text import fold

if TYPE_CHECKING:
    from handbook.book import Handbook


@dataclass(frozen=True, slots=True)
class OneEdition:
    """An edition that is held, and where it stands."""

    held: Held
    standing: Standing
    reread: bool = False
    """Whether it is an earlier reading of a file that has been read again since: it is kept so
    that addresses of its passages still open."""
    before: Held | None = None
    """The edition before it, where one is held to compare it with."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source with the edition that speaks for it: the one in force, else the last that was."""

    source_id: str
    latest: OneEdition
    editions: tuple[OneEdition, ...]
    """All that is held, oldest first."""
    sections: int
    """Of the edition that speaks for it."""
    questions: int
    """Its review questions."""
    unreadable: tuple[Receipt, ...]
    """Its files that could not be read at the last ingest."""
    readers: Role = Role.READER
    """The least role that may read it; for lower ones it does not exist."""

    @property
    def edition(self) -> Edition:
        """What is known of it."""
        return self.latest.held.edition


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sources to list; what is empty leaves none out."""

    words: str = ""
    authority: str = ""
    area: str = ""
    kind: str = ""

    def takes(self, edition: Edition) -> bool:
        """Whether an edition is wanted. A word may be the beginning of one of the edition's."""
        told = (edition.title, edition.publisher, edition.retells or "", edition.source_id)
        text = fold(" ".join(told))
        return (
            all(word in text for word in fold(self.words).split())
            and self.authority in ("", edition.authority)
            and edition.holds_in(self.area or None)
            and self.kind in ("", edition.kind)
        )


class Library:
    """All that one handbook holds, source by source."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        self._sections: dict[str, int] = {}
        """How many sections each document has; a document never changes."""

    def sources(self) -> list[Source]:
        """Every source that is held, by the weight of its authority and then by title."""
        ids = {held.edition.source_id for held in self._book.opened().edition.all()}
        failed = self.unreadable()
        found = [self._source(source_id, failed) for source_id in ids]
        order = list(Authority)
        return sorted(
            (source for source in found if source),
            key=lambda s: (order.index(s.edition.authority), fold(s.edition.title), s.source_id),
        )

    def source(self, source_id: str) -> Source | None:
        """One source; None where nothing of it is held."""
        return self._source(source_id, self.unreadable())

    def unreadable(self) -> list[Receipt]:
        """The files that could not be read at the last ingest, each with its reason."""
        return [receipt for receipt in self._book.receipts().values() if receipt.failed]

    def sections(self, document_id: str) -> tuple[Section, ...]:
        """The sections of an edition in reading order."""
        catalogue = self._book.catalogue
        return find_sections(
            catalogue.passages_of(document_id), catalogue.review_questions(document_id)
        )

    def _source(self, source_id: str, failed: Sequence[Receipt]) -> Source | None:
        editions = self._editions(self._book.chain(source_id))
        if not editions:
            return None
        current = [e for e in editions if e.standing is Standing.CURRENT and not e.reread]
        latest = (current or editions)[-1]
        key = latest.held.document_id
        return Source(
            source_id,
            latest,
            tuple(editions),
            self._section_count(key),
            self._book.catalogue.count("review_question", key),
            tuple(receipt for receipt in failed if receipt.source_id == source_id),
            self._book.opened().edition.least(source_id),
        )

    def _section_count(self, document_id: str) -> int:
        if document_id not in self._sections:
            self._sections[document_id] = len(self.sections(document_id))
        return self._sections[document_id]

    def _editions(self, chain: Sequence[Held]) -> list[OneEdition]:
        listed = {h.sha256 for h in chain if h.gone is None}
        found: list[OneEdition] = []
        before: Held | None = None
        for held in chain:
            reread = held.gone is not None and held.sha256 in listed
            standing = self._book.standing(held.document_id) or Standing.WITHDRAWN
            follows = before if before and not reread and _is_later(held, before) else None
            found.append(OneEdition(held, standing, reread, follows))
            before = before if reread else held
        return found


def _is_later(held: Held, before: Held) -> bool:
    """Whether two neighbours of a chain are two editions, and not one edition in two formats."""
    first = date.min
    return (held.starts or first, held.gone) != (before.starts or first, before.gone)
