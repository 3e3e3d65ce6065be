"""The record of a check read back. Its quotations are taken from the store again, never from the
record, so that what is shown stands there now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from handbook.answer_records import Citation
from handbook.check.records import Apart, Difference, Finding, Line, Part, Verdict
from handbook.contacts import Contact, contact_line, read_stale
from handbook.domain import Span
from handbook.errors import QuoteError
from handbook.quotation import open_quotation
from handbook.rule_records import Piece

if TYPE_CHECKING:
    from handbook.book import Handbook

Record = Mapping[str, Any]


def read_findings(book: Handbook, check: Record) -> list[Finding]:
    """The findings of a check from its JSON form. QuoteError where a quotation is no longer held:
    its source was erased, or its document read anew."""
    return [_finding(book, number, record) for number, record in enumerate(check["findings"])]


def _finding(book: Handbook, number: int, record: Record) -> Finding:
    apart = record.get("apart")
    return Finding(
        _line(number, record),
        Verdict(record["verdict"]),
        _citation(book, record["citation"]) if "citation" in record else None,
        tuple(_difference(d) for d in record.get("differences", ())),
        Apart(apart) if apart else None,
        _day(record.get("until")),
        tuple(record.get("areas", ())),
        record.get("term", ""),
        _contact(book, record["contact"]) if "contact" in record else None,
        _day(record.get("from")),
        _citation(book, record["beside"]) if "beside" in record else None,
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _line(number: int, record: Record) -> Line:
    return Line(
        number,
        record["statement"],
        _spans(record["spans"]),
        record["kind"],
        record["where"],
        slide=record.get("slide"),
        page_index=record.get("page_index"),
        box=record.get("box"),
        places=tuple(record.get("places", ())),
    )


def _citation(book: Handbook, record: Record) -> Citation:
    opened = open_quotation(book, record["document_id"], _spans(record["spans"]))
    if opened is None or opened.citation.quote != record["quote"]:
        raise QuoteError(
            f"What this check quoted from {record['title']} is no longer held, so that the check "
            "is not shown; check the file again."
        )
    return opened.citation


def _contact(book: Handbook, line: str) -> Contact:
    rows = (*book.contacts, *read_stale(book.settings.contacts))
    found = next((row for row in rows if contact_line(row) == line), None)
    if found is None:
        raise QuoteError(
            "A row of the table of contacts that this check was held against has changed, so that "
            "the check is not shown; check the file again."
        )
    return found


def _difference(record: Record) -> Difference:
    return Difference(
        Part(record["part"]), _piece(record.get("said_at")), _piece(record.get("stands_at"))
    )


def _piece(at: Sequence[int] | None) -> Piece | None:
    return Piece(*at) if at else None


def _spans(records: Sequence[Record]) -> tuple[Span, ...]:
    return tuple(Span(s["unit"], s["start"], s["end"]) for s in records)
