"""List marks and paragraph numbers at the start of a line of text, and lines that are headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"\s*([•●○▪■◦‣⁃∙·\uf0b7]{1,2}|[–—*-]|o(?=\s))\s+(?=\S)")
_LETTER = re.compile(r"\s*(\([a-z]{1,4}\)|[a-z]\)|[ivx]{1,4}[.)])\s+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{1,2})+|\d{1,3}(?=[.)]))[.)]?\s+(?=\S)")
_MODAL = re.compile(
    r"\b(must|should|shall|always|never|do not|don[’']t|call|ring|dial)\b", re.IGNORECASE
)
_LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Mark:
    """``label`` as it is cited ("•", "a", "173", "2.1") and where the text after it begins."""

    label: str
    body: int
    is_item: bool


def leading_mark(text: str) -> Mark | None:
    """The bullet, letter or number that ``text`` begins with, if it does.

    Bullets and letters mark list items; numbers mark numbered paragraphs (or headings).
    """
    for pattern, is_item in ((_BULLET, True), (_LETTER, True), (_NUMBER, False)):
        found = pattern.match(text)
        if found:
            return Mark(found[1].strip("()."), found.end(), is_item)
    return None


def heads_its_text(text: str) -> bool:
    """Whether a line printed in bold may be a heading: short, no sentence, and no instruction.

    "Always ring 999 first" in bold is text that must be quotable, not a heading.
    """
    line = " ".join(text.split())
    short = 0 < len(line) <= _LONGEST_HEADING and line[-1] not in ".;:,"
    return short and not _MODAL.search(line)


def is_head_row(cells: list[str]) -> bool:
    """Whether a table's first row, said to be its head, reads like one: short names, no numbers."""
    named = [c for c in cells if c.strip()]
    return len(named) >= 2 and all(
        len(c.split()) <= 8 and c.strip()[-1] not in ".;" and not c.strip().isdigit() for c in named
    )
