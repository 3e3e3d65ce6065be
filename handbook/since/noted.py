"""The publisher's amendment note beside the real difference.

A note speaks of a change where it names its paragraph or section by number, all words of its
heading, or at least half of the words that went and came and two words of the text. Anything else
is a silent change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.changes import Change, Note
from handbook.text import stem, stems

_NAMED = 0.5
_FEWEST = 2
_NUMBERED = re.compile(
    r"\b(?:sections?|chapters?|parts?|paragraphs?|paras?\.?)\s+"
    r"(\d+(?:\.\d+)*(?:(?:\s*,\s*|\s*[-–]\s*|\s+(?:and|to|or)\s+)\d+(?:\.\d+)*)*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_TELLS_NOTHING = frozenset(map(stem, "section paragraph page added new changed amended".split()))


def notes_on(change: Change, headings: Sequence[str], notes: Sequence[Note]) -> tuple[Note, ...]:
    """Those of the notes that speak of a change."""
    return tuple(note for note in notes if _speaks_of(note.text, change, headings))


def _speaks_of(note: str, change: Change, headings: Sequence[str]) -> bool:
    if _numbers(note) & _own_numbers(change, headings):
        return True
    told = stems(note)
    heading = stems(headings[-1]) - _TELLS_NOTHING if headings else set()
    heading = {root for root in heading if not root.isdecimal()}
    if heading and heading <= told:
        return True
    changed = _changed(change) - _TELLS_NOTHING
    around = stems(f"{change.before} {change.after}") & told
    named = len(changed & told)
    return named > 0 and named >= _NAMED * len(changed) and len(around) >= _FEWEST


def _numbers(note: str) -> set[str]:
    return {n for named in _NUMBERED.finditer(note) for n in _NUMBER.findall(named[1])}


def _own_numbers(change: Change, headings: Sequence[str]) -> set[str]:
    """The number of the paragraph, and of each section that it stands in."""
    numbers = {n for n in (change.paragraph, change.was_paragraph) if n}
    numbers |= {n.split(".")[0] for n in numbers if "." in n}
    numbers |= {found[0] for h in headings if (found := _NUMBER.match(h))}
    return numbers


def _changed(change: Change) -> set[str]:
    """The stems of the words that went and came; of the whole text where those carry no topic, such
    as "not"."""
    words = stems(" ".join(word for pair in change.words for word in pair))
    return words or stems(f"{change.before} {change.after}")
