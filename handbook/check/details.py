"""Material without personal details: each line keeps its place, and a record is told.

It stands before anything is searched, encoded, kept or shown of a line, so that what follows never
has more than the masked words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from handbook import screen
from handbook.check.records import Line
from handbook.personal.identifiers import TELEPHONE
from handbook.personal.mask import PLACEHOLDER, Masker

_LONGEST = 4_000
"""Characters that are masked at once: the time for more grows faster than they do."""
_SOMEBODYS = re.compile(
    r"\b(?:his|her|my|mum|mam|mom|mother|dad|father|nan|nana|gran|home|mobile|mob)\b"
    r"|(?<!\d)(?:\+44|0044|0)[\s()0]*7\d",
    re.IGNORECASE,
)
"""What makes a number a person's own, though no name stands beside it."""


def without_details(masker: Masker, line: Line) -> Line:
    """A line with each personal detail replaced by what it was; its spans and its place stay."""
    text, lead_in = masked_text(masker, line.text), masked_text(masker, line.lead_in)
    if (text, lead_in) == (line.text, line.lead_in):
        return line
    return replace(line, text=text, lead_in=lead_in)


def masked_text(masker: Masker, text: str) -> str:
    """A text without personal details. A service's telephone number stays: a check is to hold it
    against what is held here, and it tells of nobody."""
    return "".join(_masked(masker, piece) for piece in _pieces(text))


def is_record(masker: Masker, text: str) -> bool:
    """Whether a whole material is a record about a family, told by the text as it is: its dates
    may be among what is masked."""
    details = len(PLACEHOLDER.findall(masked_text(masker, text)))
    return screen.is_record_in_material(text, details)


def blanked(text: str) -> str:
    """A masked text as it is compared: spaces for what was taken out, so that no word of a
    placeholder counts and every other word stays at its place."""
    return PLACEHOLDER.sub(lambda found: " " * len(found[0]), text)


def _masked(masker: Masker, text: str) -> str:
    found = masker.mask(text)
    of_a_service = found.kinds == (TELEPHONE,) and not _SOMEBODYS.search(text)
    return found.text if found.count and not of_a_service else text


def _pieces(text: str) -> Iterator[str]:
    """Line by line, a very long one cut between its words."""
    for line in text.splitlines(keepends=True):
        rest = line
        while len(rest) > _LONGEST:
            cut = rest.rfind(" ", 1, _LONGEST)
            at = cut if cut > 0 else _LONGEST
            yield rest[:at]
            rest = rest[at:]
        yield rest
