"""What a document says of itself on its first page: its date and its area."""

from __future__ import annotations

import re

from handbook.dates import full_date_in
from handbook.domain import AREAS
from handbook.receipt import NOT_STATED
from ingest.reading import Reading

_LABEL = re.compile(
    r"^(date|dated|version|edition|published|publication date|issued|effective( from| date)?|"
    r"updated|last updated|review(ed)? on|as at)\b[\s:.–-]*",
    re.IGNORECASE,
)
_LONGEST_LINE = 48


def stated_date(reading: Reading) -> str:
    """The first line of the first unit that is a date, as it is printed: "1 September 2025",
    "Published: May 2024". "not stated" where no line is nothing but a date."""
    first = reading.units[0].text if reading.units else ""
    for line in first.splitlines():
        line = " ".join(line.split())
        if len(line) <= _LONGEST_LINE and full_date_in(line) and _only_date(line):
            return _LABEL.sub("", line)
    return NOT_STATED


def _only_date(line: str) -> bool:
    """Whether nothing but a label stands beside the date."""
    rest = _LABEL.sub("", line)
    return len(re.findall(r"[A-Za-z]{2,}", rest)) <= 1 and len(rest.split()) <= 3


def stated_areas(title: str) -> tuple[str, ...]:
    """The areas that a title names; none where it names all or none of them."""
    named = tuple(a for a in AREAS if re.search(rf"\b{a}\b", title, re.IGNORECASE))
    return () if len(named) == len(AREAS) else named
