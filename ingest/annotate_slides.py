"""Comments on slides, as PowerPoint's own format of comments has them: a part with the authors, and
a part with its comments for each slide. The library has no word for either."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from handbook.errors import ExportError
from ingest.annotated import AUTHOR, INITIALS, Comment
from ingest.read.drawing import parse_part, related
from ingest.read.slide_shapes import P, placed

_PLACE = re.compile(r"slide (\d+)(?: shape (\d+))?")
_EMU = 914_400 / 576
"""English metric units to the unit in which the format places comments, 1/576 of an inch."""
_STEP = 60
"""How far below the one before a comment stands that has the same place."""
_MODERN = ("2018/10/relationships/comments", "2018/10/relationships/authors")


def annotate_pptx(path: Path, comments: Sequence[Comment]) -> bytes:
    """The deck with the comments, each at its shape; those on notes at the slide's corner.
    ExportError where the deck has comments of PowerPoint's newer kind, which the older ones that
    are written here may not stand beside, or such as cannot be read."""
    deck = Presentation(str(path))
    _look_for_modern(path, deck)
    try:
        _add(deck, comments)
    except (XMLSyntaxError, ValueError) as error:  # a number that is none
        raise ExportError(
            f"The comments that {path.name} has cannot be read ({error}); take them out first."
        ) from error
    written = BytesIO()
    deck.save(written)
    return written.getvalue()


def _look_for_modern(path: Path, deck: Any) -> None:
    parts = (deck.part, *(slide.part for slide in deck.slides))
    kinds = (relation.reltype for part in parts for relation in part.rels.values())
    if any(kind.endswith(_MODERN) for kind in kinds):
        raise ExportError(
            f"{path.name} has comments of PowerPoint's newer kind, beside which no others can be "
            "written; take them out of a copy and annotate that, or make a report."
        )


def _add(deck: Any, comments: Sequence[Comment]) -> None:
    by_slide: defaultdict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_slide[_numbers(comment)[0]].append(comment)
    if not comments:
        return
    author = _add_author(deck.part, len(comments))
    idx = 0
    slides = list(deck.slides)
    for number, said in sorted(by_slide.items()):
        slide = slides[number - 1]
        root = _root(slide.part, "comments", "cmLst")
        for comment, place in zip(said, _places(slide, said), strict=True):
            idx += 1
            root.append(_comment(comment, author, idx, place))
        _store(
            slide.part,
            root,
            "comments",
            "/ppt/comments/comment%d.xml",
            CONTENT_TYPE.PML_COMMENTS,
            RELATIONSHIP_TYPE.COMMENTS,
        )


def _numbers(comment: Comment) -> tuple[int, int | None]:
    """The slide and the shape of a place; no shape for the notes."""
    found = _PLACE.match(comment.place)
    if found is None:
        raise ExportError(f"{comment.place!r} is no place on a slide; no copy was made.")
    return int(found[1]), int(found[2]) if found[2] else None


def _places(slide: Any, comments: Sequence[Comment]) -> Iterator[tuple[int, int]]:
    """Where each comment of a slide stands, none upon another."""
    shapes = placed(slide.shapes)
    taken: set[tuple[int, int]] = set()
    for comment in comments:
        _, shape = _numbers(comment)
        area = shapes[shape - 1].area if shape and shape <= len(shapes) else None
        x, y = (round(area.left / _EMU), round(area.top / _EMU)) if area else (0, 0)
        place = max(x, 0), max(y, 0)
        while place in taken:
            place = place[0], place[1] + _STEP
        taken.add(place)
        yield place


def _comment(comment: Comment, author: int, idx: int, place: tuple[int, int]) -> Any:
    made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000")
    element = etree.Element(P + "cm", authorId=str(author), dt=made, idx=str(idx))
    etree.SubElement(element, P + "pos", x=str(place[0]), y=str(place[1]))
    etree.SubElement(element, P + "text").text = comment.text
    return element


def _add_author(part: Any, count: int) -> int:
    """Name the author of ``count`` comments; its number."""
    root = _root(part, "commentAuthors", "cmAuthorLst")
    number = max([-1, *(int(a.get("id", "0")) for a in root)]) + 1
    etree.SubElement(
        root,
        P + "cmAuthor",
        id=str(number),
        name=AUTHOR,
        initials=INITIALS,
        lastIdx=str(count),
        clrIdx=str(number),
    )
    _store(
        part,
        root,
        "commentAuthors",
        "/ppt/commentAuthors.xml",
        CONTENT_TYPE.PML_COMMENT_AUTHORS,
        RELATIONSHIP_TYPE.COMMENT_AUTHORS,
    )
    return number


def _root(part: Any, kind: str, tag: str) -> Any:
    """What a part has of a kind, or an empty list of that name."""
    found = next(related(part, kind), None)
    if found is not None:
        return parse_part(found.blob)
    return etree.Element(P + tag, nsmap={"p": P.strip("{}")})


def _store(part: Any, root: Any, kind: str, name: str, content: str, relation: str) -> None:
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    found = next(related(part, kind), None)
    if found is not None:
        found.blob = blob
        return
    package = part.package
    free = package.next_partname(name) if "%d" in name else PackURI(name)
    part.relate_to(Part(free, content, package, blob), relation)
