"""What pdfium tells of an open page: its characters, drawn lines and links.

Part of the door to pypdfium2, which is ``handbook.pdfium``: every call is made under its lock.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from handbook.pdf_frame import Box, Frame, around

_INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_MOST_OBJECTS = 5000
_LONGEST_OUTLINE = 60
_LONGEST_ADDRESS = 4096
_WORD = re.compile(r"[^ ]+")
# pdfium marks a hyphen that it takes for a line's end by codes of its own.
_OWN_CODES = dict.fromkeys(range(0x20), " ") | {0xA0: " ", 0x02: "-", 0xFFFE: "-"}


@dataclass(frozen=True, slots=True)
class Print:
    """How characters are printed. ``size`` is in points as seen; ``angle`` is in degrees,
    counter-clockwise against upright text; ``pale`` is ink that is white, nearly so, or clear."""

    size: float
    bold: bool
    angle: int
    invisible: bool
    pale: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring characters without white space between, printed alike on one line.
    ``base`` is how far from the top the line is that they stand on."""

    start: int
    end: int
    box: Box
    base: float
    print: Print


@dataclass(frozen=True, slots=True)
class Drawing:
    """A path or an image. ``edges`` are the straight lines of a path as thin boxes."""

    box: Box
    is_image: bool
    edges: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A web address and where on the page it is linked."""

    target: str
    box: Box


@dataclass(frozen=True, slots=True)
class Contents:
    """The characters of a page in pdfium's order and counting, white space as spaces, and what
    else is on it. Places are those of ``frame``, in which most of the text stands upright."""

    frame: Frame
    codes: str
    stretches: list[Stretch]
    drawings: list[Drawing]
    links: list[Link]


@dataclass(frozen=True, slots=True)
class CharacterBox:
    """Where a character is printed: its ink, and the room that its font keeps for it."""

    ink: Box
    room: Box

    @property
    def is_printed(self) -> bool:
        """Whether it takes any room on the page."""
        return self.ink[2] > self.ink[0] and self.ink[3] > self.ink[1]


def character_boxes(page: pdfium.PdfPage, frame: Frame) -> list[CharacterBox]:
    """The boxes of all characters of a page, in pdfium's order and counting. White space and what
    pdfium has no place for have a box without height or width."""
    text = page.get_textpage()
    try:
        return [_character_box(text.raw, i, frame) for i in range(text.count_chars())]
    finally:
        text.close()


def _character_box(handle: Any, index: int, frame: Frame) -> CharacterBox:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    ink = frame.box(left.value, bottom.value, right.value, top.value)
    loose = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(handle, index, loose)
    room = frame.box(loose.left, loose.bottom, loose.right, loose.top)
    return CharacterBox(ink, room)


def contents(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Contents:
    """All that is read of a page."""
    text = page.get_textpage()
    try:
        codes = _codes(text)
        rough = list(_rough_stretches(text.raw, codes))
        looks = _Looks(text.raw)
        prints = [looks.at(start) for start, _, _ in rough]
        frame = _frame(page, rough, [p.angle for p in prints])
        bases = [looks.base(start, frame) for start, _, _ in rough]
    finally:
        text.close()
    upright: dict[int, Print] = {}
    stretches = []
    for (start, end, box), seen, base in zip(rough, prints, bases, strict=True):
        if id(seen) not in upright:
            upright[id(seen)] = replace(seen, angle=(seen.angle - frame.turn * 90) % 360)
        stretches.append(Stretch(start, end, frame.box(*box), base, upright[id(seen)]))
    return Contents(frame, codes, stretches, _drawings(page, frame), _links(document, page, frame))


def _codes(text: pdfium.PdfTextPage) -> str:
    """One character for each that pdfium counts, white space as spaces."""
    count = text.count_chars()
    whole = text.get_text_range() if count else ""
    if len(whole) != count:
        whole = "".join(chr(raw.FPDFText_GetUnicode(text.raw, i)) for i in range(count))
    return whole.translate(_OWN_CODES)


def _rough_stretches(handle: Any, codes: str) -> Iterator[tuple[int, int, Box]]:
    """Where characters begin that share their line and height, where they end, and their box."""
    rectangle = raw.FS_RECTF()
    reference = ctypes.byref(rectangle)

    def box(index: int) -> Box:
        raw.FPDFText_GetLooseCharBox(handle, index, reference)
        return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top

    for word in _WORD.finditer(codes):
        start, end = word.span()
        first, last = box(start), box(end - 1)
        if first[1] == last[1] and first[3] == last[3]:
            yield start, end, around(first, last)
        else:
            yield from _by_height([box(i) for i in range(start, end)], start)


def _by_height(boxes: list[Box], start: int) -> Iterator[tuple[int, int, Box]]:
    """A word in parts, as where a raised number follows its last letter."""
    low = 0
    for high in range(1, len(boxes) + 1):
        if high == len(boxes) or boxes[high][1::2] != boxes[low][1::2]:
            yield start + low, start + high, around(boxes[low], boxes[high - 1])
            low = high


def _frame(page: pdfium.PdfPage, rough: list[tuple[int, int, Box]], angles: list[int]) -> Frame:
    turns: Counter[int] = Counter()
    for (start, end, _), angle in zip(rough, angles, strict=True):
        if angle % 90 == 0:
            turns[angle // 90] += end - start
    usual = turns.most_common(1)[0][0] if turns else page.get_rotation() // 90
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, usual)


class _Looks:
    """How stretches are printed; the looks of each text object are asked for once. Angles are
    those of the file here, not yet of the page as it is read."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._known: dict[int, Print] = {}

    def at(self, index: int) -> Print:
        """How the character at ``index`` is printed."""
        piece = raw.FPDFText_GetTextObject(self._handle, index)
        key = ctypes.cast(piece, ctypes.c_void_p).value or 0
        if key not in self._known or not key:
            mode = raw.FPDFTextObj_GetTextRenderMode(piece) if key else 0
            size, angle = self._size_and_angle(index)
            self._known[key] = Print(
                size, self._bold(index), angle, mode in _INVISIBLE_MODES, self._pale(index)
            )
        return self._known[key]

    def base(self, index: int, frame: Frame) -> float:
        """The line that the character at ``index`` stands on, from the top."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._handle, index, x, y)
        return frame.box(x.value, y.value, x.value, y.value)[1]

    def _size_and_angle(self, index: int) -> tuple[float, int]:
        """Leaning letters (a made-up italic) still run level: the angle is that of the line."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._handle, index, matrix)
        scale = math.hypot(matrix.c, matrix.d)
        size = round(float(raw.FPDFText_GetFontSize(self._handle, index)) * scale, 1)
        return size, round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360

    def _bold(self, index: int) -> bool:
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self._handle, index, name, 128, ctypes.c_int())
        known = name.value.lower()
        return b"bold" in known or b"black" in known or b"heavy" in known

    def _pale(self, index: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not raw.FPDFText_GetFillColor(self._handle, index, red, green, blue, alpha):
            return False
        return alpha.value < 25 or min(red.value, green.value, blue.value) > 200


def _drawings(page: pdfium.PdfPage, frame: Frame) -> list[Drawing]:
    """The paths and images of a page, the first few thousand where a drawing has more."""
    found = []
    for item in islice(page.get_objects(max_depth=1), _MOST_OBJECTS):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            found.append(Drawing(frame.box(*item.get_bounds()), True))
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            found.append(Drawing(frame.box(*item.get_bounds()), False, _edges(item, frame)))
    return found


def _edges(item: pdfium.PdfObject, frame: Frame) -> tuple[Box, ...]:
    """The level and upright lines of a path; curves and long outlines have none."""
    count = raw.FPDFPath_CountSegments(item.raw)
    if count > _LONGEST_OUTLINE:
        return ()
    edges: list[Box] = []
    matrix = item.get_matrix()
    before: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(item.raw, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = matrix.on_point(x.value, y.value)
        is_line = raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO
        if before and is_line and min(abs(here[0] - before[0]), abs(here[1] - before[1])) < 1.0:
            edges.append(_between(frame, before, here))
        before = here
    return tuple(edges)


def _between(frame: Frame, one: tuple[float, float], other: tuple[float, float]) -> Box:
    (left, right), (bottom, top) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return frame.box(left, bottom, right, top)


def _links(document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame) -> list[Link]:
    """The web addresses that the page links to; links within the file are passed over."""
    found = []
    position, link, rectangle = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    address = ctypes.create_string_buffer(_LONGEST_ADDRESS)
    while raw.FPDFLink_Enumerate(page.raw, position, link):
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        length = raw.FPDFAction_GetURIPath(document.raw, action, address, _LONGEST_ADDRESS)
        if 1 < length <= _LONGEST_ADDRESS and raw.FPDFLink_GetAnnotRect(link, rectangle):
            target = address.raw[: length - 1].decode("utf-8", errors="replace")
            place = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            found.append(Link(target, frame.box(*place)))
    return found
