"""Text that is in the file and that nobody sees on the page."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.pdf_frame import Box
from handbook.pdfium import Grey, PrintedPage
from handbook.pdfium_page import Contents
from ingest.read.pdf_pieces import Piece

_TINY = 1 / 300
"""Print smaller than this share of the page's shorter side (2 points on A4) cannot be read."""
_DOTS = 2.0
_LEAST_CONTRAST = 24
_MOSTLY = 0.8


def find_hidden(pieces: list[Piece], printed: PrintedPage) -> dict[int, str]:
    """Why each hidden piece (by its position in ``pieces``) is not seen.

    White ink is hidden only where the page drawn under it is white too. Invisible ink that makes
    up a page which is a picture is what text recognition read there: that is not hidden.
    """
    width, height = printed.contents.frame.size
    smallest = min(width, height) * _TINY
    recognised = is_recognised(pieces, printed.contents)
    image: Grey | None = None
    found: dict[int, str] = {}
    for number, piece in enumerate(pieces):
        if _is_outside(piece.box, width, height):
            found[number] = "off the page"
        elif piece.print.size < smallest:
            found[number] = "tiny"
        elif piece.print.invisible and not recognised:
            found[number] = "invisible ink"
        elif piece.print.pale and not piece.print.invisible:
            image = printed.image(_DOTS) if image is None else image
            if not _is_seen(piece.box, image):
                found[number] = "white"
    return found


def is_recognised(pieces: list[Piece], printed: Contents) -> bool:
    """Whether the page is a picture with the text that a machine recognised laid under it."""
    letters = sum(p.end - p.start for p in pieces)
    invisible = sum(p.end - p.start for p in pieces if p.print.invisible)
    width, height = printed.frame.size
    pictured = any(_area(d.box) >= 0.5 * width * height for d in printed.drawings if d.is_image)
    return pictured and invisible >= _MOSTLY * letters


def groups(pieces: list[Piece], hidden: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    """Hidden pieces that follow each other, as one range of the raw text with the reason."""
    run: tuple[int, int, str] | None = None
    for number in sorted(hidden):
        piece, why = pieces[number], hidden[number]
        if run and run[2] == why and hidden.get(number - 1) == why:
            run = (run[0], piece.end, why)
        else:
            if run:
                yield run
            run = (piece.start, piece.end, why)
    if run:
        yield run


def _is_outside(box: Box, width: float, height: float) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return not (-1 <= across <= width + 1 and -1 <= down <= height + 1)


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _is_seen(box: Box, image: Grey) -> bool:
    """Whether anything stands out from what is around it where the piece is printed."""
    left, top, right, bottom = (max(0, round(edge * _DOTS)) for edge in box)
    dots = image[top : bottom + 1, left : right + 1]
    return bool(dots.size) and int(dots.max()) - int(dots.min()) >= _LEAST_CONTRAST
