"""What is printed on a page beside its text: running heads, feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.read.pdf_lines import Line, rows_of
from ingest.read.pdf_page import Page

_FEWEST_PAGES = 3
_FEWEST_ROWS = 3
_OUTER = 0.1
_NEAR_EDGE = 0.12
_ISOLATED = 1.9
_SMALL = 0.87
_SPREAD = 1.5
_NUMBER_SIZE = 1.3
_GOOD_PART = 0.15
_LONGEST = 90
_SAYS_WHERE = re.compile(
    r"\b(page|vol(ume)?|issue|downloaded?|accessed|copyright|published by|issn|isbn|doi|version"
    r"|revision|rev|www|https?)\b|[©|]|\b(19|20)\d\d\b",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"\W*(page\s*)?(\d{1,4}|[ivxlc]{1,6})(\s*(of|/)\s*\d{1,4})?\W*", re.IGNORECASE
)
_TELEPHONE = re.compile(r"\d[\d ]{7,}\d|\b999\b|\b112\b")


@dataclass(slots=True)
class Apart:
    """The lines of one page that are not its text, and the number printed among them."""

    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    label: str | None = None

    def __contains__(self, line: Line) -> bool:
        return line in self.head or line in self.foot


def find_furniture(pages: list[Page]) -> list[Apart]:
    """What stands apart on each page: lines that several pages repeat in one place of the margin.

    In a document of one or two pages nothing repeats. There, a row at the very top or bottom is
    taken that stands alone, is no larger than the text, is no sentence, and either looks like a
    page number, an address or a date, or is spread over the width.
    """
    running = _running_lines(pages) if len(pages) >= _FEWEST_PAGES else None
    found = []
    for page in pages:
        apart = Apart()
        lines = _alone(page) if running is None else _repeated(page, running)
        for line in lines:
            (apart.head if line.base < page.height / 2 else apart.foot).append(line)
        apart.foot += [line for line in page.lines if _is_in_side_margin(line, page)]
        found.append(apart)
    for index, number in _printed_numbers(found).items():
        found[index].label = number
    return found


def _printed_numbers(found: list[Apart]) -> dict[int, str]:
    """The numbers in running lines that keep step with the pages; none if fewer than half do."""
    numbers = [
        {int(n) for line in apart.head + apart.foot for n in re.findall(r"\d{1,4}", line.text)}
        for apart in found
    ]
    steps = Counter(number - index for index, some in enumerate(numbers) for number in some)
    if not steps or len(found) < _FEWEST_PAGES or steps.most_common(1)[0][1] * 2 < len(found):
        return {}
    step = steps.most_common(1)[0][0]
    return {i: str(i + step) for i, some in enumerate(numbers) if i + step in some}


def _shape(line: Line) -> str:
    """The line's text with its numbers taken out, so that "Page 7" equals "Page 8"."""
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def _band(line: Line) -> int:
    return round(line.base / 6)


def _in_margin(line: Line, page: Page) -> bool:
    return not line.angle and not page.height * _OUTER < line.base < page.height * (1 - _OUTER)


def _running_lines(pages: list[Page]) -> set[tuple[str, int]]:
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            if _in_margin(line, page):
                seen[_shape(line), _band(line)].add(page.index)
    least = max(_FEWEST_PAGES, len(pages) // 5)
    return {key for key, where in seen.items() if len(where) >= least}


def _repeated(page: Page, running: set[tuple[str, int]]) -> list[Line]:
    margin = [line for line in page.lines if _in_margin(line, page)]
    return [line for line in margin if (_shape(line), _band(line)) in running]


def _is_in_side_margin(line: Line, page: Page) -> bool:
    """Print that runs up or down beside the text."""
    if line.angle not in (90, 270):
        return False
    middle = (line.box[0] + line.box[2]) / 2
    return not page.width * _OUTER < middle < page.width * (1 - _OUTER)


def _alone(page: Page) -> list[Line]:
    """The topmost and the lowest rows, where they are heads and feet by their looks."""
    rows = rows_of([line for line in page.lines if not line.angle])
    if len(rows) < _FEWEST_ROWS:
        return []
    usual = text_size(page.lines)
    found = []
    for from_edge in (rows, rows[::-1]):
        for row, following in pairwise(from_edge):
            if not any(c.isalnum() for line in row for c in line.text):
                continue
            if not _stands_apart(row, following, page, usual):
                break
            found += row
    return found


def text_size(lines: list[Line]) -> float:
    """The largest size that a good part of the letters is printed in."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    least = sum(letters.values()) * _GOOD_PART
    return max((size for size, count in letters.items() if count >= least), default=1.0)


def _stands_apart(row: list[Line], following: list[Line], page: Page, usual: float) -> bool:
    text = " ".join(line.text.strip() for line in row)
    if _is_told(text, len(row)):
        return False
    size = max(line.size for line in row)
    is_margin = not page.height * _NEAR_EDGE < row[0].base < page.height * (1 - _NEAR_EDGE)
    wide = max(line.box[2] for line in row) - row[0].x >= page.width * 0.5
    if len(row) > len(following) and wide and is_margin and size <= usual * _SPREAD:
        return True
    isolated = abs(row[0].base - following[0].base) >= _ISOLATED * max(usual, size)
    numbered = any(_PAGE_NUMBER.fullmatch(line.text.strip()) for line in row)
    if numbered and len(row) == 1 and size <= usual * _NUMBER_SIZE:
        at_foot = row[0].base > following[0].base
        return (isolated and is_margin) or (at_foot and (isolated or is_margin))
    if size > usual * 1.05:
        return False
    small = size <= usual * _SMALL
    return is_margin and isolated and bool(numbered or small or _SAYS_WHERE.search(text))


def _is_told(text: str, parts: int) -> bool:
    """Whether it is a sentence, or a number to ring: what a reader must be able to find."""
    sentence = parts == 1 and text[-1:] in ".?!"
    return sentence or len(text) > _LONGEST * parts or bool(_TELEPHONE.search(text))
