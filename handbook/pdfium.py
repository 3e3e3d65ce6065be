"""PDF pages as they are printed: characters with their places, and images. The door to pypdfium2.

pdfium keeps state of its own and is not safe to call from two threads at once, so every call is
made under one lock. Places are in points from the upper left, in the frame in which most of the
page's text stands upright, whatever the page's own rotation is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from handbook.errors import ReadError
from handbook.pdf_frame import Frame
from handbook.pdfium_page import CharacterBox, Contents, character_boxes, contents

_LOCK = threading.Lock()

Grey = np.ndarray[Any, np.dtype[np.uint8]]
"""Rows of dots, 0 for black and 255 for white."""
Colours = np.ndarray[Any, np.dtype[np.uint8]]
"""Rows of dots, each of red, green and blue."""
MOST_ROWS = 10_000
"""How high a picture of a page may be; a page that is longer for its width is drawn narrower."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """An open page. ``image`` draws it in shades of grey, so many dots a point, and ``picture``
    in colour, so many dots wide, both in the frame of the places in ``contents``. ``boxes`` are
    those of the characters in ``contents``."""

    contents: Contents
    image: Callable[[float], Grey]
    picture: Callable[[int], Colours]
    boxes: Callable[[], list[CharacterBox]]


class PrintedFile:
    """An open PDF."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        with _LOCK:
            return len(self._document)

    @contextmanager
    def page(self, index: int) -> Iterator[PrintedPage]:
        """A page, open while the context lasts. ReadError where there is none of this number, or
        pdfium cannot load it."""
        with _LOCK:
            if not 0 <= index < len(self._document):  # pdfium takes the last bits of a number
                raise ReadError("The file has no page of this number.")
            try:
                page = self._document[index]
                read = contents(self._document, page)
            except (pdfium.PdfiumError, IndexError) as error:
                raise ReadError(f"Page {index + 1} cannot be drawn ({error}).") from error
        try:
            yield PrintedPage(
                read,
                lambda scale: _image(page, read.frame, scale),
                lambda width: _picture(page, read.frame, width),
                lambda: _boxes(page, read.frame),
            )
        finally:
            with _LOCK:
                page.close()


@contextmanager
def open_printed(path: Path, name: str | None = None) -> Iterator[PrintedFile]:
    """Open a PDF for its looks; ReadError, in which it is called ``name``, where pdfium does not
    take it."""
    with _LOCK:
        try:
            document = pdfium.PdfDocument(path)
        except (pdfium.PdfiumError, OSError) as error:
            raise ReadError(f"{name or path.name} cannot be drawn ({error}).") from error
    try:
        yield PrintedFile(document)
    finally:
        with _LOCK:
            document.close()


def _image(page: pdfium.PdfPage, frame: Frame, scale: float) -> Grey:
    shades = _drawn(page, frame, scale, grayscale=True)
    return shades.reshape(shades.shape[0], shades.shape[1])


def _picture(page: pdfium.PdfPage, frame: Frame, width: int) -> Colours:
    wide, high = frame.size
    # pdfium fills the next whole number of dots: half a dot less makes that ``width``.
    scale = min((width - 0.5) / wide, (MOST_ROWS - 0.5) / high)
    return _drawn(page, frame, scale, rev_byteorder=True)


def _drawn(page: pdfium.PdfPage, frame: Frame, scale: float, **how: bool) -> Colours:
    with _LOCK:
        turn = (frame.turn * 90 - page.get_rotation()) % 360
        bitmap = page.render(scale=scale, rotation=turn, may_draw_forms=False, **how)
        try:
            dots: Colours = bitmap.to_numpy().copy()
        finally:
            bitmap.close()
    return dots


def _boxes(page: pdfium.PdfPage, frame: Frame) -> list[CharacterBox]:
    with _LOCK:
        return character_boxes(page, frame)
