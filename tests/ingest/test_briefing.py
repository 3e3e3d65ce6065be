"""Panels, the title and the review questions, from the seed in its three forms."""

from __future__ import annotations

import pytest

from ingest.document import make_document
from tests.conftest import shared
from tests.handbook.test_answers import SEVEN


@pytest.mark.parametrize("form", ["txt", "pptx", "pdf"])
def test_panels_come_in_number_order_from_every_form(form: str) -> None:
    read = make_document(shared("seed", f"emily-briefing.{form}"), "hash", None)
    document = read.document
    assert read.panels == 7
    assert [p.panel for p in document.passages] == sorted(p.panel or 0 for p in document.passages)
    assert document.edition.title == "Learning from Practice Review – “EMILY”"
    assert not any("EMILY" in p.text for p in document.passages), "the title is apart"
    assert tuple(q.text for q in document.review_questions) == SEVEN
    assert not read.warnings


def test_a_continued_panel_is_read_under_the_heading_it_continues() -> None:
    read = make_document(shared("seed", "emily-briefing.txt"), "hash", None)
    third = next(p for p in read.document.passages if p.panel == 3)
    assert third.headings == ("WHAT WERE THE CONCERNS?",)


def test_a_spelling_slip_survives_in_what_is_quoted() -> None:
    read = make_document(shared("seed", "emily-briefing.pdf"), "hash", None)
    assert any("were not bought to appointments" in p.text for p in read.document.passages)
