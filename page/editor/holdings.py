"""What is held, source by source, for the editor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from handbook.access.roles import Role
from handbook.added import is_added
from handbook.book import Handbook
from handbook.index.editions import Held, Standing
from handbook.withdrawn import withdrawn


@dataclass(frozen=True, slots=True)
class Holding:
    """A source with what is held of it."""

    source_id: str
    title: str
    standing: Standing
    editions: int
    place: str
    """Where its files come from, in words."""
    withdrawn: bool
    """Whether the editor has withdrawn it."""
    readers: Role = Role.READER
    """The least role that may read it."""
    document_id: str = ""
    """Its latest edition; none of a source that is withdrawn and not held."""


def holdings(book: Handbook) -> list[Holding]:
    """Every source that is held or withdrawn, by title."""
    edition = book.opened().edition
    out = withdrawn(book.settings.data)
    by_source: dict[str, list[Held]] = {}
    for held in edition.all():
        by_source.setdefault(held.edition.source_id, []).append(held)
    found = [_holding(book, source_id, of_it, out) for source_id, of_it in by_source.items()]
    found += [
        Holding(name, name, Standing.WITHDRAWN, 0, "nothing held", True)
        for name in out - set(by_source)
    ]
    return sorted(found, key=lambda h: (h.title.lower(), h.source_id))


def find_holding(book: Handbook, source_id: str) -> Holding | None:
    """What is held of one source."""
    return next((h for h in holdings(book) if h.source_id == source_id), None)


def counted_by_standing(sources: list[Holding]) -> dict[str, int]:
    """How many sources there are of each standing."""
    counts = Counter(h.standing for h in sources)
    return {str(standing): counts[standing] for standing in Standing}


def _holding(book: Handbook, source_id: str, held: list[Held], out: frozenset[str]) -> Holding:
    edition = book.opened().edition
    standings = {h.document_id: edition.standing(h) for h in held}
    latest = min(held, key=lambda h: list(Standing).index(standings[h.document_id]))
    return Holding(
        source_id,
        latest.edition.title,
        standings[latest.document_id],
        len({h.document_id for h in held}),
        _place(book.settings.data, latest),
        source_id in out,
        edition.least(source_id),
        latest.document_id,
    )


def _place(data: Path, held: Held) -> str:
    if is_added(data, held):
        return "added here"
    fetched = (data / "fetched").absolute()
    return "fetched" if fetched in Path(held.origin).parents else "the corpus folder"
