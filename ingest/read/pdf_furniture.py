"""What is printed on a page beside its text: running heads, feet, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from ingest.read.pdf_lines import Line, Page

_FEWEST_PAGES = 3
_NOTE = re.compile(r"\s*(\d{1,3}|[*†‡])\s*\S")


@dataclass(slots=True)
class Apart:
    """The lines of one page that are not its text."""

    head: set[Line] = field(default_factory=set)
    foot: set[Line] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands apart, page by page."""

    pages: dict[int, Apart]
    printed: dict[int, str]

    def label(self, page: Page) -> str:
        """The page number that is printed on the page, else the label that the file declares."""
        return self.printed.get(page.index, page.label)

    def of(self, index: int) -> Apart:
        """What stands apart on the page of that index."""
        return self.pages[index]


def find_furniture(pages: list[Page], body_size: float) -> Furniture:
    """Find page numbers and repeated lines by their place on the page, and footnotes by size.

    Nothing counts as running in a document of fewer than three pages: a panel number at the top
    of a one-page briefing looks exactly like a page number.
    """
    running = _running_lines(pages) if len(pages) >= _FEWEST_PAGES else set()
    found = {}
    for page in pages:
        apart = Apart()
        for line in page.lines:
            if not line.blank and (_shape(line), _band(line)) in running:
                (apart.head if line.y > page.height / 2 else apart.foot).add(line)
        apart.foot |= _footnotes(page, apart, body_size)
        found[page.index] = apart
    return Furniture(found, _printed_numbers(found))


def _printed_numbers(found: dict[int, Apart]) -> dict[int, str]:
    """The numbers in running lines that keep step with the pages; none if fewer than half do."""
    numbers = {
        index: [int(n) for line in apart.head | apart.foot for n in re.findall(r"\d+", line.text)]
        for index, apart in found.items()
    }
    steps = Counter(number - index for index, some in numbers.items() for number in set(some))
    if not steps or steps.most_common(1)[0][1] * 2 < len(found):
        return {}
    step = steps.most_common(1)[0][0]
    return {index: str(index + step) for index, some in numbers.items() if index + step in some}


def _shape(line: Line) -> str:
    """The line's text with its numbers taken out, so that "Page 7" equals "Page 8"."""
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def _band(line: Line) -> int:
    return round(line.y / 6)


def _running_lines(pages: list[Page]) -> set[tuple[str, int]]:
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            outer = line.y > page.height * 0.9 or line.y < page.height * 0.1
            if not line.blank and outer:
                seen[_shape(line), _band(line)].add(page.index)
    least = max(_FEWEST_PAGES, len(pages) // 5)
    return {key for key, where in seen.items() if len(where) >= least}


def _footnotes(page: Page, apart: Apart, body_size: float) -> set[Line]:
    """The run of small lines that ends the page, from the first one that begins with a mark."""
    tail: list[Line] = []
    for line in reversed(page.lines):
        if line.blank or line in apart.head or line in apart.foot:
            continue
        if line.size > body_size * 0.9 or line.y > page.height / 2:
            break
        tail.append(line)
    tail.reverse()
    for position, line in enumerate(tail):
        if _NOTE.match(line.text):
            return set(tail[position:])
    return set()
