"""The paragraphs of a text box on a slide: pieces of text with their links, and list marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.read.drawing import A, R
from ingest.read.slide_shapes import P

_TINY = 400
"""In hundredths of a point."""
_WHITE = ("FFFFFF", "bg1", "lt1")
_BULLETS = ("buChar", "buAutoNum", "buBlip")
_BODY = ("body", "obj", None)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one run; ``unread`` says why they are no text to be quoted."""

    text: str
    target: str | None = None
    unread: str | None = None


def pieces(paragraph: Any, part: Any, on_white: bool) -> Iterator[Piece]:
    """The runs of a paragraph in order; a line break is a line break."""
    for child in paragraph.iterchildren():
        if child.tag == A + "br":
            yield Piece("\n")
        elif child.tag in (A + "r", A + "fld"):
            text = (child.findtext(A + "t") or "").replace("\v", "\n")
            if text:
                yield Piece(text, _target(child, part), _why_unread(child, on_white))


def has_white_text(body: Any) -> bool:
    """Whether any run of a text box is set in white."""
    return any(c.get("val") in _WHITE for c in body.iter(A + "srgbClr", A + "schemeClr"))


def _target(run: Any, part: Any) -> str | None:
    link = run.find(f"{A}rPr/{A}hlinkClick")
    if link is None:
        return None
    relation = part.rels.get(link.get(R + "id", ""))
    return str(relation.target_ref) if relation is not None and relation.is_external else "#"


def _why_unread(run: Any, on_white: bool) -> str | None:
    properties = run.find(A + "rPr")
    if properties is None:
        return None
    if properties.get("strike", "noStrike") != "noStrike":
        return "struck out"
    size = properties.get("sz", "")
    if size.isdigit() and int(size) < _TINY:
        return "tiny"
    fill = properties.find(A + "solidFill")
    colors = () if fill is None else fill.iter(A + "srgbClr", A + "schemeClr")
    white = any(c.get("val") in _WHITE and len(c) == 0 for c in colors)
    return "white" if white and on_white else None


class Marks:
    """List marks of one text box, in order: bullets, and the numbers that PowerPoint makes."""

    def __init__(self, element: Any, shape: Any, slide: Any) -> None:
        self._inherited = _inherited(element, shape, slide)
        self._counts: dict[int, int] = {}

    def of(self, paragraph: Any) -> tuple[int, str | None]:
        """How deep a paragraph is in a list (1 is outermost) and its mark, None for no item."""
        properties = paragraph.find(A + "pPr")
        level = 0 if properties is None else int(properties.get("lvl", "0") or 0)
        for deeper in [k for k in self._counts if k > level]:
            del self._counts[deeper]
        bullet = _bullet(properties)
        if bullet is None:
            bullet = next(
                (b for s in self._inherited if (b := _bullet_at(s, level)) is not None), None
            )
        if bullet is not None and bullet.tag == A + "buAutoNum":
            start = int(bullet.get("startAt", "1"))
            self._counts[level] = self._counts.get(level, start - 1) + 1
            return level + 1, _spelt(self._counts[level], bullet.get("type", "arabicPeriod"))
        self._counts.pop(level, None)
        listed = bullet is not None and bullet.tag != A + "buNone"
        if listed or (level > 0 and bullet is None):
            return level + 1, "•"
        return 1, None


def _bullet(properties: Any) -> Any:
    """The element that sets a bullet, or unsets it, among a paragraph's properties."""
    if properties is None:
        return None
    names = (*_BULLETS, "buNone")
    return next((e for n in names if (e := properties.find(A + n)) is not None), None)


def _bullet_at(styles: Any, level: int) -> Any:
    return _bullet(styles.find(f"{A}lvl{level + 1}pPr"))


def _inherited(element: Any, shape: Any, slide: Any) -> list[Any]:
    """The list styles that hold for a text box: its own, its layout's and its master's."""
    own = element.find(f"{P}txBody/{A}lstStyle")
    found = [own]
    kind = element.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    if kind is not None and shape is not None and kind.get("type") in _BODY:
        layout = slide.slide_layout
        for place in layout.placeholders:
            if place.placeholder_format.idx == int(kind.get("idx", "0")):
                found.append(place._element.find(f"{P}txBody/{A}lstStyle"))
        found.append(layout.slide_master._element.find(f"{P}txStyles/{P}bodyStyle"))
    return [s for s in found if s is not None]


def _spelt(number: int, form: str) -> str:
    if form.startswith("alpha") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if "Uc" in form else letter
    return str(number)
