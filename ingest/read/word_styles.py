"""Word's styles: what a paragraph or a run inherits from its style and that style's parents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc (\d|heading)|table of figures", re.IGNORECASE)
_DEEPEST = 20
_BODY_TEXT = 9
_TINY_HALF_POINTS = 8
_PLAIN_TABLES = ("", "TableNormal", "TableGrid", "Table Grid")


class Styles:
    """The styles of one document; ``root`` is its styles part, or None where it has none."""

    def __init__(self, root: Any) -> None:
        self._by_id: dict[str, Any] = {}
        self._default: str | None = None
        self._chains: dict[str, tuple[Any, ...]] = {}
        self._inherited: dict[tuple[str, str, str], Any] = {}
        for style in () if root is None else root.iter(W + "style"):
            name = style.get(W + "styleId", "")
            self._by_id.setdefault(name, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self._default = name

    def chain(self, paragraph: Any) -> tuple[Any, ...]:
        """The paragraph's style, the style that it is based on, and so on."""
        return self._from(self._style_of(paragraph))

    def _style_of(self, paragraph: Any) -> str:
        return value(paragraph, "pPr", "pStyle") or self._default or ""

    def name(self, paragraph: Any) -> str:
        """The name of the paragraph's style as Word shows it."""
        chain = self.chain(paragraph)
        return value(chain[0], "name") or "" if chain else ""

    def heading_level(self, paragraph: Any) -> int:
        """1 for the highest heading, 0 for text."""
        own = value(paragraph, "pPr", "outlineLvl")
        for level in (own, *(self._outline(s) for s in self.chain(paragraph))):
            if level and level.isdigit():
                return 0 if int(level) >= _BODY_TEXT else int(level) + 1
        return 1 if self.name(paragraph) == "Title" else 0

    def is_contents(self, paragraph: Any) -> bool:
        """Whether the paragraph is a line of the table of contents."""
        return bool(_CONTENTS.match(self.name(paragraph)))

    def _outline(self, style: Any) -> str | None:
        found = _HEADING.match(value(style, "name") or "")
        return str(int(found[1]) - 1) if found else value(style, "pPr", "outlineLvl")

    def _from(self, style_id: str) -> tuple[Any, ...]:
        if style_id not in self._chains:
            self._chains[style_id] = tuple(self._parents(style_id))
        return self._chains[style_id]

    def _parents(self, style_id: str) -> Iterator[Any]:
        for _ in range(_DEEPEST):
            style = self._by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(style, "basedOn") or ""

    def run_property(self, run: Any, paragraph: Any, name: str) -> Any:
        """The element that sets a property of a run, wherever it is inherited from, or None."""
        own = run.find(f"{W}rPr/{W}{name}")
        if own is not None:
            return own
        key = (value(run, "rPr", "rStyle") or "", self._style_of(paragraph), name)
        if key not in self._inherited:
            styles = (*self._from(key[0]), *self._from(key[1]))
            found = (style.find(f"{W}rPr/{W}{name}") for style in styles)
            self._inherited[key] = next((f for f in found if f is not None), None)
        return self._inherited[key]

    def why_unread(self, run: Any, paragraph: Any) -> str | None:
        """Why a run is not read as text ("hidden by the file", "struck out" …), or None."""
        for name, why in (
            ("vanish", "hidden by the file"),
            ("strike", "struck out"),
            ("dstrike", "struck out"),
        ):
            if is_on(self.run_property(run, paragraph, name)):
                return why
        size = self.run_property(run, paragraph, "sz")
        if size is not None and _number(size.get(W + "val")) < _TINY_HALF_POINTS:
            return "tiny"
        color = self.run_property(run, paragraph, "color")
        white = color is not None and color.get(W + "val", "").upper() == "FFFFFF"
        return "white" if white and not self._is_coloured(run, paragraph) else None

    def _is_coloured(self, run: Any, paragraph: Any) -> bool:
        """Whether something dark may lie behind the text: shading, a box, a table's style."""
        if self.run_property(run, paragraph, "highlight") is not None:
            return True
        holders = [run.find(W + "rPr"), paragraph.find(W + "pPr")]
        holders += [s.find(W + "pPr") for s in self.chain(paragraph)]
        for ancestor in paragraph.iterancestors():
            tag = ancestor.tag.rpartition("}")[2]
            if tag == "txbxContent":
                return True
            holders += [ancestor.find(f"{W}{tag}Pr")] if tag in ("tc", "tr", "tbl") else []
            table_style = value(ancestor, "tblPr", "tblStyle") if tag == "tbl" else None
            if table_style and table_style not in _PLAIN_TABLES:
                return True
        fills = (h.find(W + "shd") for h in holders if h is not None)
        return any(
            f is not None and f.get(W + "fill", "auto").upper() not in ("AUTO", "FFFFFF")
            for f in fills
        )


def value(element: Any, *path: str) -> str | None:
    """The w:val of what stands at a path below an element, or None."""
    for name in path:
        element = element.find(W + name)
        if element is None:
            return None
    val: str | None = element.get(W + "val")
    return val


def is_on(element: Any) -> bool:
    """Whether a switch such as w:vanish or w:b is set."""
    return element is not None and element.get(W + "val", "1") not in ("0", "false", "off")


def _number(text: str | None) -> float:
    return float(text) if text and text.isdigit() else float("inf")
