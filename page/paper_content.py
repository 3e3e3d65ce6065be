"""What is in the file of a paper, whichever form it has."""

from __future__ import annotations

from handbook.book import Handbook
from handbook.export.forms import PAGE, written
from handbook.export.sheet import Paper, Quiz
from page.quiz_file import quiz_file


def content_of(book: Handbook, paper: Paper, form: str) -> bytes:
    """The content. QuoteError if a quotation does not stand in the stored text, ExportError if the
    form is none of this paper's or cannot hold one; then there is no file."""
    if form == PAGE and isinstance(paper, Quiz):
        return quiz_file(book, paper)
    return written(book, paper, form)
