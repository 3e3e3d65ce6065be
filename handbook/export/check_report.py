"""A check as a report to hand on: a page that opens offline, or a workbook. What stands on it is
composed here once, and proved; the writers only give it a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.check.marked import said_stretches, stands_stretches
from handbook.check.present import counts, difference_words
from handbook.check.proof import prove_findings
from handbook.check.records import Check, Finding
from handbook.check.remarks import beside_words, source_heading, verdict_heading
from handbook.check.suggestion import suggestion
from handbook.differing import Stretch
from handbook.export.compose import validity_of
from handbook.export.quoted import cited, plain, source
from handbook.export.sheet import Quoted, Source, Validity

if TYPE_CHECKING:
    from handbook.book import Handbook

REPORTS = (".html", ".xlsx")


@dataclass(frozen=True, slots=True)
class Row:
    """One statement with what was found of it."""

    where: str
    statement: tuple[Stretch, ...]
    verdict: str
    """As it is counted; ``heading`` adds the date, the areas or the name that belong to it."""
    heading: str
    differences: tuple[str, ...]
    quotation: tuple[Stretch, ...]
    """The characters of ``quoted``, with those marked that differ; empty where nothing is."""
    quoted: Quoted | None
    quoted_as: str
    """What the quotation is to the statement."""
    beside: str
    """What holds before or after the day that the verdict names, or where the statement is meant to
    hold, quoted with its reference."""
    suggestion: str


@dataclass(frozen=True, slots=True)
class Report:
    """A check with all that a reader needs who was not there."""

    file_name: str
    sha256: str
    made: date
    area: str
    index_edition: str
    counts: dict[str, int]
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    warnings: tuple[str, ...]
    validity: Validity


def write_report(book: Handbook, check: Check, form: str) -> bytes:
    """The content of a report in one of ``REPORTS``; QuoteError where a quotation does not stand
    in the stored text, and then there is none."""
    prove_findings(check.findings, book.units)
    report = report_of(book, check)
    if form == ".xlsx":
        from handbook.export.check_workbook import to_workbook

        return to_workbook(report)
    from handbook.export.check_page import to_page

    return to_page(report).encode()


def report_of(book: Handbook, check: Check) -> Report:
    """What stands on the report."""
    return Report(
        plain(check.file_name),
        check.sha256,
        check.made,
        check.area.capitalize() if check.area else "every area",
        check.index_edition,
        counts(check),
        tuple(row_of(book, finding) for finding in check.findings),
        tuple(source(edition) for edition in check.editions),
        tuple(map(plain, check.warnings)),
        validity_of(book, check.made),
    )


def row_of(book: Handbook, finding: Finding) -> Row:
    """The row of one finding, without the characters that no file may hold."""
    finding = replace(finding, line=replace(finding.line, text=plain(finding.line.text)))
    citation = finding.citation
    return Row(
        finding.line.where,
        tuple(said_stretches(finding)),
        str(finding.verdict),
        verdict_heading(finding),
        tuple(difference_words(finding, d) for d in finding.differences),
        tuple(stands_stretches(finding)),
        cited(book, citation, None, None) if citation else None,
        source_heading(finding) if finding.evidence else "",
        plain(beside_words(finding)),
        plain(suggestion(finding)),
    )
