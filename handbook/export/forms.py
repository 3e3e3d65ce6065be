"""The one door to a file: the form is chosen, every quotation proved, and only then written."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.errors import ExportError
from handbook.export.proof import prove
from handbook.export.sheet import Booklet, Paper

if TYPE_CHECKING:
    from handbook.book import Handbook

FORMS = (".docx", ".pdf", ".md")
SLIDES = ".pptx"
"""The form that only a booklet has: each of its parts is a slide or more."""
BOOKLET_FORMS = (SLIDES, *FORMS)
PAGE = ".html"
"""The form that only a quiz has: a page that marks itself, which page/quiz_file.py makes."""
QUIZ_FORMS = (*FORMS, PAGE)


def form_of(path: Path, forms: Sequence[str]) -> str:
    """The form that the ending of a file's name asks for; ExportError where it is none of
    ``forms``."""
    form = path.suffix.lower()
    if form not in forms:
        raise ExportError(f"{path.name} names no form; end it with {', '.join(forms)}.")
    return form


def written(book: Handbook, paper: Paper, form: str) -> bytes:
    """The content of the file in one of its forms. QuoteError if a quotation does not stand in the
    stored text, ExportError if the form cannot hold one; then there is no file."""
    prove(paper, book.units)
    if form == SLIDES and isinstance(paper, Booklet):
        from handbook.export.slides import to_pptx

        return to_pptx(paper)
    return _writer(form)(paper)


def _writer(form: str) -> Callable[[Paper], bytes]:
    """The libraries are heavy, so that each is imported where its form is wanted."""
    if form == ".docx":
        from handbook.export.word import to_docx

        return to_docx
    if form == ".pdf":
        from handbook.export.pdf import to_pdf

        return to_pdf
    if form == ".md":
        from handbook.export.markdown import to_markdown

        return lambda paper: to_markdown(paper).encode()
    raise ExportError(f"What was asked for is no form; there are {', '.join(FORMS)}.")


def save(path: Path, content: bytes) -> None:
    """Have the whole content in a file, or what was there before; ExportError says why not."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise ExportError(
            f"{path} cannot be written ({error.strerror}); choose another place."
        ) from error
