"""The lines of a PDF page as pypdf gives them, with where and how each is printed.

The only door to pypdf. Offsets count characters of pypdf's plain text of the page, which is the
raw text that a unit's map points into.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font

from handbook.errors import ReadError

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# What pypdf was seen to raise on the broken files that it was tried on.
_FAULTS = (
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
class Line:
    """One printed line. ``start`` and ``end`` are offsets in the page's raw text, without the
    line break; ``x`` and ``y`` are in points from the lower left; ``size`` is in points."""

    text: str
    start: int
    end: int
    x: float
    y: float
    size: float
    bold: bool

    @property
    def blank(self) -> bool:
        """Whether nothing visible is printed."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in the order of the file."""

    index: int
    label: str
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Fragment:
    start: int
    text: str
    x: float
    y: float
    size: float
    bold: bool


@contextmanager
def _fonts_parsed_once() -> Iterator[None]:
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


def read_pages(path: Path) -> tuple[list[Page], str | None, list[str]]:
    """All pages, the title that the file declares, and warnings; ReadError if it cannot be read."""
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(f"{path.name} needs a password; save a copy without one.")
        labels = reader.page_labels
        title = reader.metadata.title if reader.metadata else None
        count = len(reader.pages)
    except _FAULTS as error:
        raise ReadError(f"{path.name} is not a readable PDF ({error}); save it again.") from error
    pages, warnings = [], []
    with _fonts_parsed_once():
        for index in range(count):
            try:
                pages.append(_page(reader.pages[index], index, labels[index]))
            except _FAULTS as error:
                warnings.append(f"Page {index + 1} could not be read ({error}).")
    return pages, title, warnings


def _page(page: pypdf.PageObject, index: int, label: str) -> Page:
    fragments: list[_Fragment] = []
    position = 0

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        nonlocal position
        if text:
            fragments.append(_fragment(text, position, cm, tm, font, size))
            position += len(text)

    page.extract_text(visitor_text=visit)
    return Page(index, label, float(page.mediabox.height), tuple(_lines(fragments)))


def _fragment(
    text: str, start: int, cm: list[float], tm: list[float], font: Any, size: float
) -> _Fragment:
    x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
    y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
    scale = (abs(tm[3]) or abs(tm[1])) * (abs(cm[3]) or abs(cm[1]))
    name = str((font or {}).get("/BaseFont", "")).lower()
    return _Fragment(start, text, x, y, round(size * scale, 1), "bold" in name or "black" in name)


def _lines(fragments: list[_Fragment]) -> list[Line]:
    """Cut the running text at its line breaks; the longest fragment of a line gives its looks."""
    lines: list[Line] = []
    pieces: list[tuple[str, int, _Fragment]] = []
    for fragment in fragments:
        offset = fragment.start
        for part in fragment.text.splitlines(keepends=True) or [""]:
            body = part.rstrip("\r\n")
            pieces.append((body, offset, fragment))
            offset += len(part)
            if len(body) < len(part):
                lines.append(_line(pieces))
                pieces = []
    if pieces:
        lines.append(_line(pieces))
    return lines


def _line(pieces: list[tuple[str, int, _Fragment]]) -> Line:
    text = "".join(body for body, _, _ in pieces)
    start = pieces[0][1]
    visible = [p for p in pieces if p[0].strip()] or pieces
    first = visible[0][2]
    widest = max(visible, key=lambda p: len(p[0].strip()))[2]
    bold = sum(len(b.strip()) for b, _, f in visible if f.bold) * 2 > len(text.strip())
    return Line(text, start, start + len(text), first.x, first.y, widest.size, bold)
