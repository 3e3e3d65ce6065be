"""The receipt of a document: what is there, and what seems to be missing."""

from __future__ import annotations

from pathlib import Path

import docx
import pptx
import pytest

from handbook.commands.ingest import receipt_table
from handbook.domain import Edition
from handbook.receipt import Receipt
from ingest.document import make_document
from ingest.links import Targets
from ingest.receipt import with_links
from page.receipt_words import receipt_rows
from tests.conftest import shared

PAGE = """<html><head><title>Referrals in Leeds</title></head><body><main>
<h1>Referrals in Leeds</h1>
<p>May 2024</p>
<h2>1. Making a referral</h2>
<p>Ring first, then write within one working day; see Section 3, Recording.</p>
<p>Ask the <a href="#">duty team</a> or look at <a href="https://example.org/form">the form</a>.</p>
<h2>2. What happens next</h2>
<p>You are told the outcome; refer to Section 1 again. See section 47 of the Children Act 1989.</p>
<p>You are told the outcome; refer to Section 1 again. See section 47 of the Children Act 1989.</p>
</main></body></html>"""


def receipt(path: Path, text: str) -> Receipt:
    path.write_text(text)
    return make_document(path, "hash", None).receipt


@pytest.fixture
def page(tmp_path: Path) -> Receipt:
    """The receipt of a page with a lost heading and a dead link."""
    return receipt(tmp_path / "referrals.html", PAGE)


def test_a_reference_to_a_section_that_is_not_there_is_an_alarm(page: Receipt) -> None:
    assert page.unanswered_references == ("Section 3",)
    assert any("Section 3" in w and "headings may have been lost" in w for w in page.warnings)


def test_a_section_of_an_act_is_no_reference_to_this_document(page: Receipt) -> None:
    assert "Section 47" not in page.unanswered_references
    assert page.references == 2


def test_links_that_lead_nowhere_are_told_from_those_that_lead_on(page: Receipt) -> None:
    seen = with_links(page, Targets.of(()))
    assert (seen.links, seen.links_resolved, seen.links_dead) == (2, 1, ("duty team",))


def test_a_dead_link_leads_to_the_document_that_has_its_words_as_title(page: Receipt) -> None:
    seen = with_links(page, Targets.of([Edition("duty", "The duty team")]))
    assert (seen.links_resolved, seen.links_dead) == (2, ())


def test_area_and_date_are_what_the_document_states_of_itself(page: Receipt) -> None:
    assert (page.area, page.date) == ("leeds", "May 2024")


def test_what_a_document_does_not_state_is_not_stated(tmp_path: Path) -> None:
    seen = receipt(tmp_path / "plain.md", "# Visits\n\nThe Children Act 1989 applies to visits.\n")
    assert (seen.area, seen.date) == ("not stated", "not stated")


def test_every_word_of_a_plain_document_stands_in_a_passage(tmp_path: Path) -> None:
    seen = receipt(tmp_path / "a.md", "# Visits\n\n1.1 Visit within 5 days.\n\n- ring first\n")
    assert seen.words > 0
    assert seen.words_lost == 0


def test_the_seed_briefing_loses_no_word_in_any_of_its_forms() -> None:
    for form in ("pdf", "pptx", "txt"):
        seen = make_document(shared("seed", f"emily-briefing.{form}"), "hash", None).receipt
        assert (seen.panels, seen.review_questions, seen.words_lost) == (7, 7, 0)


def test_a_real_publication_has_its_pages_paragraphs_and_date_counted() -> None:
    path = shared("documents", "working-together-2023.pdf")
    seen = make_document(path, "hash", None).receipt
    assert (seen.pages, seen.pages_with_text, seen.date) == (168, 168, "December 2023")
    assert seen.paragraphs >= 403
    assert seen.words_lost <= seen.words // 200


@pytest.mark.parametrize(
    ("form", "kind", "count", "named"),
    [
        ("pdf", "page", None, "Pages of the file"),
        ("pptx", "slide", None, "Slides of the file"),
        ("md", "section", 2, "Sections in which the file was read"),
        ("docx", "section", 2, "Sections in which the file was read"),
    ],
)
def test_a_receipt_says_whether_it_counts_pages_slides_or_sections(
    tmp_path: Path, form: str, kind: str, count: int | None, named: str
) -> None:
    path = tmp_path / f"visits.{form}"
    if form == "md":
        path.write_text("# Visits\n\nVisit soon.\n\n# Calls\n\nRing first.\n")
    elif form == "docx":
        made = docx.Document()
        for heading in ("Visits", "Calls"):
            made.add_heading(heading, 1)
            made.add_paragraph("Ring first.")
        made.save(str(path))
    else:
        path = shared("seed", f"emily-briefing.{form}")
    seen = make_document(path, "hash", None).receipt
    assert seen.page_kind == kind
    assert seen.pages == (count or seen.pages)
    assert receipt_rows(seen)[0] == (named, str(seen.pages))
    assert "pages" not in receipt_table([seen]).splitlines()[0]


def test_the_notes_of_a_slide_are_not_counted_as_a_slide(tmp_path: Path) -> None:
    made = pptx.Presentation()
    for words in ("Visit soon.", "Ring first."):
        slide = made.slides.add_slide(made.slide_layouts[5])
        slide.shapes.title.text = words
        slide.notes_slide.notes_text_frame.text = "Say it slowly."
    made.save(str(tmp_path / "deck.pptx"))
    seen = make_document(tmp_path / "deck.pptx", "hash", None).receipt
    assert (seen.pages, seen.pages_with_text, seen.units) == (2, 2, 4)
