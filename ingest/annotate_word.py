"""Comments in a Word document. Each marks its whole paragraph, so that no run is parted."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from handbook.errors import ExportError
from ingest.annotated import AUTHOR, INITIALS, Comment
from ingest.read.word import paragraphs_by_place


def annotate_docx(path: Path, comments: Sequence[Comment]) -> bytes:
    """The document with the comments. What stands in a text box or a note is marked where the box
    is anchored or the note is called: the format has no comments inside them. ExportError where the
    comments that it has cannot be read."""
    document = Document(str(path))
    paragraphs = paragraphs_by_place(document)
    for comment in comments:
        element = paragraphs[comment.place.partition(" drawing ")[0]]
        _mark(_outermost(element), _add(path, document, comment))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _add(path: Path, document: Any, comment: Comment) -> str:
    """Put a comment beside those that there are; its id."""
    try:
        return str(document.comments.add_comment(comment.text, AUTHOR, INITIALS).comment_id)
    except ValueError as error:  # the number of one is none
        raise ExportError(
            f"The comments that {path.name} has cannot be read ({error}); take them out first."
        ) from error


def _outermost(element: Any) -> Any:
    """The paragraph itself, or the one that holds its text box."""
    holders = [a for a in element.iterancestors() if a.tag == qn("w:p")]
    return holders[-1] if holders else element


def _mark(paragraph: Any, comment_id: str) -> None:
    attributes = {qn("w:id"): comment_id}
    start = OxmlElement("w:commentRangeStart", attrs=attributes)
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        paragraph.insert(0, start)
    else:
        properties.addnext(start)
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:commentReference", attrs=attributes))
    paragraph.append(OxmlElement("w:commentRangeEnd", attrs=attributes))
    paragraph.append(run)
