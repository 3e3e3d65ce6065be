"""How a statement may be mended, for a person to accept: one wording for every place that shows
it."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.check.records import STANDS_BESIDE, Finding, Part


def suggestion(finding: Finding) -> str:
    """How to mend the statement, in the words of the source that is in force or with the name of
    the table of terms; empty where there is nothing to mend or no words to mend it with."""
    if finding.verdict in STANDS_BESIDE:
        return f"use “{finding.fix}”" if finding.fix else ""
    told = list(_changes(finding))
    if told:
        return "; ".join(told) + "."
    return "use the source's own words." if finding.fix else ""


def _changes(finding: Finding) -> Iterator[str]:
    for difference in finding.differences:
        said = difference.said.of(finding.line.text) if difference.said else ""
        stands = difference.stands.of(finding.evidence) if difference.stands else ""
        if difference.part is Part.TERM and said:
            yield _renamed(said, finding.term)
        elif said and stands:
            yield f"“{stands}” instead of “{said}”"
        elif stands:
            yield f"add “{stands}”"


def _renamed(said: str, term: str) -> str:
    """The name is the table's and no source's, so that the table is named."""
    return f"{term} (table of terms) instead of “{said}”" if term else f"another name than “{said}”"
