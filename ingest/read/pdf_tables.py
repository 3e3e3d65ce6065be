"""Tables: cells between ruling lines, or short texts that stand in rows and columns."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handbook.pdf_frame import Box, around
from ingest.marks import leading_mark
from ingest.read.pdf_lines import Line, rows_of

_THIN = 2.5
_SHORTEST_RULE = 12.0
_REACH = 3.0
_MOST_WORDS = 40
_FEWEST_ROWS = 3
_MOST_CELL_WORDS = 9
_NARROWEST_GUTTER = 6.0
_MOST_LOWER = 0.25
_GOOD_PART = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of cells of lines. ``has_head`` says that the first row heads the columns."""

    rows: list[list[list[Line]]]
    box: Box
    has_head: bool


def find_tables(lines: Sequence[Line], rules: Sequence[Box]) -> list[Line | Table]:
    """The lines of a page in their order, with each table in the place of its first line."""
    tables = _ruled(lines, rules)
    taken = {id(line) for table in tables for line in _lines_of(table)}
    tables += _aligned([line for line in lines if id(line) not in taken])
    owner = {id(line): table for table in tables for line in _lines_of(table)}
    items: list[Line | Table] = []
    placed: set[int] = set()
    for line in lines:
        table = owner.get(id(line))
        if table is None:
            items.append(line)
        elif id(table) not in placed:
            placed.add(id(table))
            items.append(table)
    return items


def _lines_of(table: Table) -> list[Line]:
    return [line for row in table.rows for cell in row for line in cell]


def _ruled(lines: Sequence[Line], rules: Sequence[Box]) -> list[Table]:
    """Tables whose cells are drawn: at least two columns and two rows between crossing lines."""
    found = []
    for group in _connected([r for r in rules if _is_rule(r)]):
        across, down = _edges(group, 1), _edges(group, 0)
        if len(across) < 3 or len(down) < 3:
            continue
        rows: list[list[list[Line]]] = [[[] for _ in down[1:]] for _ in across[1:]]
        for line in lines:
            row, column = bisect(across, _middle(line, 1)) - 1, bisect(down, line.x + 2.0) - 1
            if not line.angle and 0 <= row < len(rows) and 0 <= column < len(down) - 1:
                rows[row][column].append(line)
        table = None if _are_cards(rows, across, down) else _table(rows)
        if table:
            found.append(table)
    return found


def _are_cards(rows: list[list[list[Line]]], across: list[float], down: list[float]) -> bool:
    """Whether the lines frame boxes with gaps between them, which nothing is written in."""
    empty_rows = [not any(row) for row in rows]
    empty_columns = [not any(row[n] for row in rows) for n in range(len(down) - 1)]
    for empty, edges in ((empty_rows, across), (empty_columns, down)):
        widest = max(b - a for a, b in pairwise(edges))
        gaps = [n for n, e in enumerate(empty) if e and edges[n + 1] - edges[n] < widest / 2]
        if any(0 < n < len(empty) - 1 for n in gaps):
            return True
    return False


def _is_rule(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return min(wide, high) <= _THIN and max(wide, high) >= _SHORTEST_RULE


def _connected(rules: list[Box]) -> list[list[Box]]:
    """Groups of lines that touch or cross."""
    groups: list[tuple[Box, list[Box]]] = []
    for rule in sorted(rules, key=lambda r: (r[1], r[0])):
        touching = [g for g in groups if _touch(g[0], rule)]
        box, members = rule, [rule]
        for group in touching:
            box = around(box, group[0])
            members = group[1] + members
        groups = [g for g in groups if g not in touching] + [(box, members)]
    return [members for _, members in groups]


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _REACH
        and other[0] <= one[2] + _REACH
        and one[1] <= other[3] + _REACH
        and other[1] <= one[3] + _REACH
    )


def _edges(group: list[Box], side: int) -> list[float]:
    """Where lines run across (1) or down (0) a good part of the group: underlining does not."""
    other = 1 - side
    parallel = sorted((r for r in group if r[side + 2] - r[side] <= _THIN), key=lambda r: r[side])
    whole = max(r[other + 2] for r in group) - min(r[other] for r in group)
    edges: list[tuple[float, list[tuple[float, float]]]] = []
    for rule in parallel:
        reach = (rule[other], rule[other + 2])
        if edges and rule[side] - edges[-1][0] <= 2 * _REACH:
            edges[-1][1].append(reach)
        else:
            edges.append((rule[side], [reach]))
    return [place for place, reaches in edges if _covered(reaches) >= _GOOD_PART * whole]


def _covered(reaches: list[tuple[float, float]]) -> float:
    """How much of a line is drawn, what is drawn twice counted once."""
    total, furthest = 0.0, float("-inf")
    for low, high in sorted(reaches):
        total += max(0.0, high - max(low, furthest))
        furthest = max(furthest, high)
    return total


def _middle(line: Line, side: int) -> float:
    return (line.box[side] + line.box[side + 2]) / 2


def _table(rows: list[list[list[Line]]]) -> Table | None:
    """A table of rows, if it is one: more than one column filled, and no cell full of prose."""
    kept = [[cell for cell in row if cell] for row in rows]
    kept = [row for row in kept if row]
    cells = [cell for row in kept for cell in row]
    if len(kept) < 2 or sum(len(row) > 1 for row in kept) * 2 < len(kept):
        return None
    words = sum(len(line.text.split()) for cell in cells for line in cell)
    if words / len(cells) > _MOST_WORDS or any(_is_list(cell) for cell in cells):
        return None
    box = cells[0][0].box
    for cell in cells:
        for line in cell:
            box = around(box, line.box)
    return Table(kept, box, _has_head(kept))


def _is_list(cell: list[Line]) -> bool:
    marks = [leading_mark(line.text) for line in cell]
    return sum(mark is not None and mark.is_item for mark in marks) > 1


def _has_head(rows: list[list[list[Line]]]) -> bool:
    """The first row heads the columns if it alone is bold, or alone has no numbers."""
    first = [line for cell in rows[0] for line in cell]
    others = [line for row in rows[1:] for cell in row for line in cell]
    if len(rows[0]) < 2:
        return False
    if all(line.bold for line in first):
        return not all(line.bold for line in others)
    in_first = any(c.isdigit() for line in first for c in line.text)
    with_numbers = sum(
        any(c.isdigit() for line in cell for c in line.text) for row in rows[1:] for cell in row
    )
    return not in_first and with_numbers * 3 >= sum(map(len, rows[1:]))


def _aligned(lines: list[Line]) -> list[Table]:
    """Runs of rows, each of two or more short texts that keep to the same columns."""
    tables: list[Table] = []
    run: list[list[Line]] = []
    upright = [line for line in lines if not line.angle]
    for row in [*rows_of(upright), []]:
        if row and len(row) > 1 and _is_short(row) and (not run or _keeps_columns(run, row)):
            run.append(row)
            continue
        if len(run) >= _FEWEST_ROWS and sum(map(len, run)) >= 3 * len(run):
            table = None if _is_prose(run) else _table([[[line] for line in r] for r in run])
            if table:
                tables.append(table)
        run = [row] if row and len(row) > 1 and _is_short(row) else []
    return tables


def _is_prose(rows: list[list[Line]]) -> bool:
    """Whether columns of sentences stand side by side, as in the boxes of a flow chart."""
    texts = [line.text.lstrip() for row in rows for line in row]
    return sum(text[:1].islower() for text in texts) > _MOST_LOWER * len(texts)


def _is_short(row: list[Line]) -> bool:
    return all(len(line.text.split()) <= _MOST_CELL_WORDS for line in row)


def _keeps_columns(run: list[list[Line]], row: list[Line]) -> bool:
    """Whether the row follows closely, and a gutter runs through it and the row before."""
    before = run[-1]
    step = row[0].base - before[0].base
    if step > 3.0 * max(row[0].size, before[0].size, 1.0):
        return False
    edges = sorted((line.box[0], line.box[2]) for line in [*before, *row])
    gutters, furthest = 0, edges[0][1]
    for left, right in edges[1:]:
        gutters += left - furthest >= _NARROWEST_GUTTER
        furthest = max(furthest, right)
    return gutters >= 1 and gutters + 1 >= min(len(before), len(row)) - 1
