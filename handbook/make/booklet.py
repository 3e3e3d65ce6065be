"""Citations and review questions as the parts of a booklet: numbered through, each in brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from handbook.answer_records import Citation, CitedQuestion
from handbook.export.compose import sources_of, validity_of
from handbook.export.quoted import AddressOf, asked, cited, in_brief, plain
from handbook.export.sheet import Booklet, Part, Quoted
from handbook.notices import edition_notices

if TYPE_CHECKING:
    from handbook.book import Handbook

_TOLD_ONCE = frozenset({"successor_not_held", "undated_edition", "not_in_force_yet"})
"""What is said of editions for the whole paper; the rest stands beside each quotation."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for a part."""

    title: str
    note: str
    citations: Sequence[Citation] = ()
    questions: Sequence[CitedQuestion] = ()


def booklet_of(
    book: Handbook,
    title: str,
    opening: Sequence[str],
    chosen: Sequence[Chosen],
    printed_on: date,
    address_of: AddressOf | None,
) -> Booklet:
    """The paper: what is quoted is numbered from its first part to its last."""
    numbers = count(1)

    def numbered(citation: Citation) -> Quoted:
        quoted = cited(book, replace(citation, marker=next(numbers)), address_of, None)
        return in_brief(book, quoted)

    parts = tuple(
        Part(
            plain(c.title),
            plain(c.note),
            tuple(map(numbered, c.citations)),
            tuple(in_brief(book, asked(book, q, address_of)) for q in c.questions),
        )
        for c in chosen
    )
    quoted = [q for part in parts for q in (*part.quoted, *part.asked)]
    return Booklet(
        title=plain(title),
        printed_on=printed_on,
        opening=tuple(map(plain, opening)),
        notices=notices_of(book, quoted),
        parts=parts,
        sources=sources_of(book, quoted),
        validity=validity_of(book, printed_on),
    )


def notices_of(book: Handbook, quoted: Sequence[Quoted]) -> tuple[str, ...]:
    """What a reader must know about the editions of a paper, each once."""
    held = map(book.held, dict.fromkeys(q.document_id for q in quoted))
    notices = edition_notices(book.replies, [h.edition for h in held if h], None)
    return tuple(plain(n.text) for n in notices if n.kind in _TOLD_ONCE)
