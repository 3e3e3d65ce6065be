"""The visible text of a Word paragraph, piece by piece: with its links, without what is deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.read.drawing import R
from ingest.read.word_styles import Styles, W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = frozenset(
    {W + n for n in ("pPr", "rPr", "del", "moveFrom", "txbxContent", "instrText", "sdtPr")}
    | {MC + "Fallback"}
)
_SPOKEN = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one run. ``unread`` says why they are no text to be quoted; ``note`` names a
    note that is called here, by its kind and id; ``bold`` is as set in the run itself."""

    text: str
    target: str | None = None
    unread: str | None = None
    note: tuple[str, str] | None = None
    bold: bool = False


class Pieces:
    """Reads the paragraphs of one document part."""

    def __init__(self, styles: Styles, part: Any) -> None:
        self._styles = styles
        self._rels = part.rels

    def of(self, paragraph: Any) -> list[Piece]:
        """The pieces of a paragraph in order; text boxes in it are left for their own turn."""
        return list(self._walk(paragraph, paragraph, None, _Field()))

    def _walk(
        self, element: Any, paragraph: Any, target: str | None, field: _Field
    ) -> Iterator[Piece]:
        for child in element.iterchildren():
            tag = child.tag
            if tag in _LEFT_OUT or not isinstance(tag, str):
                continue
            if tag == W + "r":
                yield from self._run(child, paragraph, target, field)
            elif tag == W + "hyperlink":
                yield from self._walk(child, paragraph, self._target(child), field)
            elif tag == W + "fldSimple":
                address = _ADDRESS.search(child.get(W + "instr", ""))
                inner = address[1] if address else target
                yield from self._walk(child, paragraph, inner, field)
            else:
                yield from self._walk(child, paragraph, target, field)

    def _run(self, run: Any, paragraph: Any, target: str | None, field: _Field) -> Iterator[Piece]:
        unread = self._styles.why_unread(run, paragraph)
        bold = self._styles.run_property(run, paragraph, "b")
        is_bold = bold is not None and bold.get(W + "val", "1") not in ("0", "false", "off")
        text: list[str] = []
        for node in _inside(run):
            field.see(node)
            if node.tag in _NOTES:
                if text:
                    yield Piece("".join(text), target or field.target, unread, None, is_bold)
                text = []
                yield Piece("", note=(_NOTES[node.tag], node.get(W + "id", "")))
            elif node.tag == W + "t":
                text.append(node.text or "")
            elif node.tag in _SPOKEN:
                text.append(_SPOKEN[node.tag])
        if text:
            yield Piece("".join(text), target or field.target, unread, None, is_bold)

    def _target(self, link: Any) -> str | None:
        relation = self._rels.get(link.get(R + "id", ""))
        anchor = link.get(W + "anchor")
        if relation is not None and relation.is_external:
            return str(relation.target_ref) + (f"#{anchor}" if anchor else "")
        return f"#{anchor}" if anchor else "#"


class _Field:
    """Follows a field ("HYPERLINK …") through the runs of a paragraph."""

    def __init__(self) -> None:
        self._instruction = ""
        self.target: str | None = None

    def see(self, node: Any) -> None:
        if node.tag == W + "instrText":
            self._instruction += node.text or ""
        elif node.tag == W + "fldChar":
            kind = node.get(W + "fldCharType")
            if kind == "separate":
                found = _ADDRESS.search(self._instruction)
                self.target = found[1] if found else self.target
            else:
                self._instruction = ""
                self.target = None


def _inside(run: Any) -> Iterator[Any]:
    """What stands in a run, alternatives for old readers and text boxes left out."""
    for child in run.iterchildren():
        if child.tag == W + "instrText":
            yield child
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield child
            if child.tag not in (W + "t", W + "drawing", W + "pict", W + "object"):
                yield from _inside(child)
