"""Word's own numbers: what it prints before a paragraph without their being in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.read.word_styles import Styles, W, value

_PLACE = re.compile(r"%(\d)")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_LEVELS = 9
_HIGHEST = 5000


@dataclass(frozen=True, slots=True)
class Label:
    """What Word prints before a paragraph: "2.3", "(a)", "•". ``is_number`` is true for one made
    of digits alone; ``depth`` is 1 for the outermost level."""

    printed: str
    is_number: bool
    depth: int

    @property
    def cited(self) -> str:
        """The label without brackets and closing points."""
        return self.printed.strip("(). \t") or self.printed


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    legal: bool
    restarts: bool


class Numbering:
    """Counts through a document; ``label`` must be asked once for each paragraph, in order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _Level]] = {}
        self._style_levels: dict[str, int] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def label(self, paragraph: Any) -> Label | None:
        """What Word prints before this paragraph, or None where it prints nothing."""
        num_id, depth = self._place(paragraph)
        abstract = self._abstract.get(num_id or "")
        level = self._levels.get(abstract or "", {}).get(depth)
        if not num_id or abstract is None or level is None:
            return None
        counts = self._counts.setdefault(abstract, [None] * _MOST_LEVELS)
        self._count(num_id, abstract, depth, counts)
        if level.form == "bullet":
            return Label("•", False, depth + 1)
        printed = self._printed(abstract, level, counts)
        if not printed.strip():
            return None
        return Label(printed, bool(re.fullmatch(r"[\d.()\s]+", printed)), depth + 1)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(W + "abstractNum"):
            name = abstract.get(W + "abstractNumId", "")
            self._levels[name] = {}
            for element in abstract.findall(W + "lvl"):
                depth = _int(element.get(W + "ilvl"), 0)
                if 0 <= depth < _MOST_LEVELS:
                    self._levels[name][depth] = _level(element)
                    style = value(element, "pStyle")
                    if style:
                        self._style_levels[style] = depth
        for num in root.iter(W + "num"):
            name = num.get(W + "numId", "")
            self._abstract[name] = value(num, "abstractNumId") or ""
            for override in num.findall(W + "lvlOverride"):
                start = value(override, "startOverride")
                if start:
                    depth = _int(override.get(W + "ilvl"), 0)
                    self._overrides[name, depth] = _int(start, 1)

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """Which list a paragraph is in and how deep: its own word, else its style's."""
        own_level = value(paragraph, "pPr", "numPr", "ilvl")
        num_id = value(paragraph, "pPr", "numPr", "numId")
        depth = _int(own_level, 0)
        if num_id is None:
            for style in self._styles.chain(paragraph):
                num_id = value(style, "pPr", "numPr", "numId")
                if num_id is not None:
                    ruled = self._style_levels.get(style.get(W + "styleId", ""))
                    inherited = _int(value(style, "pPr", "numPr", "ilvl"), 0)
                    depth = depth if own_level else inherited if ruled is None else ruled
                    break
        return (None if num_id in (None, "0") else num_id), min(max(depth, 0), _MOST_LEVELS - 1)

    def _count(self, num_id: str, abstract: str, depth: int, counts: list[int | None]) -> None:
        override = self._overrides.get((num_id, depth))
        here = counts[depth]
        if override is not None and (num_id, depth) not in self._begun:
            counts[depth] = override
        elif here is None:
            counts[depth] = self._levels[abstract][depth].start
        else:
            counts[depth] = here + 1
        self._begun.add((num_id, depth))
        for deeper in range(depth + 1, _MOST_LEVELS):
            level = self._levels[abstract].get(deeper)
            if level is None or level.restarts:
                counts[deeper] = None

    def _printed(self, abstract: str, level: _Level, counts: list[int | None]) -> str:
        def number(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            named = self._levels[abstract].get(depth)
            if depth < 0 or named is None:
                return ""
            count = counts[depth]
            form = "decimal" if level.legal else named.form
            return _spelt(named.start if count is None else count, form)

        return _PLACE.sub(number, level.text)


def _level(element: Any) -> _Level:
    legal = element.find(W + "isLgl") is not None
    restart = value(element, "lvlRestart")
    return _Level(
        start=_int(value(element, "start"), 1),
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        legal=legal,
        restarts=restart != "0",
    )


def _spelt(number: int, form: str) -> str:
    """A number as Word writes it in one of its formats."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and 0 < number <= _HIGHEST:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number <= _HIGHEST:
        roman = _roman(number)
        return roman if form == "lowerRoman" else roman.upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for size, letter in _ROMAN:
        count, number = divmod(number, size)
        letters += letter * count
    return letters


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else default
