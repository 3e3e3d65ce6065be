"""A booklet as slides: a title and a body on each, in the placeholders that a screen reader reads
first and in this order. There are no pictures, so none lacks a description."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from handbook.dates import in_words
from handbook.export.quoted import look_at_characters
from handbook.export.sheet import Booklet, Link, Part, Quoted, Source

_INK, _QUIET = RGBColor(0x1D, 0x4E, 0x79), RGBColor(0x44, 0x44, 0x44)
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_TITLE_LAYOUT, _BODY_LAYOUT = 0, 1
_TITLE, _QUOTE, _ORIGIN = 26, 16, 12
"""Sizes of letters, in points."""
_GAP = 5
_BODY_HEIGHT, _BODY_WIDTH = 355, 850
"""What a body holds, in points."""
_LINE, _LETTER = 1.22, 0.53
"""Height of a line and mean width of a letter, in sizes."""
_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


@dataclass(frozen=True, slots=True)
class _Words:
    """A paragraph of a slide. ``told`` is what stands below it in small letters."""

    text: str
    told: str = ""
    links: tuple[Link, ...] = ()
    strong: bool = False

    @property
    def height(self) -> float:
        """In points, as near as letters of a mean width tell."""
        size = _ORIGIN if not self.text else _QUOTE
        found = _lines(self.text, size) * size * _LINE + _GAP
        told = f"{self.told}{' · '.join(link.words for link in self.links)}"
        return found + _lines(told, _ORIGIN) * _ORIGIN * _LINE


def to_pptx(booklet: Booklet) -> bytes:
    """The content of the file. ExportError if PowerPoint has no place for a character of a
    quotation."""
    look_at_characters(booklet, "PowerPoint")
    deck = _new_deck(booklet)
    correct = f"Correct on {in_words(booklet.printed_on)}"
    _title_slide(deck, booklet.title, correct)
    words = [*map(_Words, booklet.opening), *(_Words(f"Note: {n}") for n in booklet.notices)]
    _slides(deck, "How to read this", words, correct)
    for part in booklet.parts:
        _slides(deck, part.title, list(_part(part)), correct)
    _slides(deck, "Sources", [_source(source) for source in booklet.sources], correct)
    _slides(deck, booklet.validity.title, [_Words(booklet.validity.text)], correct)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _part(part: Part) -> Iterator[_Words]:
    if part.note:
        yield _Words(part.note)
    for quoted in (*part.quoted, *part.asked):
        yield _quoted(quoted)


def _quoted(quoted: Quoted) -> _Words:
    mark = "" if quoted.marker is None else f" [{quoted.marker}]"
    told = (quoted.title, quoted.place, *quoted.facts, *quoted.badges)
    return _Words(f"“{quoted.text}”{mark}", " · ".join(t for t in told if t), quoted.links)


def _source(source: Source) -> _Words:
    told = [*source.facts, *([source.attribution] if source.attribution else [])]
    return _Words(source.title, " · ".join(told), (source.link,) if source.link else ())


def _slides(deck: Any, title: str, words: Sequence[_Words], correct: str) -> None:
    """As many slides as the words need; each says which of them it is."""
    pages = _pages(words)
    for number, page in enumerate(pages, start=1):
        place = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        slide = deck.slides.add_slide(deck.slide_layouts[_BODY_LAYOUT])
        _set_title(slide, f"{title}{place}")
        _fill(slide.placeholders[1], page)
        _foot(slide, correct)


def _pages(words: Sequence[_Words]) -> list[list[_Words]]:
    pages: list[list[_Words]] = [[]]
    room = float(_BODY_HEIGHT)
    for one in words:
        if pages[-1] and one.height > room:
            pages.append([])
            room = _BODY_HEIGHT
        pages[-1].append(one)
        room -= one.height
    return pages


def _lines(text: str, size: float) -> int:
    """How many lines a text takes in letters of a size."""
    return -(-len(text) // int(_BODY_WIDTH / (size * _LETTER)))


def _fill(body: Any, page: Sequence[_Words]) -> None:
    frame = body.text_frame
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    for number, words in enumerate(page):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _plain_paragraph(paragraph)
        _run(paragraph, words.text, _QUOTE)
        if words.told or words.links:
            paragraph.add_line_break()
            _run(paragraph, words.told, _ORIGIN, _QUIET)
        for link in words.links:
            _run(paragraph, " · ", _ORIGIN, _QUIET)
            _run(paragraph, link.words, _ORIGIN, None).hyperlink.address = link.address


def _plain_paragraph(paragraph: Any) -> None:
    """No bullet and no indent: quotation marks tell where a quotation begins."""
    paragraph.space_after = Pt(_GAP)
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.append(properties.makeelement(qn("a:buNone"), {}))


def _run(paragraph: Any, text: str, size: float, colour: RGBColor | None = None) -> Any:
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(size)
    run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _set_title(slide: Any, text: str) -> None:
    paragraph = slide.shapes.title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    _run(paragraph, text, _TITLE, _INK).font.bold = True


def _title_slide(deck: Any, words: str, correct: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_LAYOUT])
    _set_title(slide, words)
    title, told = slide.shapes.title, slide.placeholders[1]
    told.left, told.top, told.width, told.height = title.left, told.top, title.width, told.height
    below = told.text_frame.paragraphs[0]
    below.alignment = PP_ALIGN.LEFT
    _run(below, correct, _TITLE, _QUIET)


def _foot(slide: Any, words: str) -> None:
    """The day and the number of the slide, in the placeholders of the layout, read last."""
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type not in _FOOT:
            continue
        slide.shapes._spTree.append(deepcopy(shape._element))
        if shape.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
            foot = slide.placeholders[shape.placeholder_format.idx]
            _run(foot.text_frame.paragraphs[0], words, _ORIGIN, _QUIET)


def _new_deck(booklet: Booklet) -> Any:
    """An empty deck of wide slides, with its title and language."""
    deck = pptx.Presentation()
    widened = _WIDTH / deck.slide_width
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    for held in (deck.slide_master, *deck.slide_layouts):
        for shape in held.placeholders:
            # Only what states a place of its own: the rest takes it over from the master.
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = int(shape.left * widened), int(shape.width * widened)
    _place_body(deck)
    properties = deck.core_properties
    properties.title = booklet.title
    properties.author = properties.last_modified_by = "The Handbook"
    properties.language = "en-GB"
    properties.created = properties.modified = datetime.combine(booklet.printed_on, time(), UTC)
    return deck


def _place_body(deck: Any) -> None:
    """Titles at the top left, and the room that ``_BODY_HEIGHT`` and ``_BODY_WIDTH`` count on."""
    for shape in deck.slide_master.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
            shape.left, shape.top = Inches(0.6), Inches(0.35)
            shape.width, shape.height = Inches(12.1), Inches(1)
        elif shape.placeholder_format.type == PP_PLACEHOLDER.BODY:
            shape.left, shape.top = Inches(0.6), Inches(1.4)
            shape.width, shape.height = Inches(12.1), Inches(5.25)
