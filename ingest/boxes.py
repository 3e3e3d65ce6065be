"""The boxes that a chapter prints before its first section, told by their labels.

Labels differ between sites and editions, in number, order and spelling, so they are matched
loosely. Only a label is ever matched so: never a word that is shown as guidance.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum

_NEAR = 0.88
_NUMBER = re.compile(r"^\W*(\d+(\.\d+)*[.)]?\s+)?")


class Box(StrEnum):
    """What a box says about its chapter. Scope, note and definitions can answer a question."""

    SCOPE = "scope"
    NOTE = "note"
    DEFINITIONS = "definitions"
    RELATED = "related"
    AMENDMENTS = "amendments"
    CONTENTS = "contents"
    LOCAL = "local information"


_LABELS: dict[str, Box] = {
    "scope": Box.SCOPE,
    "scope of this chapter": Box.SCOPE,
    "scope of this procedure": Box.SCOPE,
    "scope of this guidance": Box.SCOPE,
    "note": Box.NOTE,
    "notes": Box.NOTE,
    "please note": Box.NOTE,
    "important note": Box.NOTE,
    "note to this chapter": Box.NOTE,
    "definition": Box.DEFINITIONS,
    "definitions": Box.DEFINITIONS,
    "amendment": Box.AMENDMENTS,
    "amendments": Box.AMENDMENTS,
    "amendments to this chapter": Box.AMENDMENTS,
    "this chapter was amended": Box.AMENDMENTS,
    "contents": Box.CONTENTS,
    "local information": Box.LOCAL,
    "local contacts": Box.LOCAL,
    **{
        f"{first} {what}": Box.RELATED
        for first in ("related", "relevant", "relevant local", "related local", "relevant national")
        for what in (
            "guidance",
            "chapter",
            "chapters",
            "document",
            "documents",
            "procedure",
            "procedures",
            "policies",
            "legislation",
            "information",
            "links",
        )
    },
}
_LONGEST = max(map(len, _LABELS)) + 4


def box_of(heading: str) -> Box | None:
    """The box that a heading or a line labels, or None."""
    label = _folded(heading)
    if not 4 <= len(label) <= _LONGEST:
        return None
    exact = _LABELS.get(label)
    return exact or next((b for name, b in _LABELS.items() if _near(label, name)), None)


def _folded(heading: str) -> str:
    label = re.sub(r"\((s|\w)\)", r"\1", _NUMBER.sub("", heading.lower()))
    return " ".join(re.sub(r"[^a-z ]+", " ", label).split())


def _near(label: str, name: str) -> bool:
    """Whether a label is a known one but for a slip of the pen: the same letters in other order,
    or one letter too many or too few."""
    if abs(len(label) - len(name)) > 1 or len(name) < 8 or len(label.split()) != len(name.split()):
        return False
    return SequenceMatcher(None, label, name).ratio() >= _NEAR
