"""A check as JSON, and as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from handbook.answer_records import Citation
from handbook.check.records import NO_EVIDENCE, Check, Difference, Finding, Part, Verdict
from handbook.check.suggestion import suggestion
from handbook.contacts import contact_line
from handbook.dates import in_words
from handbook.present import citation_json, edition_json

NOTHING_HELD = "no sentence held here is plainly about it"


def check_json(check: Check) -> dict[str, Any]:
    """The record of a check; what is not stated is left out."""
    return {
        "file": check.file_name,
        "sha256": check.sha256,
        "made": check.made.isoformat(),
        "index_edition": check.index_edition,
        "area": check.area,
        "counts": counts(check),
        "findings": [finding_json(f) for f in check.findings],
        "editions": [edition_json(e) for e in check.editions],
        "masked": list(check.masked),
        "warnings": list(check.warnings),
    }


def counts(check: Check) -> dict[str, int]:
    """How many findings there are of each verdict, none left out."""
    found = Counter(str(f.verdict) for f in check.findings)
    return {str(v): found[str(v)] for v in Verdict}


def finding_json(finding: Finding) -> dict[str, Any]:
    """The record of one finding."""
    line = finding.line
    record: dict[str, Any] = {
        "where": line.where,
        "slide": line.slide,
        "page_index": line.page_index,
        "box": line.box,
        "places": list(line.places),
        "kind": line.kind,
        "statement": line.text,
        "spans": [asdict(s) for s in line.spans],
        "verdict": str(finding.verdict),
        "apart": finding.apart and str(finding.apart),
        "citation": finding.citation and citation_json(finding.citation),
        "contact": finding.contact and contact_line(finding.contact),
        "differences": [_difference(finding, d) for d in finding.differences],
        "until": finding.until and finding.until.isoformat(),
        "from": finding.starts and finding.starts.isoformat(),
        "beside": finding.beside and citation_json(finding.beside),
        "areas": list(finding.areas),
        "term": finding.term or None,
        "fix": finding.fix,
        "suggestion": suggestion(finding),
    }
    return {key: value for key, value in record.items() if value not in (None, [], "")}


def _difference(finding: Finding, difference: Difference) -> dict[str, Any]:
    record: dict[str, Any] = {"part": str(difference.part)}
    if difference.said:
        record["said"] = difference.said.of(finding.line.text)
        record["said_at"] = [difference.said.start, difference.said.end]
    if difference.stands and finding.evidence:
        record["stands"] = difference.stands.of(finding.evidence)
        record["stands_at"] = [difference.stands.start, difference.stands.end]
    return record


def check_text(check: Check) -> str:
    """What a person must look at, row by row, then how many there are of each verdict."""
    lines = [f"{check.file_name}, checked on {check.made} for {check.area or 'every area'}", ""]
    for finding in check.findings:
        if finding.needs_a_look:
            lines += [*_rows(finding), ""]
    lines += [f"{number:5} {verdict}" for verdict, number in counts(check).items() if number]
    lines += ["", *check.warnings] if check.warnings else []
    return "\n".join(lines)


def _rows(finding: Finding) -> Iterator[str]:
    yield f"{finding.line.where}: {verdict_words(finding)}"
    yield f"    said:    {finding.line.text}"
    yield from evidence_lines(finding)


def evidence_lines(finding: Finding, *, former: bool = False) -> Iterator[str]:
    """The differences, the quotation and where it stands, and how to mend it, for a terminal. Of a
    former finding it is not said that nothing was beside it, since what is no longer held may have
    been, nor how to mend it."""
    for difference in finding.differences:
        yield f"    {difference_words(finding, difference)}"
    if finding.contact:
        yield f"    contacts: {contact_line(finding.contact)}"
    if finding.citation:
        yield f"    {'nearest: ' if finding.verdict in NO_EVIDENCE else 'source:  '}" + _quoted(
            finding.citation
        )
    told = beside_heading(finding)
    if told and (finding.beside or not former):
        yield f"    {told}: {_quoted(finding.beside) if finding.beside else NOTHING_HELD}"
    if not former and (mend := suggestion(finding)):
        yield f"    suggest: {mend}"


def _quoted(citation: Citation) -> str:
    """A quotation, and below it where it stands."""
    return f"“{citation.quote}”\n             {_where(citation)}"


def _where(citation: Citation) -> str:
    edition = citation.edition
    where = " › ".join(dict.fromkeys((edition.title, edition.edition, *citation.headings[-1:])))
    return where + (f" › paragraph {citation.paragraph}" if citation.paragraph else "")


def beside_heading(finding: Finding) -> str:
    """When or where what stands beside the finding holds: "till 1 April 2027"; empty where there is
    no other side."""
    if finding.starts:
        return f"till {in_words(finding.starts)}"
    if finding.verdict is Verdict.TRUE_UNTIL:
        return "in its place"
    if finding.verdict is Verdict.TRUE_IN_ANOTHER_AREA and not finding.contact:
        return "where it is meant to hold"
    if finding.until and finding.beside:
        return f"from {in_words(finding.until)}"
    return ""


def verdict_words(finding: Finding) -> str:
    """The verdict with the date or the areas that belong to it."""
    if finding.until:
        return f"{str(finding.verdict).removesuffix(' until')} until {finding.until}"
    if finding.starts:
        return f"{finding.verdict} {finding.starts}"
    if finding.areas:
        return f"{finding.verdict} ({', '.join(a.capitalize() for a in finding.areas)})"
    if finding.term:
        return f"{finding.verdict} (now: {finding.term})"
    return str(finding.verdict)


def difference_words(finding: Finding, difference: Difference) -> str:
    """One difference: what is said, and what stands in the source."""
    said = difference.said and f"“{difference.said.of(finding.line.text)}”"
    stands = difference.stands and f"“{difference.stands.of(finding.evidence)}”"
    if difference.part is Part.TERM:
        return f"{difference.part}: {said} is no longer the name"
    if finding.contact and not stands:
        return f"{difference.part}: {said} is listed as stale"
    return f"{difference.part}: {said or 'nothing'} is said, {stands or 'nothing'} stands there"
