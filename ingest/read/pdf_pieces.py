"""Where each character of pypdf's raw text is printed, found by laying pdfium's text beside it.

Both libraries read the same characters from nearly every page, white space apart, but neither
always in the other's order. Pieces of the raw text that are not found among pdfium's characters
are placed beside their neighbours, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handbook.pdf_frame import Box
from handbook.pdfium_page import Contents, Print, Stretch
from handbook.print_map import Matches, folded

_LEAST_UNIQUE = 4
_NEAR = 60


@dataclass(slots=True)
class Piece:
    """Characters ``start`` to ``end`` of the raw text, printed together in one word."""

    start: int
    end: int
    box: Box
    base: float
    print: Print


@dataclass(frozen=True, slots=True)
class Placed:
    """The pieces of a page in the order of the raw text, and which characters of the two
    libraries are the same print. ``doubt`` is the share of them that only one library reads."""

    pieces: list[Piece]
    doubt: float
    matches: Matches


@dataclass(frozen=True, slots=True)
class _Folded:
    """The visible characters of a text, folded, and the index that each came from."""

    text: str
    places: list[int]


def place(raw: str, printed: Contents) -> Placed:
    """The pieces of a page's raw text with where they are printed."""
    ours, theirs = _fold(raw), _fold(printed.codes)
    if ours.text == theirs.text:
        partner: list[int] | list[int | None] = ours.places
        matched = len(ours.text)
    else:
        partner, matched = _matched(raw, ours, theirs)
    pieces = list(_pieces(raw, printed.stretches, theirs.places, partner))
    most = max(len(ours.text), len(theirs.text))
    pieces.sort(key=lambda piece: piece.start)
    doubt = 1 - matched / most if most else 0.0
    return Placed(_complete(raw, pieces), doubt, _matches(partner, theirs.places, printed.codes))


def _matches(partner: Sequence[int | None], places: list[int], codes: str) -> Matches:
    """The pairs of those characters that both libraries read."""
    both = [(raw, at) for raw, at in zip(partner, places, strict=True) if raw is not None]
    return Matches.of([raw for raw, _ in both], [at for _, at in both], codes)


def _fold(text: str) -> _Folded:
    letters: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        if character == " " or character == "\n":
            continue
        for letter in folded(character):
            letters.append(letter)
            places.append(index)
    return _Folded("".join(letters), places)


def _matched(raw: str, ours: _Folded, theirs: _Folded) -> tuple[list[int | None], int]:
    """For each of pdfium's characters the index of ours, found line by line, else word by word."""
    partner: list[int | None] = [None] * len(theirs.text)
    finder = _Finder(theirs.text, partner)
    count = 0
    for line in _ranges(raw, ours.places, "\n"):
        parts = [line] if finder.has(ours.text[line[0] : line[1]]) else _words(raw, ours, line)
        for low, high in parts:
            at = finder.take(ours.text[low:high])
            if at is not None:
                partner[at : at + high - low] = ours.places[low:high]
                count += high - low
    return partner, count


def _ranges(raw: str, places: list[int], breaks: str) -> list[tuple[int, int]]:
    """Runs of folded characters between which the raw text holds one of ``breaks``."""
    found, low = [], 0
    for high in range(1, len(places) + 1):
        if high == len(places) or any(c in breaks for c in raw[places[high - 1] : places[high]]):
            found.append((low, high))
            low = high
    return found


def _words(raw: str, ours: _Folded, line: tuple[int, int]) -> list[tuple[int, int]]:
    low, high = line
    return [(low + a, low + b) for a, b in _ranges(raw, ours.places[low:high], " \t\u00a0")]


class _Finder:
    """Finds strings among pdfium's characters, each character once, going on from the last."""

    def __init__(self, text: str, partner: list[int | None]) -> None:
        self._text = text
        self._partner = partner
        self._cursor = 0

    def has(self, wanted: str) -> bool:
        """Whether the whole of it is still to be found somewhere."""
        return self._find(wanted) is not None

    def take(self, wanted: str) -> int | None:
        """Where it stands; the next search goes on behind it."""
        at = self._find(wanted)
        if at is not None:
            self._cursor = at + len(wanted)
        return at

    def _find(self, wanted: str) -> int | None:
        furthest = self._cursor + _NEAR if len(wanted) < _LEAST_UNIQUE else len(self._text)
        starts = (self._cursor, 0) if len(wanted) >= _LEAST_UNIQUE else (self._cursor,)
        for start in starts:
            at = self._text.find(wanted, start, furthest)
            while at >= 0:
                if not any(p is not None for p in self._partner[at : at + len(wanted)]):
                    return at
                at = self._text.find(wanted, at + 1, furthest)
        return None


def _pieces(
    raw: str, stretches: list[Stretch], places: list[int], partner: list[int] | list[int | None]
) -> Iterator[Piece]:
    """Cut stretches where the raw text goes on elsewhere or has white space of its own."""
    position = 0
    for stretch in stretches:
        begin = position
        while position < len(places) and places[position] < stretch.end:
            position += 1
        own = partner[begin:position]
        first = own[0] if own else None
        if first is not None and _is_whole(raw, own, first):
            yield Piece(first, first + len(own), stretch.box, stretch.base, stretch.print)
            continue
        low = 0
        for high in range(1, len(own) + 1):
            if high < len(own) and _goes_on(raw, own[high - 1], own[high]):
                continue
            first, last = own[low], own[high - 1]
            if first is not None and last is not None:
                box = _part(stretch, low / len(own), high / len(own))
                yield Piece(first, last + 1, box, stretch.base, stretch.print)
            low = high


def _is_whole(raw: str, own: Sequence[int | None], first: int) -> bool:
    """Whether the characters follow each other in the raw text with nothing between: the usual
    case, told apart for speed."""
    end = first + len(own)
    return own == list(range(first, end)) and len(raw[first:end].split()) == 1


def _goes_on(raw: str, one: int | None, following: int | None) -> bool:
    if one is None or following is None:
        return one is following
    return one <= following <= one + 3 and not any(c.isspace() for c in raw[one + 1 : following])


def _part(stretch: Stretch, low: float, high: float) -> Box:
    """The part of a stretch between two fractions of its characters."""
    left, top, right, bottom = stretch.box
    if stretch.print.angle in (90, 270):
        return stretch.box
    return left + (right - left) * low, top, left + (right - left) * high, bottom


def _complete(raw: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with those put in between that pdfium does not read, beside their neighbours."""
    done: list[Piece] = []
    position = 0
    for piece in [*pieces, None]:
        end = piece.start if piece else len(raw)
        for low, high in _visible(raw, position, end):
            before = done[-1] if done else None
            if before and before.end == low:
                before.end = high
            else:
                done.append(_beside(raw, low, high, before or piece))
        if piece and piece.end > position:
            piece.start = max(piece.start, position)
            done.append(piece)
            position = piece.end
    return done


def _visible(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges between white space."""
    low: int | None = None
    for index in range(start, end + 1):
        seen = index < end and not raw[index].isspace()
        if seen and low is None:
            low = index
        elif not seen and low is not None:
            yield low, index
            low = None


def _beside(raw: str, start: int, end: int, neighbour: Piece | None) -> Piece:
    """A place for a piece that pdfium does not read: behind or under the piece before it."""
    if neighbour is None:
        plain = Print(10.0, False, 0, False, False)
        return Piece(start, end, (0.0, 12.0 * start, 5.0, 12.0 * start + 10.0), 12.0 * start, plain)
    left, top, right, bottom = neighbour.box
    size = neighbour.print.size
    width = size * 0.5 * (end - start)
    down = 0.0
    if "\n" in raw[neighbour.end : start] or neighbour.start > start:
        down, right = size * 1.2, left - size * 0.25
    x = right + size * 0.25
    box = (x, top + down, x + width, bottom + down)
    return Piece(start, end, box, neighbour.base + down, neighbour.print)


def place_alone(raw: str) -> list[Piece]:
    """The pieces of a page of which pdfium tells nothing: each line of the raw text by itself."""
    plain = Print(10.0, False, 0, False, False)
    pieces = []
    for number, found in enumerate(re.finditer(r"\S[^\n]*", raw)):
        base = 12.0 * (number + 1)
        box = (60.0, base - 10.0, 500.0, base + 2.0)
        pieces.append(Piece(*found.span(), box, base, plain))
    return pieces
