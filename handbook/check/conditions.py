"""The conditions and exceptions of a rule, as its own sentence words them."""

from __future__ import annotations

import re

from handbook.rule_records import Piece

_OPENER = re.compile(
    r"\b(?:unless|except(?: where| when| if| in| for)?|apart from|other than|only (?:if|when|where)"
    r"|(?<!even )(?<!from )(?<!area )(?<!place )(?<!authority )"
    r"(?:if|where|when|whenever|provided|wherever)"
    r"(?! appropriate\b| possible\b| practicable\b| necessary\b| as\b))\b[^,;:.]*",
    re.IGNORECASE,
)
_LEAST_WORDS = 2


def conditions(sentence: str) -> list[Piece]:
    """Each condition up to the next mark: "unless the child's safety is at risk". A time that is
    told with "when" counts as one; "…, where parents can …" tells of what stands before it."""
    found = []
    for match in _OPENER.finditer(sentence):
        text = match[0].rstrip()
        tells_of = text.lower().startswith("where ") and sentence[: match.start()].endswith(", ")
        if len(text.split()) >= _LEAST_WORDS and not tells_of:
            found.append(Piece(match.start(), match.start() + len(text)))
    return found
