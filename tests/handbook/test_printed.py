"""Quotations on the printed page: checked by the numbers of characters, never by reading back
what lies in a rectangle."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image

from handbook import page_store
from handbook.book import Handbook
from handbook.catalogue import FILE
from handbook.domain import Passage, Span
from handbook.errors import QuoteError, ReadError, SettingsError
from handbook.pdf_frame import Box
from handbook.pdfium import open_printed
from handbook.print_map import PrintMap
from handbook.printed import WIDTHS, page_boxes, page_image
from handbook.settings import Settings
from ingest.build import ingest
from ingest.forget import forget
from ingest.manifest import list_corpus
from ingest.proof import search
from tests.conftest import open_book, shared
from tests.ingest.read.make_pdf import make_pdf, text

TOUCH = 0.01
HYPHENS = "-\u00ad\u2010\u2011\u02d7\x02\ufffe"
Quotation = tuple[str, tuple[Span, ...]]


def bare(characters: str) -> str:
    """The visible characters, NFKC, without hyphens."""
    known = unicodedata.normalize("NFKC", "".join(c for c in characters if c not in HYPHENS))
    return "".join(c for c in known if not c.isspace() and unicodedata.category(c) != "Cc")


def path_of(book: Handbook, document_id: str) -> Path:
    path = book.raw_file(document_id)
    assert path is not None
    return path


def characters(path: Path, page: int, chosen: Sequence[int]) -> str:
    """What pdfium, asked anew, says that some characters of a page are."""
    with pdfium.PdfDocument(path) as document:
        letters = document[page].get_textpage()
        return "".join(chr(raw.FPDFText_GetUnicode(letters.raw, i)) for i in chosen)


def within(inner: Box, outer: Box) -> bool:
    starts = all(i >= o - TOUCH for i, o in zip(inner[:2], outer[:2], strict=True))
    return starts and all(i <= o + TOUCH for i, o in zip(inner[2:], outer[2:], strict=True))


def faults(book: Handbook, document_id: str, quotation: Quotation) -> list[str]:
    """What is wrong with the boxes of a quotation; nothing if they cover exactly it."""
    words, spans = quotation
    said, wrong = "", []
    for shown in page_boxes(book, document_id, spans):
        path, index = path_of(book, document_id), shown.page_index
        with open_printed(path) as file, file.page(index) as page:
            own = numbers(book, document_id, spans, index, page.contents.codes)
            places = page.boxes()
            visible = {i for i, code in enumerate(page.contents.codes) if bare(code)}
        said += characters(path, index, own)
        wrong += [
            f"character {i} of page {index} has no box"
            for i in own
            if not any(within(places[i].ink, box) for box in shown.boxes)
        ]
        wrong += [
            f"character {i} of page {index} is covered"
            for i in visible - set(own)
            if any(holds_middle(box, places[i].ink) for box in shown.boxes)
        ]
    if bare(said) != bare(words):
        wrong.append(f"{words!r} is mapped to {said!r}")
    return wrong


def numbers(
    book: Handbook, document_id: str, spans: Sequence[Span], page_index: int, codes: str
) -> list[int]:
    """The mapped numbers of the characters of a quotation that stand on one page."""
    found: list[int] = []
    for span in spans:
        unit = book.units(document_id)[span.unit]
        if unit.page_index == page_index:
            print_map = book.catalogue.print_map(document_id, span.unit)
            found += print_map.printed(unit.text, codes, span.start, span.end) or ()
    return found


def holds_middle(box: Box, of: Box) -> bool:
    x, y = (of[0] + of[2]) / 2, (of[1] + of[3]) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]


def sentences(book: Handbook, document_id: str) -> list[Quotation]:
    """All sentences of a document."""
    passages = book.catalogue.passages_of(document_id)
    return [_quotation(book, p, s.spans) for p in passages for s in p.sentences]


def _quotation(book: Handbook, passage: Passage, spans: tuple[Span, ...]) -> Quotation:
    units = book.units(passage.document_id)
    return "".join(units[s.unit].text[s.start : s.end] for s in spans), spans


def pdfs(book: Handbook) -> list[str]:
    held = book.opened().edition.all()
    return [h.document_id for h in held if h.file_name.lower().endswith(".pdf")]


def only(book: Handbook) -> str:
    (document_id,) = pdfs(book)
    return document_id


def lines(x: float, top: float, *words: str) -> str:
    return "".join(text(x, top - 14 * n, line) for n, line in enumerate(words))


LEFT = lines(60, 700, "The lead practitioner keeps", "the plan in view and tells all", "of them.")
RIGHT = lines(320, 700, "The core group meets within", "ten working days of it and", "often.")
ENDS = lines(60, 700, "1.1 Each agency must tell the") + lines(60, 60, "1.2 A plan that is long")
BEGINS = lines(60, 780, "goes on over the page and ends here.", "It is kept.")


@pytest.fixture(scope="module")
def made_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """A handbook over PDFs made here: two columns, the same on its side, one over two pages."""
    corpus = tmp_path_factory.mktemp("made")
    make_pdf(corpus / "columns.pdf", LEFT + RIGHT)
    make_pdf(corpus / "pages.pdf", ENDS, BEGINS)
    for turn in (90, 180, 270):
        turned(corpus / "columns.pdf", corpus / f"turned-{turn}.pdf", turn)
    book = open_book(corpus, tmp_path_factory.mktemp("made-data"))
    yield book
    book.close()


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A folder with one PDF and one document without pages, ingested; to be copied, not used."""
    corpus = tmp_path_factory.mktemp("small")
    make_pdf(corpus / "columns.pdf", LEFT + RIGHT)
    (corpus / "plain.md").write_text("# Plan\n\n1.1 A plan must be kept by the lead.\n")
    settings = Settings(corpus=corpus, data=tmp_path_factory.mktemp("small-data"))
    ingest(settings, list_corpus(corpus), whole=True)
    return settings


@pytest.fixture
def small_book(ingested: Settings, tmp_path: Path) -> Iterator[Handbook]:
    """A handbook that a test may spoil."""
    data = shutil.copytree(ingested.data, tmp_path / "data")
    book = Handbook.open(replace(ingested, data=data))
    yield book
    book.close()


def turned(plain: Path, path: Path, turn: int) -> None:
    """A file whose pages are shown turned."""
    writer = pypdf.PdfWriter(clone_from=plain)
    writer.pages[0].rotate(turn)
    writer.write(path)


def document(book: Handbook, source_id: str) -> str:
    return next(
        h.document_id for h in book.opened().edition.all() if h.edition.source_id == source_id
    )


def find(book: Handbook, document_id: str, words: str) -> Quotation:
    return next(q for q in sentences(book, document_id) if words in " ".join(q[0].split()))


def test_every_sentence_of_the_shipped_pdfs_is_covered_exactly(corpus_book: Handbook) -> None:
    asked = [(d, q) for d in pdfs(corpus_book) for q in sentences(corpus_book, d)]
    assert len(asked) > 100
    assert [w for d, q in asked for w in faults(corpus_book, d, q)] == []


def test_random_sentences_of_real_publications_are_covered_exactly(
    documents_book: Handbook,
) -> None:
    dice = random.Random(6)
    for document_id in pdfs(documents_book):
        for quotation in dice.sample(sentences(documents_book, document_id), 20):
            assert faults(documents_book, document_id, quotation) == []


def test_random_words_in_mid_sentence_are_covered_exactly(made_book: Handbook) -> None:
    for document_id in pdfs(made_book):
        for _, (span, *_rest) in sentences(made_book, document_id):
            part = Span(span.unit, span.start + 3, span.end - 2)
            words = made_book.units(document_id)[part.unit].text[part.start : part.end]
            assert faults(made_book, document_id, (words, (part,))) == []


def test_a_sentence_in_one_of_two_columns_has_a_box_for_each_of_its_lines(
    made_book: Handbook,
) -> None:
    document_id = document(made_book, "columns")
    quotation = find(made_book, document_id, "core group meets")
    assert faults(made_book, document_id, quotation) == []
    (page,) = page_boxes(made_book, document_id, quotation[1])
    assert (page.width, page.height) == (595, 842)
    assert len(page.boxes) == 3
    assert all(319 < box[0] < 322 for box in page.boxes)


def test_a_quotation_over_a_page_break_has_boxes_on_both_pages(made_book: Handbook) -> None:
    document_id = document(made_book, "pages")
    quotation = find(made_book, document_id, "A plan that is long goes on over the page")
    assert faults(made_book, document_id, quotation) == []
    shown = page_boxes(made_book, document_id, quotation[1])
    assert [(page.page_index, len(page.boxes)) for page in shown] == [(0, 1), (1, 1)]


@pytest.mark.parametrize("source_id", ["columns", "turned-90", "turned-180", "turned-270"])
def test_the_boxes_lie_on_the_ink_of_the_picture_however_the_page_is_turned(
    made_book: Handbook, source_id: str
) -> None:
    document_id = document(made_book, source_id)
    everything = [s for _, spans in sentences(made_book, document_id) for s in spans]
    (page,) = page_boxes(made_book, document_id, everything)
    picture = opened(page_image(made_book, document_id, 0, 900))
    assert picture.shape[1] == 900
    dark = picture.min(axis=2) < 128
    covered = np.zeros_like(dark)
    scale = 900 / page.width
    for box in page.boxes:
        left, top, right, bottom = (round(edge * scale) for edge in box)
        assert dark[top:bottom, left:right].any()
        covered[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = True
    assert len(page.boxes) == 6
    assert not (dark & ~covered).any()


def test_a_real_page_that_stands_on_its_side_is_covered_exactly(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("edgar-rotated90.pdf", "indirect-rotation.pdf", "pdftotext_two_column_issue.pdf"):
        (corpus / name).write_bytes(shared("hostile", "pdf", name).read_bytes())
    book = open_book(corpus, tmp_path / "data")
    for document_id in pdfs(book):
        quotations = sentences(book, document_id)
        assert quotations
        for quotation in quotations[:12]:
            assert [w for w in faults(book, document_id, quotation) if "covered" in w] == []
    book.close()


def test_a_page_of_which_nothing_is_known_is_still_drawn(small_book: Handbook) -> None:
    document_id = only(small_book)
    quotation = find(small_book, document_id, "core group meets")
    assert page_boxes(small_book, document_id, quotation[1])[0].boxes
    with sqlite3.connect(small_book.settings.data / FILE) as connection:
        connection.execute("DELETE FROM print_map")
    (page,) = page_boxes(small_book, document_id, quotation[1])
    assert (page.width, page.height, page.boxes) == (595, 842, ())
    assert opened(page_image(small_book, document_id, 0, 900)).shape == (1273, 900, 3)


def test_another_counting_of_characters_gives_no_boxes_instead_of_wrong_ones(
    small_book: Handbook,
) -> None:
    document_id = only(small_book)
    quotation = find(small_book, document_id, "core group meets")
    rows = small_book.catalogue.print_map(document_id, 0).rows + np.array([0, 0, 1, 0], np.int32)
    with sqlite3.connect(small_book.settings.data / FILE) as connection:
        connection.execute("UPDATE print_map SET packed = ?", (PrintMap(rows).pack(),))
    assert page_boxes(small_book, document_id, quotation[1])[0].boxes == ()


def test_what_cannot_be_drawn_is_a_sentence(small_book: Handbook) -> None:
    document_id = only(small_book)
    spans = find(small_book, document_id, "core group meets")[1]
    for page_index in (1, -1, 2**32, 10**4000):
        with pytest.raises(ReadError, match="The file has no page of this number"):
            page_image(small_book, document_id, page_index, 900)
    with pytest.raises(SettingsError, match="900 or 1400 dots wide"):
        page_image(small_book, document_id, 0, 1_000_000)
    with pytest.raises(QuoteError, match="lies outside"):
        page_boxes(small_book, document_id, [Span(0, 0, 100_000)])
    with pytest.raises(ReadError, match="not held here"):
        page_boxes(small_book, "nothing", spans)
    with pytest.raises(ReadError, match=r"plain\.md has no printed pages"):
        page_image(small_book, document(small_book, "plain"), 0, 900)
    path_of(small_book, document_id).write_bytes(b"%PDF-1.7 broken")
    for call in (
        lambda: page_boxes(small_book, document_id, spans),
        lambda: page_image(small_book, document_id, 0, 900),
    ):
        with pytest.raises(ReadError, match=r"columns\.pdf cannot be drawn"):
            call()


def test_a_picture_is_drawn_once_and_anew_where_its_file_is_broken(small_book: Handbook) -> None:
    pictures = [page_image(small_book, only(small_book), 0, width) for width in WIDTHS]
    folder = small_book.settings.data / "pages" / path_of(small_book, only(small_book)).stem
    assert sorted(p.name for p in folder.iterdir()) == ["0-1400.png", "0-900.png"]
    kept = folder / "0-900.png"
    before = kept.stat().st_mtime_ns
    assert page_image(small_book, only(small_book), 0, 900) == pictures[0] == kept.read_bytes()
    assert kept.stat().st_mtime_ns == before
    kept.write_bytes(pictures[0][:-4])
    assert page_image(small_book, only(small_book), 0, 900) == pictures[0] == kept.read_bytes()


def test_a_picture_is_given_though_it_cannot_be_kept(small_book: Handbook) -> None:
    (small_book.settings.data / "pages").write_text("no folder")
    assert opened(page_image(small_book, only(small_book), 0, 900)).shape[1] == 900


def test_many_people_at_once_get_whole_pictures(small_book: Handbook) -> None:
    document_id = only(small_book)
    with ThreadPoolExecutor(8) as people:
        asked = [people.submit(page_image, small_book, document_id, 0, 900) for _ in range(24)]
    assert len({future.result() for future in asked}) == 1
    assert list((small_book.settings.data / "pages").rglob("*.new")) == []


def test_the_pictures_drawn_first_go_where_all_take_too_much(tmp_path: Path) -> None:
    raw_file = tmp_path / "files" / "hash.pdf"
    raw_file.parent.mkdir()
    raw_file.write_bytes(b"")
    for page in range(8):
        page_store.keep(tmp_path, raw_file, page, 900, b"x" * 100)
        os.utime(tmp_path / "pages" / "hash" / f"{page}-900.png", (page, page))
    page_store.bound(tmp_path, 800)
    assert len(list((tmp_path / "pages").rglob("*.png"))) == 8
    page_store.bound(tmp_path, 500)
    left = sorted(p.name for p in (tmp_path / "pages").rglob("*.png"))
    assert left == ["5-900.png", "6-900.png", "7-900.png"]


def test_no_picture_outlives_the_document_it_shows(small_book: Handbook) -> None:
    path, data = path_of(small_book, only(small_book)), small_book.settings.data
    picture = page_image(small_book, only(small_book), 0, 900)
    folder = data / "pages" / path.stem
    (data / "pages" / "stray").mkdir()
    (folder / "0-900.png.dead.new").write_bytes(b"")
    assert search(data, [], {path.stem}).found == (
        f"files/{path.name}",
        f"pages/{path.stem}/0-900.png",
        f"pages/{path.stem}/0-900.png.dead.new",
    )
    ingest(small_book.settings, list_corpus(small_book.settings.corpus), whole=True)
    assert [p.name for p in (data / "pages").rglob("*")] == [path.stem, "0-900.png"]
    assert forget(small_book.settings, "columns").proved
    assert not folder.exists()
    page_store.keep(data, path, 0, 900, picture)  # drawn by somebody who opened it before
    assert not folder.exists()


def opened(picture: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(Image.open(BytesIO(picture)))
