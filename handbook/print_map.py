"""Which of its page's printed characters each character of a unit is, in pdfium's counting.

Found once, when the PDF is read, and kept beside the unit. Whoever shows a citation looks the
characters up and compares them; nothing is searched for.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

_HYPHENS = "-\u00ad\u2010\u2011\u02d7"
_COLUMNS = 4

Numbers = np.ndarray[Any, np.dtype[np.int32]]


@lru_cache(maxsize=4096)
def folded(character: str) -> str:
    """A character as every library gives it: ligatures apart, one kind of hyphen, no space."""
    if character in _HYPHENS:
        return "-"
    known = unicodedata.normalize("NFKC", character)
    return "".join(c for c in known if not c.isspace() and unicodedata.category(c) != "Cc")


def _folded_text(text: str) -> str:
    return "".join(map(folded, text))


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of a character of pypdf's raw text and one of pdfium's that are the same print. One
    may stand in several pairs, as a ligature does that only one library takes apart. ``codes``
    are all characters of the page as pdfium gives them, white space as spaces."""

    raw: Numbers
    printed: Numbers
    codes: str

    @classmethod
    def of(cls, raw: Sequence[int], printed: Sequence[int], codes: str) -> Matches:
        """Two lists of the same length, pair by pair."""
        return cls(np.asarray(raw, np.int32), np.asarray(printed, np.int32), codes)

    @classmethod
    def none(cls) -> Matches:
        """Of a page that pdfium tells nothing of."""
        return cls.of((), (), "")


@dataclass(frozen=True, slots=True)
class PrintMap:
    """Rows of (start, length, first, count): ``length`` characters of a unit from ``start`` are
    ``count`` characters of its page from ``first``. Where the two numbers are equal, they are so
    one by one. White space inside a row is white space on both sides."""

    rows: Numbers

    @classmethod
    def of(cls, text: str, places: Numbers, matches: Matches) -> PrintMap:
        """The map of a unit. ``places`` gives for each character of the raw text its place in the
        unit, and -1 for one that is not in it."""
        unit = places[matches.raw]
        there = np.flatnonzero(unit >= 0)
        order = there[np.lexsort((matches.printed[there], unit[there]))]
        if not order.size:
            return cls(np.zeros((0, _COLUMNS), np.int32))
        parts = _parts(unit[order], matches.printed[order])
        return cls(_joined(text, matches.codes, parts))

    @classmethod
    def unpack(cls, packed: bytes) -> PrintMap:
        """What ``pack`` made; no rows from nothing."""
        flat = np.frombuffer(zlib.decompress(packed) if packed else b"", "<i4")
        steps = flat.reshape(_COLUMNS, -1).T.astype(np.int32)
        length, count = steps[:, 1], steps[:, 1] + steps[:, 3]
        start = np.cumsum(steps[:, 0]) + np.cumsum(length) - length
        first = np.cumsum(steps[:, 2]) + np.cumsum(count) - count
        return cls(np.stack((start, length, first, count), axis=1).astype(np.int32))

    def pack(self) -> bytes:
        """The rows in some hundred bytes a page: what each differs by from the end of the last."""
        if not len(self.rows):
            return b""
        start, length, first, count = self.rows.T
        before = np.zeros((2, 1), np.int32)
        ends = np.concatenate((before, np.stack((start + length, first + count))[:, :-1]), axis=1)
        steps = np.stack((start - ends[0], length, first - ends[1], count - length))
        return zlib.compress(steps.astype("<i4").tobytes(), 9)

    def printed(self, text: str, codes: str, start: int, end: int) -> list[int] | None:
        """The printed characters that the unit's characters from ``start`` to ``end`` are, white
        space left out. ``text`` is the unit's and ``codes`` the page's, as pdfium gives it today:
        None where the two do not say the same, as after another pdfium has come to count anew."""
        found: list[int] = []
        for low, high, first, last in self._pieces(start, end):
            if _folded_text(text[low:high]) != _folded_text(codes[first:last]):
                return None
            found += (i for i in range(first, last) if folded(codes[i]))
        return found

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """The parts of rows between two places of the unit; a row that does not go one by one is
        given whole, as its print cannot be parted."""
        for row in self.rows.tolist():
            low, length, first, count = row
            a, b = max(low, start), min(low + length, end)
            if a >= b:
                continue
            if length == count:
                yield a, b, first + a - low, first + b - low
            else:
                yield low, low + length, first, first + count


def _parts(unit: Numbers, printed: Numbers) -> Numbers:
    """Pairs to the smallest rows: those that share a character on either side are one."""
    apart = (np.diff(unit) != 0) & (np.diff(printed) != 0)
    begins = np.concatenate(([0], np.flatnonzero(apart) + 1))
    start, last = np.minimum.reduceat(unit, begins), np.maximum.reduceat(unit, begins)
    first, final = np.minimum.reduceat(printed, begins), np.maximum.reduceat(printed, begins)
    return np.stack((start, last - start + 1, first, final - first + 1), axis=1)


def _joined(text: str, codes: str, parts: Numbers) -> Numbers:
    """Rows that go on from each other one by one, with nothing between them or a space on either
    side."""
    start, length, first, count = parts.T
    step = np.diff(start)
    near = step == 1
    for at in np.flatnonzero(step == 2):
        near[at] = text[start[at] + 1] == " " == codes[first[at] + 1 : first[at] + 2]
    single = (length == 1) & (count == 1)
    goes_on = single[1:] & single[:-1] & near & (np.diff(first) == step)
    begins = np.concatenate(([0], np.flatnonzero(~goes_on) + 1))
    ends = np.concatenate((begins[1:], [len(parts)])) - 1
    length = start[ends] + length[ends] - start[begins]
    count = first[ends] + count[ends] - first[begins]
    return np.stack((start[begins], length, first[begins], count), axis=1).astype(np.int32)
