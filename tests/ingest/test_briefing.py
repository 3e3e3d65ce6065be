"""Panels, titles and review questions: the seed in its three forms, and made-up briefings in the
layouts that real ones have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document as NewDocument
from pptx import Presentation
from pptx.util import Inches

from handbook.domain import Authority, Edition, Role
from handbook.heading_roles import PanelRole, role_of
from ingest.document import Read, make_document
from tests.conftest import shared
from tests.handbook.test_answers import SEVEN

DECLARED = Edition("made-up", "Made up", kind="briefing", authority=Authority.LEARNING)


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


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("3. What were the concerns (contin)", PanelRole.CONCERNS),
        ("WHY IT MATTERS", PanelRole.CONCERNS),
        ("The Review addressed the following issues", PanelRole.REVIEW),
        ("1 Learning Journey: What did we do?", PanelRole.REVIEW),
        ("What good practice did we find?", PanelRole.GOOD_PRACTICE),
        ("What else did we find?", PanelRole.FINDINGS),
        ("What can we learn?", PanelRole.LEARNING),
        ("Learning Point 2", PanelRole.LEARNING),
        ("How to enhance your practice", PanelRole.WHAT_TO_DO),
        ("What can we do next?", PanelRole.WHAT_TO_DO),
        ("Summary recommendations", PanelRole.RECOMMENDATIONS),
        ("Information and further discussion", PanelRole.QUESTIONS),
        ("Questions for your team", PanelRole.QUESTIONS),
        ("Points to consider", PanelRole.QUESTIONS),
        ("Where to find out more", PanelRole.RESOURCES),
        ("Delivery", None),
    ],
)
def test_a_heading_is_told_by_the_table_and_not_by_its_question_mark(
    heading: str, role: PanelRole | None
) -> None:
    assert role_of(heading) is role


def told(read: Read) -> list[tuple[int, str]]:
    return [(q.panel, q.text) for q in read.document.review_questions]


def markdown(tmp_path: Path, text: str, edition: Edition | None = DECLARED) -> Read:
    path = tmp_path / "made-up.md"
    path.write_text(text, encoding="utf-8")
    return make_document(path, "hash", edition)


def test_layout_2_unnumbered_headings_in_word(tmp_path: Path) -> None:
    document = NewDocument()
    document.add_heading("Seven minute briefing: sleep", level=1)
    document.add_paragraph("This was written for team meetings.")
    for heading, text in (
        ("Why it matters", "A baby died in an unsafe place to sleep."),
        ("What to do", "See where the baby sleeps."),
        ("Delivery", "Read this aloud in a team meeting."),
        ("Information and further discussion", "Who in your team asks about sleep?"),
    ):
        document.add_heading(heading, level=2)
        document.add_paragraph(text, style="List Bullet")
    document.save(str(tmp_path / "sleep.docx"))
    read = make_document(tmp_path / "sleep.docx", "hash", None)
    assert read.document.edition.kind == "briefing", "its title says so plainly"
    assert read.panels == 4
    assert told(read) == [(4, "Who in your team asks about sleep?")]
    assert [w for w in read.warnings if "'Delivery'" in w]
    assert any("written for team meetings" in p.text for p in read.document.passages)


def test_layout_5_a_heading_that_is_a_question_asks_the_reader_nothing(tmp_path: Path) -> None:
    read = markdown(
        tmp_path,
        "# Alex\n\n## The incident\n\nAlex was left alone.\n\n## Good practice\n\nThe school rang."
        "\n\n## What can we do next?\n\n- Ask who is at home.\n",
    )
    assert read.panels == 3
    assert told(read) == []
    assert "No review questions were found in this briefing." in read.warnings


def test_layout_7_questions_that_the_review_asked_are_not_for_the_reader(tmp_path: Path) -> None:
    read = markdown(
        tmp_path,
        "# Baby F\n\n## 1 The Background\n\nF was small.\n\n## 2 Safeguarding Concerns\n\nCold."
        "\n\n## 3 The Review addressed the following issues\n\n- Was F seen alone?\n- Who knew?\n\n"
        "## 4 The Findings\n\nThe review also asked:\n\n- Did agencies share what they knew?\n\n"
        "Consider in your team:\n\n- Who sees the child alone?\n",
    )
    assert read.panels == 4
    assert told(read) == [(4, "Who sees the child alone?")]
    assert any("Was F seen alone?" in p.text for p in read.document.passages), "text is kept"


def test_layout_8_questions_inside_another_panel_keep_their_panel(tmp_path: Path) -> None:
    path = tmp_path / "thematic.html"
    path.write_text(
        "<main><h1>Thematic briefing: injuries</h1>"
        "<h2>1 Learning Journey: What did we do?</h2><p>We read nine reviews. Why nine?</p>"
        "<h2>2 What good practice did we find?</h2><p>Nurses rang at once.</p>"
        "<h2>3 What else did we find?</h2><p>Fathers were not asked.</p>"
        "<h2>4 What can we learn?</h2><p>Think about:</p><ul><li>Who is the father?</li>"
        "<li>Fathers matter.</li><li>Is he asked? If not, why?</li></ul></main>",
        encoding="utf-8",
    )
    read = make_document(path, "hash", None)
    assert told(read) == [(4, "Who is the father?"), (4, "Is he asked? If not, why?")]
    fourth = next(p for p in read.document.passages if p.panel == 4)
    assert "Who is the father?" in fourth.text, "and are text of their panel too"


def test_layout_10_a_briefing_without_questions_says_so(tmp_path: Path) -> None:
    read = markdown(
        tmp_path,
        "# Baby G\n\n## Summary\n\nG was hurt.\n\n## Learning\n\nAsk again.\n\n"
        "## Summary recommendations\n\nTrain staff.\n\n## Next Steps\n\nAudit in May.\n",
    )
    assert read.panels == 4
    assert [w for w in read.warnings if "No review questions" in w]


def test_layout_11_repeated_pairs_of_headings_are_panels_each(tmp_path: Path) -> None:
    pair = (
        "## Learning Point\n\nReports were thin.\n\n## How to enhance your practice\n\nAnalyse.\n\n"
    )
    read = markdown(tmp_path, "# Child D\n\n" + pair * 3)
    assert read.panels == 6
    assert {p.panel for p in read.document.passages} == set(range(1, 7))
    assert not [w for w in read.warnings if "repeat" in w], "no number is printed"


def test_layout_12_the_page_of_a_series_keeps_its_standing_questions(tmp_path: Path) -> None:
    series = Edition("series", "Briefings of our reviews", kind="series")
    read = markdown(
        tmp_path,
        "# Briefings of our reviews\n\n## Child A\n\nA fell.\n\n## Child B\n\nB ran.\n\n"
        "## Questions\n\n1. What would you have done?\n2. Who would you tell?\n3. What changes?\n",
        series,
    )
    assert [t for _, t in told(read)] == [
        "What would you have done?",
        "Who would you tell?",
        "What changes?",
    ]


def test_layout_14_two_headings_that_nobody_numbered(tmp_path: Path) -> None:
    read = markdown(tmp_path, "# Child K\n\n## Child K\n\nK hid.\n\n## Lessons Learnt\n\nLook.\n")
    assert read.panels == 2
    assert [p.headings for p in read.document.passages] == [("Child K",), ("Lessons Learnt",)]


def _poster(tmp_path: Path, panels: list[tuple[str, str, str]]) -> Path:
    """A slide with a box for each number, each heading and each text, filed from below."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])

    def put(text: str, left: float, top: float) -> Any:
        box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.5))
        box.text_frame.text = text

    for position, (number, heading, text) in reversed(list(enumerate(panels))):
        left, top = 0.5 + 3 * (position % 3), 1.0 + 3 * (position // 3)
        put(number, left, top)
        put(heading, left, top + 0.7)
        put(text, left, top + 1.4)
    deck.save(str(tmp_path / "poster.pptx"))
    return tmp_path / "poster.pptx"


def test_a_poster_whose_numbers_headings_and_texts_are_boxes_apart(tmp_path: Path) -> None:
    path = _poster(
        tmp_path,
        [
            ("1", "Background", "Sam was two."),
            ("2", "Findings", "Nobody asked Sam."),
            ("3", "Learning", "Ask the child."),
            ("4", "Questions", "Who asks the child?"),
        ],
    )
    read = make_document(path, "hash", DECLARED)
    assert told(read) == [(4, "Who asks the child?")]
    found = [(p.panel, p.headings, p.text) for p in read.document.passages]
    assert found[:2] == [
        (1, ("Background",), "Sam was two."),
        (2, ("Findings",), "Nobody asked Sam."),
    ]


def test_gaps_and_repeats_in_printed_numbers_are_told(tmp_path: Path) -> None:
    text = "1\n\nBackground\n\nA fell.\n\n2\n\nFindings\n\nX.\n\n4\n\nQuestions\n\n- Who saw?\n"
    path = tmp_path / "gap.txt"
    path.write_text(text)
    read = make_document(path, "hash", None)
    assert told(read) == [(4, "Who saw?")]
    assert [w for w in read.warnings if "numbered 1, 2, 4" in w]


def test_discussion_points_that_are_no_questions_stay_text(tmp_path: Path) -> None:
    read = markdown(
        tmp_path,
        "# A\n\n## Background\n\nA fell.\n\n## Learning\n\nAsk.\n\n## Discussion points\n\n"
        "- Talk about one family that you know.\n- Who sees the child?\n",
    )
    assert told(read) == [(3, "Who sees the child?")]
    assert any("Talk about one family" in p.text for p in read.document.passages)


@pytest.mark.parametrize(
    "text",
    [
        "# Missed visits\n\n## 1. Introduction\n\nA visit is due.\n\n## 2. What to do\n\nRing.\n\n"
        "## 3. Information\n\nWrite.\n\n## 4. Questions\n\n- Who decides?\n",
        "# Learning from incidents\n\n## Background\n\nIncidents happen.\n\n## Recommendations\n\n"
        "Managers must tell the council.\n\n## Resources\n\nA form.\n",
        "# Child safeguarding practice reviews\n\n## 1. Background\n\nReviews are held.\n\n"
        "## 2. The review\n\nA lead is named.\n\n## 3. Findings\n\nThey are published.\n",
    ],
    ids=["numbered", "incidents", "reviews"],
)
def test_a_procedure_is_not_read_as_a_briefing(tmp_path: Path, text: str) -> None:
    read = markdown(tmp_path, text, None)
    assert read.panels == 0
    assert {p.role for p in read.document.passages} == {Role.RULE}
    assert not read.document.review_questions


def test_the_manifests_kind_is_decisive(tmp_path: Path) -> None:
    text = (
        "# Learning briefing: A\n\n## Background\n\nA.\n\n## Findings\n\nX.\n\n## Learning\n\nY.\n"
    )
    assert markdown(tmp_path, text, None).panels == 3
    assert markdown(tmp_path, text, Edition("a", "A", kind="procedure")).panels == 0
