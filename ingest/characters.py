"""Characters that nobody sees, or takes for others: counted and told of, and never taken away.

What looks alike is taken from Unicode's own table of confusable characters, as the library
``confusable-homoglyphs`` carries it. A word is told of where some letter looks like a Latin one
and stands among Latin letters, or where all of several do and the words around it are Latin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from confusable_homoglyphs import categories, confusables

from handbook.domain import Unit

_FLAG = (
    "\U0001f3f4\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)"
    "\U000e007f"
)
"""The flags of England, Scotland and Wales are written with tag characters."""
_TAGS = re.compile(f"{_FLAG}|(?P<found>[\U000e0000-\U000e007f]+)")
_TURNING = re.compile("(?P<found>[\u202a-\u202e\u2066-\u2069]+)")
_STEERING = re.compile("(?P<found>[\x00-\x08\x0e-\x1f\x7f-\x9f]+)")
_ZERO_WIDTH = re.compile(
    "(?P<found>[\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0]+"
    "|(?<![^\x00-\u024f])[\u200c\u200d\ufe00-\ufe0d\U000e0100-\U000e01ef]+"
    "|[\u200c\u200d]+(?![^\x00-\u024f]))"
)
"""Joiners and selectors count beside Latin letters only: others, and emoji, are written with
them. The soft hyphen is left out, since a reader sees it where a line ends."""
_WORD = re.compile("[^\\W\\d_]*(?=[^\\W\\d_])[\u0370-\U0010ffff][^\\W\\d_]*")
_LATIN_AROUND = 20
_SHOWN = 40

UNSEEN = "unseen"
LOOK_ALIKE = "look-alike"


@dataclass(frozen=True, slots=True)
class Trick:
    """Characters of one kind in a document. ``sentence`` says how many, of what kind, and where
    the first stands; ``kind`` is UNSEEN or LOOK_ALIKE."""

    kind: str
    count: int
    sentence: str


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    place: str


def find_tricks(units: Sequence[Unit], title: str, file_name: str) -> tuple[Trick, ...]:
    """What of a document's characters is not what it seems, kind by kind."""
    texts = [_Text(file_name, "in the file's name"), _Text(title, "in the title")]
    texts += [_Text(t, place_of(u)) for u in units for t in (u.head, u.text, u.foot)]
    odd = [t for t in texts if not (t.text.isascii() and t.text.isprintable())]
    return tuple(
        t for find in (_tags, _turning, _steering, _zero_width, _look_alikes) for t in find(odd)
    )


def place_of(unit: Unit) -> str:
    """Where a unit is in its file, for an editor: "on page 3", "on slide 2", "in section 5"."""
    if unit.slide is not None:
        return f"on slide {unit.slide}"
    if unit.page_index is not None:
        return f"on page {unit.page_index + 1}"
    return f"in section {unit.ordinal + 1}"


def readable(text: str) -> str:
    """Some text for a sentence: one line, without what nobody sees, cut to a length."""
    seen = "".join(
        c for c in text if unicodedata.category(c) not in ("Cf", "Mn", "Cc") or c == "\n"
    )
    line = " ".join(seen.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _tags(texts: Sequence[_Text]) -> Iterator[Trick]:
    found = _runs(texts, _TAGS)
    if found:
        text, run = found[0]
        spelt = readable("".join(chr(ord(c) - 0xE0000) for c in run["found"]))
        yield Trick(
            UNSEEN,
            _length(found),
            f"{_length(found)} tag characters, which nobody sees and programs read: the first "
            f"{text.place}{_after(text, run)}, spelling “{spelt}”.",
        )


def _turning(texts: Sequence[_Text]) -> Iterator[Trick]:
    yield from _unseen(
        texts,
        _TURNING,
        "characters that turn the direction of writing, so that what is seen may not be what is "
        "stored",
    )


def _steering(texts: Sequence[_Text]) -> Iterator[Trick]:
    yield from _unseen(texts, _STEERING, "control characters, which a terminal obeys")


def _zero_width(texts: Sequence[_Text]) -> Iterator[Trick]:
    yield from _unseen(texts, _ZERO_WIDTH, "characters without width, which nobody sees")


def _unseen(texts: Sequence[_Text], pattern: re.Pattern[str], what: str) -> Iterator[Trick]:
    found = _runs(texts, pattern)
    if found:
        text, run = found[0]
        count = _length(found)
        yield Trick(UNSEEN, count, f"{count} {what}: the first {text.place}{_after(text, run)}.")


def _look_alikes(texts: Sequence[_Text]) -> Iterator[Trick]:
    found = [
        (text, word, letter)
        for text in texts
        for word in _WORD.finditer(text.text)
        if (letter := _foreign_letter(text.text, word))
    ]
    if found:
        text, word, letter = found[0]
        name = unicodedata.name(letter, "a letter without a name").lower()
        yield Trick(
            LOOK_ALIKE,
            len(found),
            f"{len(found)} words with letters of another alphabet that look like ours: the first "
            f"is “{readable(word[0])}” {text.place}, with the {name}.",
        )


def _foreign_letter(text: str, word: re.Match[str]) -> str | None:
    """The first letter of a word that looks like a Latin one and is none, if that misleads."""
    foreign = [c for c in word[0] if categories.alias(c) != "LATIN"]
    alike = [c for c in foreign if unicodedata.category(c) != "Lm" and _looks_latin(c)]
    if not alike:
        return None
    if len(foreign) < len(word[0]):
        return alike[0]
    around = text[max(0, word.start() - _LATIN_AROUND) : word.start()]
    around += text[word.end() : word.end() + _LATIN_AROUND]
    letters = [categories.alias(c) for c in around if c.isalpha()]
    whole = 1 < len(alike) == len(foreign) and set(letters) == {"LATIN"}
    return alike[0] if whole else None


@lru_cache(maxsize=4096)
def _looks_latin(letter: str) -> bool:
    return bool(confusables.is_confusable(letter, preferred_aliases=["latin"]))


def _runs(texts: Sequence[_Text], pattern: re.Pattern[str]) -> list[tuple[_Text, re.Match[str]]]:
    return [(t, m) for t in texts for m in pattern.finditer(t.text) if m["found"]]


def _length(found: Sequence[tuple[_Text, re.Match[str]]]) -> int:
    return sum(len(run["found"]) for _, run in found)


def _after(text: _Text, run: re.Match[str]) -> str:
    line = text.text[max(0, run.start() - _SHOWN) : run.start()].rpartition("\n")[2]
    before = readable(line)
    return f" after “{before}”" if before else ""
