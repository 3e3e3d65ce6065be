"""What pypdf tells of a PDF: the raw text of each page, labels and title.

The only door to pypdf. A unit's map counts the characters of the raw text.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pypdf
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font

from handbook.errors import ReadError

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_COMMENTS = ("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Stamp")
_FIELD, _ATTACHED = "/Widget", "/FileAttachment"
LARGEST_PAGE = 12_000_000
"""Bytes of drawing instructions; a page with more is a map or a plan, and is left out. pypdf
works through some two million a second."""

# What pypdf was seen to raise on the broken files that it was tried on.
FAULTS = (
    PyPdfError,
    DependencyError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How much of a file is no text of its pages, and is not read."""

    comments: int
    fields: int
    """Form fields that somebody has filled in."""
    attachments: int


class RawFile:
    """An open PDF. Reading it raises ReadError with a sentence where it cannot be read."""

    def __init__(self, path: Path) -> None:
        try:
            self._reader = pypdf.PdfReader(path)
            if self._reader.is_encrypted and not self._reader.decrypt(""):
                raise ReadError(f"{path.name} needs a password; save a copy without one.")
            self.labels: list[str] = self._reader.page_labels
            title = self._reader.metadata.title if self._reader.metadata else None
            self.title = title.strip() or None if isinstance(title, str) else None
            self._pages = self._reader.pages
            self.count = len(self._pages)
        except FAULTS as error:
            raise ReadError(
                f"{path.name} is not a readable PDF ({error}); save it again."
            ) from error

    def text(self, index: int) -> str:
        """The plain text of a page, in the order of the file; "" where nothing is written."""
        try:
            page = self._pages[index]
            contents = page.get_contents()
            if contents is not None and len(contents.get_data()) > LARGEST_PAGE:
                raise ReadError(f"Page {index + 1} is a drawing too large to be read as text.")
            return page.extract_text()
        except FAULTS as error:
            raise ReadError(f"Page {index + 1} could not be read ({error}).") from error

    def left_out(self) -> LeftOut:
        """The comments, filled fields and attached files; what is broken is not counted."""
        kinds = Counter(kind for page in self._pages for kind in _kinds(page))
        attached = 0
        with suppress(*FAULTS):
            attached = len(self._reader.attachments)
        comments = sum(kinds[kind] for kind in _COMMENTS)
        return LeftOut(comments, kinds[_FIELD], attached + kinds[_ATTACHED])


def _kinds(page: pypdf.PageObject) -> Iterator[str]:
    """The kinds of the annotations of a page that hold something."""
    with suppress(*FAULTS):
        for reference in page.annotations or ():
            annotation = reference.get_object()
            kind = str(annotation["/Subtype"])
            text = annotation.get("/V") if kind == _FIELD else annotation.get("/Contents")
            if kind == _ATTACHED or (isinstance(text, str) and text.strip()):
                yield kind


@contextmanager
def fonts_parsed_once() -> Iterator[None]:
    """pypdf parses every font again on every page that uses it, which takes most of the time of
    a document with large character maps (62 s against 3 s for one of 74 pages). While a file is
    read, each font resource is parsed once; the text read is the same."""
    parse = Font.from_font_resource
    parsed: dict[int, tuple[object, Font]] = {}

    def once(resource: DictionaryObject) -> Font:
        if id(resource) not in parsed:
            # The resource is kept too, so that its id cannot pass to another object.
            parsed[id(resource)] = (resource, parse(resource))
        return parsed[id(resource)][1]

    Font.from_font_resource = once  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Font.from_font_resource = parse  # type: ignore[method-assign]
