"""Parts of Office files that the libraries hand over as bytes: diagrams, charts, notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def parse_part(blob: bytes) -> Any:
    """The root of an XML part. Entities are not resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(blob, parser)


def related(part: Any, kind: str) -> Iterator[Any]:
    """The parts that ``part`` points to with a relationship whose type ends in ``kind``."""
    for relation in part.rels.values():
        if relation.reltype.rpartition("/")[2] == kind and not relation.is_external:
            yield relation.target_part


def diagram_texts(part: Any, element: Any) -> list[str]:
    """The paragraphs of the diagrams (SmartArt) that stand in an element, in their own order."""
    found: list[str] = []
    for ids in element.iter(DGM + "relIds"):
        data = part.rels.get(ids.get(R + "dm"))
        if data is not None and not data.is_external:
            root = parse_part(data.target_part.blob)
            found.extend(t for p in root.iter(A + "p") if (t := paragraph_text(p)).strip())
    return found


def chart_texts(part: Any, element: Any) -> list[str]:
    """The words of the charts that stand in an element: titles and typed labels, then the names of
    series and categories. Numbers are not read."""
    found: list[str] = []
    for chart in element.iter(C + "chart"):
        target = part.rels.get(chart.get(R + "id"))
        if target is not None and not target.is_external:
            root = parse_part(target.target_part.blob)
            typed = (p for p in root.iter(A + "p") if p.getparent().tag == C + "rich")
            texts = (*(paragraph_text(p) for p in typed), *_names(root))
            found.extend(dict.fromkeys(t for t in texts if t.strip()))
    return found


def _names(chart: Any) -> Iterator[str]:
    """The names of series, then of categories, as the chart keeps them beside its figures."""
    for holder in ("tx", "cat"):
        for series in chart.iter(C + "ser"):
            for name in series.findall(C + holder):
                values = (v for kept in _kept_texts(name) for v in kept.iter(C + "v"))
                yield from (v.text or "" for v in values)


def _kept_texts(name: Any) -> Iterator[Any]:
    """Where a chart keeps texts, and no numbers."""
    yield from name.findall(C + "v")
    yield from name.iter(C + "strCache", C + "strLit", C + "multiLvlStrCache")


def paragraph_text(paragraph: Any) -> str:
    """The characters of a drawing's paragraph, its line breaks as line breaks."""
    parts = {A + "t": None, A + "br": "\n"}
    found = (n for n in paragraph.iter() if n.tag in parts)
    return "".join(parts[n.tag] or n.text or "" for n in found)
