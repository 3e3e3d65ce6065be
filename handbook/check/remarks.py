"""What is said of a statement beside it: in a comment of an annotated copy, in a report."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.check.present import NOTHING_HELD, beside_heading, difference_words, verdict_words
from handbook.check.records import NO_EVIDENCE, Finding
from handbook.check.suggestion import suggestion
from handbook.contacts import contact_line
from handbook.reference import reference

CONTACTS = "Table of contacts"


def remark(finding: Finding) -> str:
    """A line each: verdict, statement, what differs, the source with its citation, what is
    suggested."""
    return "\n".join(_lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    yield verdict_heading(finding)
    yield f"Statement: “{finding.line.text}”"
    yield from (difference_words(finding, d) for d in finding.differences)
    if finding.citation:
        yield f"{source_heading(finding)}: {reference(finding.citation)}"
    if finding.contact:
        yield f"{source_heading(finding)}: {contact_line(finding.contact)}"
    if told := beside_words(finding):
        yield told
    if told := suggestion(finding):
        yield f"Suggestion: {told}"


def verdict_heading(finding: Finding) -> str:
    """The verdict as a row begins with it; of what cannot be checked, with the reason."""
    told = verdict_words(finding) + (f": {finding.apart}" if finding.apart else "")
    return told[:1].upper() + told[1:]


def source_heading(finding: Finding) -> str:
    """What the quotation is to the statement."""
    if finding.contact:
        return CONTACTS
    return "Nearest passage, no evidence" if finding.verdict in NO_EVIDENCE else "Source"


def beside_words(finding: Finding) -> str:
    """What holds before or after the day that the verdict names, or where the statement is meant to
    hold, with its reference; empty where the verdict has no other side."""
    if not (heading := beside_heading(finding)):
        return ""
    told = reference(finding.beside) if finding.beside else NOTHING_HELD
    return f"{heading[:1].upper()}{heading[1:]}: {told}"
