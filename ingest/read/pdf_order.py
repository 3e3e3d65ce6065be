"""The order in which the lines of a page are read: columns, boxes and headings by their places.

The order of the file is kept where the page does not contradict it, since it knows what geometry
can only guess. Where a later block stands above, or to the left of, an earlier one, the page is
cut: into columns where white space runs down, else into strips that are read from the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from handbook.pdf_frame import Box, around
from ingest.read.pdf_lines import Line
from ingest.read.pdf_tables import Table

Item = Line | Table

_WIDEST_STEP = 2.1
_GUTTER = 0.4
"""The least white space between columns, in sizes of the print."""
_SHORT = 30
_MOST_BLOCKS = 600
_LEADING_NUMBER = re.compile(r"\(?(\d{1,3})\b")


@dataclass(slots=True)
class Block:
    """Items that are read one after the other whatever happens around them."""

    items: list[Item]
    box: Box


def in_reading_order(items: Sequence[Item]) -> list[list[Item]]:
    """The blocks of a page in reading order; what runs in another direction comes last."""
    upright = [i for i in items if isinstance(i, Table) or not i.angle]
    turned = [[i] for i in items if isinstance(i, Line) and i.angle]
    blocks = list(_blocks(upright))
    if 1 < len(blocks) <= _MOST_BLOCKS:
        blocks = _best_order(blocks)
    return [[*block.items] for block in blocks] + [[*group] for group in turned]


def _best_order(blocks: list[Block]) -> list[Block]:
    """The file's order or the page's; where blocks are numbered, the one that counts upwards."""
    em = median([i.size for b in blocks for i in b.items if isinstance(i, Line)] or [10.0])
    by_place = _cut(blocks, em)
    if not _is_in_order(blocks, em):
        return by_place
    return by_place if _steps_back(by_place) < _steps_back(blocks) else blocks


def _steps_back(blocks: list[Block]) -> int:
    """How often a block begins with a lower number than a block before it."""
    first = [block.items[0] for block in blocks]
    found = [_LEADING_NUMBER.match(item.text) for item in first if isinstance(item, Line)]
    numbers = [int(match[1]) for match in found if match]
    return sum(after < before for before, after in pairwise(numbers))


def _blocks(items: Sequence[Item]) -> Iterator[Block]:
    """Lines that follow each other in the file and on the page."""
    block: Block | None = None
    for item in items:
        if block and _follows(block, item):
            block.items.append(item)
            block.box = around(block.box, item.box)
        else:
            if block:
                yield block
            block = Block([item], item.box)
    if block:
        yield block


def _follows(block: Block, item: Item) -> bool:
    last = block.items[-1]
    if isinstance(last, Table) or isinstance(item, Table):
        return False
    size = max(last.size, item.size, 1.0)
    step = item.base - last.base
    if abs(step) <= 0.3 * size:
        return 0 <= item.x - last.box[2] <= 2.0 * size
    overlap = min(block.box[2], item.box[2]) - max(block.box[0], item.box[0])
    narrower = min(block.box[2] - block.box[0], item.box[2] - item.box[0])
    return 0 < step <= _WIDEST_STEP * size and overlap >= 0.3 * narrower


def _is_in_order(blocks: list[Block], em: float) -> bool:
    """Whether no block stands above, or beside and left of, one that the file gives before it."""
    for position, later in enumerate(blocks):
        left, top, right, bottom = later.box
        for earlier in blocks[:position]:
            lower = min(bottom, earlier.box[3]) - max(top, earlier.box[1])
            across = min(right, earlier.box[2]) - max(left, earlier.box[0])
            if across > 0.1 * em and bottom <= earlier.box[1] + 0.2 * em:
                return False
            shorter = min(bottom - top, earlier.box[3] - earlier.box[1])
            if right <= earlier.box[0] + 0.1 * em and lower > 0.3 * shorter:
                return False
    return True


def _cut(blocks: list[Block], em: float) -> list[Block]:
    """Blocks by columns, or by strips from the top; row by row where no cut goes through."""
    if len(blocks) < 2:
        return blocks
    columns = _parted(blocks, 0, _GUTTER * em)
    if len(columns) > 1 and not _are_rows(columns, em):
        return [block for column in columns for block in _cut(column, em)]
    strips = _with_common_gutters(_parted(blocks, 1, -0.2 * em), em)
    if len(strips) > 1:
        return [block for strip in strips for block in _cut(strip, em)]
    return sorted(blocks, key=lambda b: (round(b.box[1] / (0.4 * em)), b.box[0]))


def _parted(blocks: list[Block], side: int, least: float) -> list[list[Block]]:
    """Groups between which at least so much white space lies, along x (0) or y (1)."""
    groups: list[list[Block]] = []
    furthest = 0.0
    for block in sorted(blocks, key=lambda b: b.box[side]):
        if groups and block.box[side] - furthest < least:
            groups[-1].append(block)
            furthest = max(furthest, block.box[side + 2])
        else:
            groups.append([block])
            furthest = block.box[side + 2]
    return groups


def _with_common_gutters(strips: list[list[Block]], em: float) -> list[list[Block]]:
    """Strips with one gutter through them all are read column by column, not strip by strip."""
    merged: list[list[Block]] = []
    for strip in strips:
        together = [*merged[-1], *strip] if merged else strip
        if merged and _has_gutter(merged[-1], em) and _has_gutter(together, em):
            merged[-1] = together
        else:
            merged.append(strip)
    return merged


def _has_gutter(blocks: list[Block], em: float) -> bool:
    columns = _parted(blocks, 0, _GUTTER * em)
    return len(columns) > 1 and not _are_rows(columns, em)


def _are_rows(columns: list[list[Block]], em: float) -> bool:
    """Whether what stands side by side is read across: short, on the same bases, line for line."""
    lines = [[i for b in c for i in b.items if isinstance(i, Line)] for c in columns]
    together = [line for column in lines for line in column]
    if not together or sum(len(line.text) for line in together) / len(together) > _SHORT:
        return False
    first, rest = lines[0], [line.base for column in lines[1:] for line in column]
    shared = sum(any(abs(line.base - base) < 0.3 * em for base in rest) for line in first)
    return len(first) > 1 and shared >= 0.7 * len(first)
