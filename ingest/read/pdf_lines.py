"""Pieces of print to lines as they stand on the page, each with its place in the raw text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handbook.pdf_frame import Box, around
from ingest.read.pdf_pieces import Piece

_MARK = re.compile(r"\(?([A-Za-z]|[ivx]{1,4}|\d{1,3}(\.\d{1,3})*)[.):]?|\W{1,3}|[A-Z]\d{1,2}\.?")
_WIDEST_SPACE = 1.6
_WIDEST_AFTER_MARK = 5.0
_NARROWEST_SPACE = 0.18
_TOUCHING = 0.06
_INITIAL = 1.8
_THIN = 2.5
_WALL = 1.4


@dataclass(frozen=True, slots=True)
class Part:
    """Some text of a line, and its offset in the raw text; None for white space of our own."""

    text: str
    start: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What stands on one printed line of a column. ``base`` is measured from the top, in points;
    ``size`` in points; ``angle`` in degrees against the text of the page."""

    parts: tuple[Part, ...]
    box: Box
    base: float
    size: float
    bold: bool
    angle: int = 0

    @property
    def text(self) -> str:
        """Its characters, as they will stand in the unit."""
        return "".join(part.text for part in self.parts)

    @property
    def x(self) -> float:
        """The left edge."""
        return self.box[0]


def make_lines(raw: str, pieces: Sequence[Piece], rules: Sequence[Box] = ()) -> list[Line]:
    """The lines of a page in the order of the file, then what runs in another direction. No line
    goes on through an upright rule."""
    walls = _walls(rules)
    upright: list[list[Piece]] = []
    turned: list[list[Piece]] = []
    for piece in pieces:
        groups = turned if piece.print.angle else upright
        if groups and _goes_on(raw, groups[-1], piece) and not _part(walls, groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    _join_initials(raw, upright)
    return [_line(raw, group) for group in [*_rejoined(upright, walls), *turned]]


def rows_of(lines: list[Line]) -> list[list[Line]]:
    """Lines that stand side by side, from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.base):
        size = max(line.size, rows[-1][0].size, 1.0) if rows else 1.0
        if rows and line.base - rows[-1][0].base <= 0.4 * size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.x) for row in rows]


def _goes_on(raw: str, group: list[Piece], piece: Piece) -> bool:
    """Whether the piece stands next in the line that the group has begun."""
    last = group[-1]
    if piece.print.angle or last.print.angle:
        return piece.print.angle == last.print.angle
    if not _share_line(_main(group), piece) or _is_initial(raw, group[0], piece):
        return False
    gap = (piece.box[0] - last.box[2]) / max(piece.print.size, last.print.size, 1.0)
    if gap <= _WIDEST_SPACE:
        return gap > -0.8
    return gap <= _WIDEST_AFTER_MARK and _is_mark(raw, group)


def _is_mark(raw: str, group: list[Piece]) -> bool:
    text = "".join(raw[p.start : p.end] for p in group[:3])
    return len(group) < 3 and _MARK.fullmatch(text) is not None


def _is_initial(raw: str, one: Piece, beside: Piece) -> bool:
    """Whether a piece is a letter, several lines high, that begins a chapter."""
    large = one.print.size >= _INITIAL * beside.print.size
    return large and one.end - one.start == 1 and raw[one.start].isupper()


def _join_initials(raw: str, groups: list[list[Piece]]) -> None:
    """Put each large initial before the first of the lines that stand beside it."""
    alone = [g for g in groups if len(g) == 1 and g[0].end - g[0].start == 1]
    for group in alone:
        initial = group[0]
        right, top = initial.box[2], initial.base - 0.75 * initial.print.size
        beside = [
            other
            for other in groups
            if top <= other[0].base <= initial.base + 1.0
            and -1.0 <= other[0].box[0] - right <= other[0].print.size
            and _is_initial(raw, initial, other[0])
        ]
        if beside:
            min(beside, key=lambda other: other[0].base).insert(0, initial)
            groups.remove(group)


def _main(group: list[Piece]) -> Piece:
    return max(group[-8:], key=lambda p: p.print.size)


def _share_line(one: Piece, other: Piece) -> bool:
    """On one base, or one of them raised or lowered in smaller print."""
    large, small = (one, other) if one.print.size >= other.print.size else (other, one)
    apart = abs(one.base - other.base)
    if small.print.size <= 0.85 * large.print.size:
        return apart <= 0.6 * large.print.size
    return apart <= 0.25 * large.print.size


def _walls(rules: Sequence[Box]) -> list[Box]:
    """Upright rules, those that go on from each other as one."""
    walls: list[Box] = []
    for rule in sorted((r for r in rules if r[2] - r[0] <= _THIN < r[3] - r[1]), key=_x_then_y):
        last = walls[-1] if walls else None
        if last and abs(last[0] - rule[0]) <= 1.0 and rule[1] <= last[3] + _THIN:
            walls[-1] = around(last, rule)
        else:
            walls.append(rule)
    return walls


def _x_then_y(rule: Box) -> tuple[float, float]:
    return round(rule[0]), rule[1]


def _part(walls: list[Box], group: list[Piece], piece: Piece) -> bool:
    """Whether an upright rule stands between a line and what may go on with it. One no higher
    than the line is the edge of a coloured ground behind some words."""
    left, right = group[-1].box[2] - 1.0, piece.box[0] + 1.0
    middle = (piece.box[1] + piece.box[3]) / 2
    least = _WALL * piece.print.size
    return any(
        left <= wall[0] <= right and wall[1] <= middle <= wall[3] and wall[3] - wall[1] >= least
        for wall in walls
    )


def _rejoined(groups: list[list[Piece]], walls: list[Box]) -> list[list[Piece]]:
    """Lines whose parts the file gives apart, as where bold words are drawn after all others."""
    rows = sorted(groups, key=lambda g: (round(_main(g).base / 3), g[0].box[0]))
    joined: dict[int, list[Piece]] = {}
    gone: set[int] = set()
    for before, after in pairwise(rows):
        left = joined.get(id(before), before)
        if _adjoin(left, after) and not _part(walls, left, after[0]):
            left.extend(after)
            joined[id(after)] = left
            gone.add(id(after))
    return [group for group in groups if id(group) not in gone]


def _adjoin(left: list[Piece], right: list[Piece]) -> bool:
    one, other = _main(left), _main(right)
    if not _share_line(one, other):
        return False
    gap = (right[0].box[0] - left[-1].box[2]) / max(one.print.size, other.print.size, 1.0)
    return -0.25 <= gap <= 0.7


def _line(raw: str, group: list[Piece]) -> Line:
    box = group[0].box
    weights: dict[tuple[float, float], int] = {}
    bold = length = 0
    for piece in group:
        box = around(box, piece.box)
        count = piece.end - piece.start
        key = (piece.print.size, piece.base)
        weights[key] = weights.get(key, 0) + count
        length += count
        bold += count * piece.print.bold
    size, base = max(weights, key=lambda key: weights[key])
    return Line(_parts(raw, group), box, base, size, bold * 2 > length, group[0].print.angle)


def _parts(raw: str, group: list[Piece]) -> tuple[Part, ...]:
    """The raw text of the pieces, with spaces where the page has them."""
    parts: list[Part] = []
    start, end = group[0].start, group[0].end
    for before, piece in pairwise(group):
        joint = _joint(raw, before, piece, end)
        if joint is None:
            end = piece.end
            continue
        parts.append(Part(raw[start:end], start))
        if joint:
            parts.append(Part(joint, None))
        start, end = piece.start, piece.end
    while end < len(raw) and raw[end] in " \t\u00a0":
        end += 1
    parts.append(Part(raw[start:end], start))
    return tuple(parts)


def _joint(raw: str, before: Piece, piece: Piece, end: int) -> str | None:
    """What parts two pieces: None where the raw text just goes on, else our own white space."""
    gap = (piece.box[0] - before.box[2]) / max(piece.print.size, before.print.size, 1.0)
    if _is_initial(raw, before, piece) and raw[piece.start].islower():
        return ""
    between = raw[end : piece.start] if piece.start >= end else None
    if between == "":
        return " " if gap > _NARROWEST_SPACE else None
    if between is None or not between.isspace():
        return " " if gap > _NARROWEST_SPACE / 2 else ""
    split_word = gap < _TOUCHING and raw[end - 1].isalpha() and raw[piece.start].isalpha()
    return "" if split_word and before.print == piece.print else None
