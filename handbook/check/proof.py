"""The check that stands before every paper made from a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handbook.check.records import Finding
from handbook.cite import Units, verify


def prove_findings(findings: Iterable[Finding], units_of: Callable[[str], Units]) -> None:
    """Raise QuoteError unless every quotation stands in the stored text."""
    for finding in findings:
        for cited in finding.cited:
            verify(units_of(cited.document_id), cited.quote, cited.spans, cited.edition.title)
