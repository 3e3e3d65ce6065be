"""An annotated copy of a deck or a document: the file itself, with a comment at each finding that a
person must look at. It lies here because a place in a file is what the file's reader says it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.check.proof import prove_findings
from handbook.check.records import Finding
from handbook.check.remarks import remark
from handbook.cite import Units
from handbook.errors import ExportError

AUTHOR, INITIALS = "Handbook", "HB"
FORMS = (".docx", ".pptx")
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Comment:
    """What is to be said at a place of the file, as Run names places."""

    place: str
    text: str


def look_at_forms(path: Path, out: Path) -> None:
    """ExportError unless ``out`` is another file in the form of ``path``, which can hold
    comments."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise ExportError(f"{path.name} can hold no comments; only {' and '.join(FORMS)} can.")
    if out.suffix.lower() != form:
        raise ExportError(f"{out.name} must end with {form}, as {path.name} does.")
    if out.absolute() == path.absolute() or (out.exists() and out.samefile(path)):
        raise ExportError(f"{out} is the file itself; give the copy another name.")


def annotated(path: Path, findings: Sequence[Finding], units_of: Callable[[str], Units]) -> bytes:
    """The content of the copy. Every part of the file stays as it is, but for the comments and the
    marks that lead to them. QuoteError where a quotation does not stand in the stored text,
    ExportError where its comments cannot stand beside those it has; then there is no copy."""
    prove_findings(findings, units_of)
    comments = [
        Comment(f.line.places[0], _NO_XML.sub("\ufffd", remark(f)))
        for f in findings
        if f.needs_a_look and f.line.places
    ]
    if path.suffix.lower() == ".docx":
        from ingest.annotate_word import annotate_docx

        return annotate_docx(path, comments)
    from ingest.annotate_slides import annotate_pptx

    return annotate_pptx(path, comments)
