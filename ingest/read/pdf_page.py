"""One page of a PDF as lines of print, from what the two libraries tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from handbook.pdf_frame import Box
from handbook.pdfium import PrintedFile, PrintedPage
from handbook.pdfium_page import Link
from handbook.print_map import Matches
from ingest.read.pdf_hidden import find_hidden, groups, is_recognised
from ingest.read.pdf_lines import Line, make_lines
from ingest.read.pdf_pieces import place, place_alone
from ingest.read.pdf_text import RawFile

MOST_DOUBT = 0.1
"""The share of characters read by only one of the two libraries from which a page is reported."""
_WIDTH, _HEIGHT = 600.0, 800.0


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text of a page that is not seen on it, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the order of the file. Boxes are in points from the upper left; ``rules`` are
    the straight lines drawn on it; ``pictured`` says that it holds an image of some size;
    ``doubt`` is the share of characters that only one library reads, ``matches`` are the others."""

    index: int
    label: str
    width: float
    height: float
    lines: list[Line]
    rules: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hidden: list[HiddenText] = field(default_factory=list)
    pictured: bool = False
    recognised: bool = False
    doubt: float = 0.0
    matches: Matches = field(default_factory=Matches.none)

    @classmethod
    def unread(cls, index: int, label: str) -> Page:
        """A page of which nothing can be read."""
        return cls(index, label, _WIDTH, _HEIGHT, [])

    @property
    def letters(self) -> int:
        """How many visible characters are read."""
        return sum(len(line.text.replace(" ", "")) for line in self.lines)


def read_page(raw_file: RawFile, printed_file: PrintedFile | None, index: int) -> Page:
    """Read one page; ReadError says why it cannot be read."""
    raw = raw_file.text(index)
    label = raw_file.labels[index]
    if printed_file is None:
        return Page(index, label, _WIDTH, _HEIGHT, make_lines(raw, place_alone(raw)))
    with printed_file.page(index) as printed:
        return _page(raw, index, label, printed)


def _page(raw: str, index: int, label: str, printed: PrintedPage) -> Page:
    read = printed.contents
    placed = place(raw, read)
    hidden = find_hidden(placed.pieces, printed)
    seen = [p for number, p in enumerate(placed.pieces) if number not in hidden]
    width, height = read.frame.size
    rules = [edge for drawing in read.drawings for edge in drawing.edges]
    return Page(
        index,
        label,
        width,
        height,
        make_lines(raw, seen, rules),
        rules,
        read.links,
        [HiddenText(raw[a:b], why) for a, b, why in groups(placed.pieces, hidden)],
        any(d.is_image and _is_large(d.box, width, height) for d in read.drawings),
        is_recognised(placed.pieces, read) and bool(placed.pieces),
        placed.doubt,
        placed.matches,
    )


def _is_large(box: Box, width: float, height: float) -> bool:
    return (box[2] - box[0]) * (box[3] - box[1]) >= 0.2 * width * height
