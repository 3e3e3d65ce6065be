"""Small PDFs made in a test: pages of drawing instructions over two standard fonts."""

from __future__ import annotations

from pathlib import Path

import pypdf
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)


def text(x: float, y: float, words: str, size: float = 11, font: str = "F1") -> str:
    """One line of print, ``y`` upwards from the foot of the page."""
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A thin line."""
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


def make_pdf(
    path: Path,
    *pages: str,
    links: dict[str, tuple[int, int, int, int]] | None = None,
    means: dict[str, str] | None = None,
) -> Path:
    """Write a PDF of A4 pages, each drawn by some instructions; ``links`` go on the first.
    ``means`` lets a printed letter stand for other characters where text is taken out."""
    writer = pypdf.PdfWriter()
    for number, instructions in enumerate(pages):
        page = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        stream.set_data(instructions.encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject(
            {NameObject("/F1"): _font("/Helvetica"), NameObject("/F2"): _font("/Helvetica-Bold")}
        )
        if means:
            fonts["/F1"][NameObject("/ToUnicode")] = writer._add_object(_to_unicode(means))
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        if links and number == 0:
            page[NameObject("/Annots")] = ArrayObject([_link(*link) for link in links.items()])
    writer.write(path)
    return path


def _font(name: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject(name),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )


def _to_unicode(means: dict[str, str]) -> DecodedStreamObject:
    """What each printable letter of a font stands for."""
    letters = {chr(c): chr(c) for c in range(32, 127)} | means
    lines = [f"<{ord(k):02x}> <{v.encode('utf-16-be').hex()}>" for k, v in letters.items()]
    cmap = DecodedStreamObject()
    cmap.set_data(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        + f"{len(lines)} beginbfchar\n{chr(10).join(lines)}\nendbfchar\n".encode()
        + b"endcmap end end"
    )
    return cmap


def _link(target: str, rectangle: tuple[int, int, int, int]) -> DictionaryObject:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(target)}
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(edge) for edge in rectangle]),
            NameObject("/A"): action,
        }
    )
