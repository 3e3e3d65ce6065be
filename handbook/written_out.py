"""Lengths of time as they are typed in haste, written as procedures write them.

The units are those that a check reads: one table for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.check.figure import UNITS, Figure, count_at, tokens
from handbook.check.times import time_at
from handbook.periods import Word

_SHORT = {key: unit for key, unit in UNITS.items() if key != unit}
_SEVERAL = {f"{key}s": unit for key, unit in _SHORT.items()}
_SEVERAL |= {key: unit for key, unit in _SHORT.items() if " " in unit}
_ALONE = re.compile(rf"(?<![\w/])(?:{'|'.join(_SEVERAL)})(?![\w/])", re.IGNORECASE)
"""Units without a number, as in "how many wks": of those in the singular, "hr" is also people and
"yr" a class."""


def written_out(text: str) -> str:
    """The text with "10 wd" as "10 working days" and "48hrs" as "48 hours"; ages stay."""
    counted = _counted_written_out(text)
    return _ALONE.sub(lambda found: f"{_SEVERAL[found[0].lower()]}s", counted)


def _counted_written_out(text: str) -> str:
    words = tokens(text)
    written, done, at = [], 0, 0
    while at < len(words):
        figure = time_at(words, at)
        if figure and figure.kind == "time" and _is_short(figure, words):
            written += [text[done : words[at].start], _in_full(figure, words, text)]
            done = words[figure.end - 1].end
        at = figure.end if figure else at + 1
    return "".join([*written, text[done:]])


def _is_short(figure: Figure, words: Sequence[Word]) -> bool:
    """Whether a word of the unit is not typed as such."""
    typed = [w.text.removesuffix("s") for w in words[figure.first : figure.end]]
    return typed[-1] in UNITS and not set(figure.unit.split()) <= set(typed)


def _in_full(figure: Figure, words: Sequence[Word], text: str) -> str:
    counted = count_at(words, figure.first)
    last = counted[1] if counted else figure.first + 1
    number = text[words[figure.first].start : words[last - 1].end]
    return f"{number} {figure.unit}{'' if figure.count == 1 else 's'}"
