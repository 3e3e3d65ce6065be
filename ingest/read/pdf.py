"""PDF to a reading: the list of its steps, and what is said about pages that read badly."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from handbook.domain import Unit
from handbook.errors import ReadError
from handbook.pdfium import PrintedFile, open_printed
from handbook.print_map import PrintMap
from ingest.read.pdf_blocks import Composer
from ingest.read.pdf_furniture import Apart, find_furniture
from ingest.read.pdf_notes import take_notes
from ingest.read.pdf_order import in_reading_order
from ingest.read.pdf_page import MOST_DOUBT, Page, read_page
from ingest.read.pdf_tables import find_tables
from ingest.read.pdf_text import LeftOut, RawFile, fonts_parsed_once
from ingest.read.pdf_writer import PageWriter
from ingest.reading import Reading, ReadingBuilder
from ingest.told import Step, tell

LONGEST_SECONDS = 240.0
"""A file that takes more time of the processor is refused, between two pages. 2,000 pages take
about 50 seconds."""
_FEWEST_LETTERS = 40
_FEWEST_WITH_COVER = 4


def read_pdf(path: Path) -> Reading:
    """Read a PDF page by page: one unit a page, with both its index and its printed label."""
    builder = ReadingBuilder()
    pages = _read_pages(path, builder)
    _report(path, pages, builder)
    body = _body_size(pages)
    furniture = find_furniture(pages)
    composer = Composer(builder, _heading_sizes(pages, furniture, body), body)
    noted = False
    for page, apart in zip(pages, furniture, strict=True):
        noted = _add_page(builder, composer, page, apart, body, noted)
    composer.flush()
    reading = builder.finish()
    maps = (_print_map(u, p).pack() for u, p in zip(reading.units, pages, strict=True))
    return replace(reading, print_maps=tuple(maps))


def _print_map(unit: Unit, page: Page) -> PrintMap:
    """Which printed characters of its page the unit's characters are."""
    ends = [run.offset + run.length for run in unit.runs]
    last = int(page.matches.raw.max(initial=-1))
    places = np.full(max([last + 1, *ends]), -1, np.int32)
    for run in unit.runs:
        places[run.offset : run.offset + run.length] = np.arange(run.start, run.start + run.length)
    return PrintMap.of(unit.text, places, page.matches)


def _read_pages(path: Path, builder: ReadingBuilder) -> list[Page]:
    raw = RawFile(path)
    builder.title = raw.title
    pages: list[Page] = []
    until = time.thread_time() + LONGEST_SECONDS
    with ExitStack() as stack:
        stack.enter_context(fonts_parsed_once())
        printed = _printed(path, stack, builder)
        for index in range(raw.count):
            tell(Step("reading", index + 1, raw.count))
            try:
                pages.append(read_page(raw, printed, index))
            except ReadError as error:
                builder.warn(str(error))
                pages.append(Page.unread(index, raw.labels[index]))
            if time.thread_time() > until:
                raise ReadError(
                    f"{path.name} took {LONGEST_SECONDS:.0f} seconds of computing as far as "
                    f"page {index + 1} of {raw.count}; split it."
                )
    _count_left_out(raw.left_out(), builder)
    return pages


def _count_left_out(left: LeftOut, builder: ReadingBuilder) -> None:
    builder.comments = left.comments
    if left.comments:
        builder.warn(f"{left.comments} comments are left out.")
    if left.fields:
        builder.warn(f"{left.fields} filled form fields are not read.")
    if left.attachments:
        builder.warn(f"{left.attachments} attached files are not read.")


def _printed(path: Path, stack: ExitStack, builder: ReadingBuilder) -> PrintedFile | None:
    try:
        return stack.enter_context(open_printed(path))
    except ReadError as error:
        builder.warn(f"{error} Its lines are read in the order of the file.")
        return None


def _add_page(
    builder: ReadingBuilder, composer: Composer, page: Page, apart: Apart, body: float, noted: bool
) -> bool:
    """Write one page; returns whether it ends in a note."""
    builder.open_unit(
        "page",
        page_index=page.index,
        page_label=apart.label or page.label,
        head="\n".join(line.text.strip() for line in apart.head),
        foot="\n".join(line.text.strip() for line in apart.foot),
    )
    lines = [line for line in page.lines if line not in apart]
    lines, notes = take_notes(lines, body, page.height, noted)
    writer = PageWriter(builder, composer, page.index)
    writer.write(in_reading_order(find_tables(lines, page.rules)))
    writer.write_notes(notes)
    for link in page.links:
        writer.link(link.target, link.box)
    for hidden in page.hidden:
        builder.hide(hidden.text, hidden.why, f"page {page.index}")
    return bool(notes)


def _body_size(pages: list[Page]) -> float:
    """The size that most characters are printed in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _heading_sizes(pages: list[Page], furniture: list[Apart], body: float) -> list[float]:
    """The sizes clearly above the body's, largest first; their order gives heading levels.

    A cover has sizes of its own, which would stand above every chapter: it does not count.
    """
    cover = 1 if len(pages) > _FEWEST_WITH_COVER else 0
    sizes = {
        line.size
        for page, apart in zip(pages[cover:], furniture[cover:], strict=True)
        for line in page.lines
        if line.size >= body * 1.1 and not line.angle and line not in apart
    }
    return sorted(sizes, reverse=True)


def _report(path: Path, pages: list[Page], builder: ReadingBuilder) -> None:
    """Say which pages read badly; refuse a file of which hardly anything can be read."""
    pictures = [p for p in pages if p.letters < _FEWEST_LETTERS and p.pictured]
    if pages and len(pictures) + sum(not p.letters for p in pages if not p.pictured) == len(pages):
        raise ReadError(
            f"{path.name} holds no text that can be read, or hardly any; if it is a scan, "
            "put a copy through text recognition first."
        )
    sentences = (
        (pictures, "a picture with hardly any text in it; what it shows is not read."),
        ([p for p in pages if not p.letters and not p.pictured], "nothing could be read."),
        ([p for p in pages if p.recognised], "text that a machine recognised in a picture."),
        (
            [p for p in pages if p.doubt > MOST_DOUBT],
            "two readers of PDFs disagree about the text; compare it with the page.",
        ),
    )
    for some, sentence in sentences:
        if some:
            builder.warn(f"{_named(some)}: {sentence}")


def _named(pages: Sequence[Page]) -> str:
    numbers = ", ".join(str(page.index + 1) for page in pages)
    return f"Page{'s' * (len(pages) > 1)} {numbers}"
