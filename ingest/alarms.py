"""Signs that a reader has lost something: references that nothing answers, numbers left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from ingest.reading import Kind, Reading
from ingest.sections import heading_text, number_of

_REFERENCE = re.compile(
    r"\b(?:see|refer to|set out in|described in|explained in)(?: also)?"
    r" (?:the )?((?:section|paragraph|para)s?\.? (\d{1,3}(?:\.\d{1,2})*)"
    r"(?:(?:,| and| or| to|–|-)+ ?(\d{1,3}(?:\.\d{1,2})*))?)"
    r"(?!\.?\d)(?P<after>.{0,60})",
    re.IGNORECASE | re.DOTALL,
)
_ELSEWHERE = re.compile(
    r"\s*(?:\(?\d+\)?)?[a-z]?,?\s*(?:\(\w{1,3}\)\s*)*(?:of|to|in|enquir|inquir|investigat|duties|duty|"
    r"assessment|report|order|agreement|below the)\b|\s*enquir",
    re.IGNORECASE,
)
_STATUTE = re.compile(r"\bAct\b|Regulations|Schedule")
_HIGHEST = {"Section": 40, "Paragraph": 999}
"""Higher sections are a statute's."""

_LONGEST_RUN_OF_GAPS = 20


def references(reading: Reading) -> dict[str, bool]:
    """The references to a section or paragraph ("Section 3"), and whether a number here answers.

    References into a statute or another publication are left out. Where some are not answered,
    headings may have been lost in reading.
    """
    known = _numbers(reading)
    found: dict[str, bool] = {}
    for block in reading.blocks:
        text = " ".join(reading.text(block.spans).split())
        for reference in _REFERENCE.finditer(text):
            if _leads_elsewhere(reference):
                continue
            what = "Section" if reference[1].lower().startswith("section") else "Paragraph"
            for number in filter(None, (reference[2], reference[3])):
                if int(number.partition(".")[0]) <= _HIGHEST[what]:
                    found[f"{what} {number}"] = number in known
    return found


def _leads_elsewhere(reference: re.Match[str]) -> bool:
    after = reference["after"].partition(". ")[0]
    statute = _ELSEWHERE.match(after) or _STATUTE.search(after)
    return bool(statute) or "section 47" in reference[1].lower()


def paragraph_gaps(reading: Reading) -> tuple[str, ...]:
    """The numbers that are left out between numbered paragraphs: "2.3", "174 to 176".

    Numbers with a point are looked at below their section; plain numbers only where they run
    through the whole document, for short lists begin again at 1.
    """
    below: dict[str, list[int]] = defaultdict(list)
    plain: list[int] = []
    for block in reading.blocks:
        label = (block.mark or "") if block.kind is Kind.PARAGRAPH else ""
        section, _, last = label.rpartition(".")
        if section and last.isdigit():
            below[section].append(int(last))
        elif label.isdigit():
            plain.append(int(label))
    gaps = [g for s, found in below.items() for g in _gaps(found, f"{s}.") if len(set(found)) > 1]
    rising = _longest_rise(plain)
    if len(rising) >= 10 and len(rising) * 2 > len(plain):
        gaps.extend(_gaps(rising, ""))
    return tuple(gaps)


def _numbers(reading: Reading) -> set[str]:
    """Every number that a heading or a paragraph bears, and the sections that hold them."""
    known: set[str] = set()
    for block in reading.blocks:
        text = heading_text(reading, block) if block.kind is Kind.HEADING else None
        number = number_of(text) if text else block.mark
        while number:
            known.add(number)
            number = number.rpartition(".")[0]
    return known


def _gaps(found: Iterable[int], prefix: str) -> list[str]:
    numbers = sorted(set(found))
    gaps = []
    for low, high in pairwise(numbers):
        missing = high - low - 1
        if 1 <= missing <= _LONGEST_RUN_OF_GAPS:
            first, last = f"{prefix}{low + 1}", f"{prefix}{high - 1}"
            gaps.append(first if missing == 1 else f"{first} to {last}")
    return gaps


def _longest_rise(numbers: list[int]) -> list[int]:
    """The numbers that go on counting from the first; one that falls back is a list's."""
    rising: list[int] = []
    for number in numbers:
        if not rising or rising[-1] < number <= rising[-1] + _LONGEST_RUN_OF_GAPS:
            rising.append(number)
    return rising
