"""The shapes of a slide: where each lies, whether it can be seen, and in which order to read them.

The order of the file is kept, because most authors build a slide in the order in which it is
read, and screen readers follow it. It is given up only where it is plainly not what is seen: where
a box is filed before one that lies above it in the same column. Then the slide is read column by
column, so that a heading stays with the text below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.read.drawing import A

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SLACK = 0.06
_WHITE = frozenset(("FFFFFF", "bg1", "lt1"))


@dataclass(frozen=True, slots=True)
class Area:
    """Where something lies on the slide, in the file's own units."""

    left: float
    top: float
    right: float
    bottom: float

    def shares_column(self, other: Area) -> bool:
        """Whether most of the narrower one lies above or below the other."""
        common = min(self.right, other.right) - max(self.left, other.left)
        return common > 0.5 * min(self.right - self.left, other.right - other.left)

    def overlaps(self, other: Area) -> bool:
        """Whether the two have a point in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A shape with where it lies, if the file tells."""

    element: Any
    shape: Any
    area: Area | None


@dataclass(frozen=True, slots=True)
class _Scale:
    """How the shapes of a group lie on the slide."""

    x: float = 0.0
    y: float = 0.0
    wide: float = 1.0
    high: float = 1.0

    def area(self, left: float, top: float, width: float, height: float) -> Area:
        x, y = self.x + left * self.wide, self.y + top * self.high
        return Area(x, y, x + width * self.wide, y + height * self.high)


def placed(shapes: Any) -> list[Placed]:
    """The shapes of a slide in the order of the file, those of groups among them."""
    found = list(_placed(shapes, _Scale()))
    known = {id(p.element) for p in found}
    for choice in shapes._spTree.iter(_MC + "Choice"):
        for element in choice.iter(P + "sp"):
            if id(element) not in known:
                found.append(Placed(element, None, None))
    return found


def _placed(shapes: Any, scale: _Scale) -> Iterator[Placed]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            if not is_hidden(shape._element):
                yield from _placed(shape.shapes, _within(shape._element, scale))
            continue
        sides = (shape.left, shape.top, shape.width, shape.height)
        area = None if None in sides else scale.area(*sides)
        yield Placed(shape._element, shape, area)


def _within(group: Any, scale: _Scale) -> _Scale:
    """The scale of what a group holds."""
    form = group.find(f"{P}grpSpPr/{A}xfrm")
    if form is None:
        return scale
    names = ("off", "ext", "chOff", "chExt")
    off, ext, inner_off, inner_ext = (form.find(A + n) for n in names)
    if any(part is None for part in (off, ext, inner_off, inner_ext)):
        return scale
    wide = _ratio(ext.get("cx"), inner_ext.get("cx"))
    high = _ratio(ext.get("cy"), inner_ext.get("cy"))
    x = scale.x + scale.wide * (float(off.get("x", 0)) - wide * float(inner_off.get("x", 0)))
    y = scale.y + scale.high * (float(off.get("y", 0)) - high * float(inner_off.get("y", 0)))
    return _Scale(x, y, scale.wide * wide, scale.high * high)


def _ratio(outer: str | None, inner: str | None) -> float:
    return float(outer or 1) / (float(inner or 1) or 1.0)


def is_hidden(element: Any) -> bool:
    """Whether the author has switched a shape off."""
    return any(e.get("hidden") in ("1", "true") for e in element.findall(f"*/{P}cNvPr"))


def why_unseen(item: Placed, slide: Area) -> str | None:
    """Why a whole shape cannot be seen on its slide, or None."""
    if is_hidden(item.element):
        return "hidden by the file"
    if item.area and not item.area.overlaps(slide) and item.area != Area(0, 0, 0, 0):
        return "off the page"
    return None


def lies_on_white(item: Placed, others: Sequence[Placed], slide: Any) -> bool:
    """Whether nothing dark lies behind a shape, as far as the file tells: it has no fill and no
    style of its own, covers no filled shape or picture, and the slide's ground is white."""
    if item.area is None or item.shape is None or item.shape.is_placeholder:
        return False
    if _is_filled(item.element) or not _ground_is_white(slide):
        return False
    behind = (o for o in others if o.element is not item.element and o.area)
    return not any(
        o.area and item.area.overlaps(o.area) and (_is_filled(o.element) or _is_picture(o.element))
        for o in behind
    )


def _is_filled(element: Any) -> bool:
    properties = element.find(P + "spPr")
    if properties is not None and properties.find(A + "noFill") is not None:
        return False
    fills = ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
    own = properties is not None and any(properties.find(A + f) is not None for f in fills)
    return own or element.find(f"{P}style/{A}fillRef") is not None


def _is_picture(element: Any) -> bool:
    return bool(element.tag in (P + "pic", P + "graphicFrame"))


def _ground_is_white(slide: Any) -> bool:
    layout = slide.slide_layout
    for part in (slide, layout, layout.slide_master):
        ground = part._element.find(f"{P}cSld/{P}bg")
        if ground is not None:
            colors = {c.get("val") for c in ground.iter(A + "srgbClr", A + "schemeClr")}
            return bool(colors) and colors <= _WHITE
    return True


def in_reading_order(items: Sequence[Placed]) -> list[Placed]:
    """The shapes as they are read: in the order of the file unless that is plainly another."""
    known = [(p, p.area) for p in items if p.area]
    jumbled = any(
        later.bottom <= earlier.top + _SLACK * (earlier.bottom - earlier.top)
        and later.shares_column(earlier)
        for position, (_, earlier) in enumerate(known)
        for _, later in known[position + 1 :]
    )
    if not jumbled:
        return list(items)
    return [*_by_columns(known), *(p for p in items if not p.area)]


def _by_columns(items: list[tuple[Placed, Area]]) -> list[Placed]:
    """Columns from the left, each from the top; what lies across all columns parts them."""
    if len(items) < 2:
        return [p for p, _ in items]
    columns = _parted([(a.left, a.right) for _, a in items])
    if len(columns) > 1:
        return [p for column in columns for p in _by_columns([items[i] for i in column])]
    rows = _parted([(a.top, a.bottom) for _, a in items])
    if len(rows) > 1:
        first = [items[i] for i in rows[0]]
        rest = [items[i] for row in rows[1:] for i in row]
        return [*_by_columns(first), *_by_columns(rest)]
    return [p for p, a in sorted(items, key=lambda pair: (pair[1].top, pair[1].left))]


def _parted(sides: list[tuple[float, float]]) -> list[list[int]]:
    """Positions in groups between which there is a gap; a small overlap counts as one."""
    order = sorted(range(len(sides)), key=lambda i: sides[i])
    groups: list[list[int]] = []
    reached = float("-inf")
    for i in order:
        low, high = sides[i]
        slack = _SLACK * (high - low)
        if not groups or low + slack >= reached:
            groups.append([])
        groups[-1].append(i)
        reached = max(reached, high - slack)
    return groups
