"""A list drawn as a diagram (SmartArt): the frame on the slide and the part that holds its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

_OFFICE = "http://schemas.openxmlformats.org"
_DIAGRAM = f"{_OFFICE}/drawingml/2006/diagram"
_NAMES = (
    f'xmlns:a="{_OFFICE}/drawingml/2006/main" xmlns:dgm="{_DIAGRAM}" '
    f'xmlns:p="{_OFFICE}/presentationml/2006/main" '
    f'xmlns:r="{_OFFICE}/officeDocument/2006/relationships"'
)
_CONTENT = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
_RELATION = f"{_OFFICE}/officeDocument/2006/relationships/diagramData"


def add_diagram(slide: Any, texts: Sequence[str], area: tuple[int, int, int, int]) -> None:
    """Draw some texts on a slide, a box for each. The frame has no layout of its own, which is what
    a reader of text does not need."""
    number = len(list(slide.part.package.iter_parts()))
    name = PackURI(f"/ppt/diagrams/data{number}.xml")
    part = Part(name, _CONTENT, slide.part.package, _data(texts).encode())
    relation = slide.part.relate_to(part, _RELATION)
    slide.shapes._spTree.append(etree.fromstring(_frame(relation, number, area)))


def _data(texts: Sequence[str]) -> str:
    points = "".join(
        f'<dgm:pt modelId="{n}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>'
        "</dgm:t></dgm:pt>"
        for n, text in enumerate(texts, start=1)
    )
    return f"<dgm:dataModel {_NAMES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"


def _frame(relation: str, number: int, area: tuple[int, int, int, int]) -> str:
    left, top, width, height = area
    return (
        f'<p:graphicFrame {_NAMES}><p:nvGraphicFramePr><p:cNvPr id="{1000 + number}" '
        'name="Diagram"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
        f'<p:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="{_DIAGRAM}"><dgm:relIds r:dm="{relation}"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
