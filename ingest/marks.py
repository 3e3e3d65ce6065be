"""List marks and paragraph numbers at the start of a line of text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"\s*([•●○▪■◦‣⁃∙·\uf0b7]{1,2}|[–—*-]|o(?=\s))\s+(?=\S)")
_LETTER = re.compile(r"\s*(\([a-z]{1,4}\)|[a-z]\)|[ivx]{1,4}[.)])\s+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{1,2})+|\d{1,3}(?=[.)]))[.)]?\s+(?=\S)")


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
