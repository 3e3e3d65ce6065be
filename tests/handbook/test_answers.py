"""The answers that the first users ask for, over real documents and the real index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.answer_records import Answer, Question, Status
from handbook.book import Handbook
from tests.conftest import open_book

SEVEN = (
    "What is the day to day life of the child like?",
    "What is the impact on the child(ren) of repeated incidents?",
    "Are plans focused on the needs of the child, early help and prevention or are they overly "
    "concerned about the adults in the family?",
    "What is the plan and what difference is it making?",
    "Are the right people involved with the plan, if not who else need to be involved?",
    "Are the reports focused on progress against the plan or are they just information updates?",
    "Are there barriers to learning from previous reviews that displayed similar concerns?",
)


def ask(book: Handbook, text: str) -> Answer:
    return book.ask(Question(text))


def test_all_questions_of_a_named_review_come_verbatim_and_in_order(emily_book: Handbook) -> None:
    answer = ask(emily_book, "what questions does the EMILY review ask?")
    assert answer.status is Status.ANSWERED
    assert tuple(q.text for q in answer.review_questions) == SEVEN
    assert [q.ordinal for q in answer.review_questions] == list(range(1, 8))
    assert {q.panel for q in answer.review_questions} == {6}


def test_age_and_injury_are_quoted_from_the_first_panel(emily_book: Handbook) -> None:
    answer = ask(emily_book, "what age was Emily and what injury")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].panel == 1
    assert "one month old" in answer.citations[0].quote
    assert "head injuries" in answer.citations[0].quote


def test_a_detail_that_is_not_there_is_said_to_be_absent(emily_book: Handbook) -> None:
    answer = ask(emily_book, "which hospital was Emily taken to?")
    assert answer.status is Status.DETAIL_ABSENT
    assert not answer.citations
    assert answer.hits


def test_a_briefing_that_is_not_held_borrows_nothing(emily_book: Handbook) -> None:
    answer = ask(emily_book, "what did the OLIVIA briefing conclude")
    assert answer.status is Status.NOT_COVERED
    assert not answer.citations
    assert not answer.review_questions
    assert "Emily" not in answer.text


def test_immediate_danger_gets_999_before_anything_else(emily_book: Handbook) -> None:
    answer = ask(emily_book, "child in front of me says her stepdad will kill her tonight")
    assert answer.status is Status.URGENT
    assert "999" in answer.text.split(".")[0]


def test_the_conference_rule_is_quoted_with_its_place(documents_book: Handbook) -> None:
    answer = ask(documents_book, "how soon must an initial child protection conference be held")
    assert answer.status is Status.ANSWERED
    first = answer.citations[0]
    assert first.edition.source_id == "working-together-2023"
    assert "within 15 working days of a strategy discussion" in first.quote
    assert first.quote.endswith("if more than one has been held")
    assert (first.page_index, first.page_label) == (91, "92")
    assert "Outcome of section 47 enquiries" in first.headings


def test_the_first_core_group_is_quoted_with_its_lead_in(documents_book: Handbook) -> None:
    first = ask(documents_book, "first core group meeting when").citations[0]
    assert first.quote.startswith("The core group should: meet within 10 working days")
    assert (first.page_index, first.page_label) == (96, "97")
    assert "The child protection plan" in first.headings


def test_the_intervals_of_review_conferences_are_quoted(documents_book: Handbook) -> None:
    first = ask(documents_book, "how often are review conferences").citations[0]
    assert "within three months of the initial conference" in first.quote
    assert "six months" in first.quote
    assert first.page_index in (96, 97)


@pytest.mark.parametrize("text", ["best pizza in Leeds", "what is the capital of France"])
def test_other_subjects_are_declined(documents_book: Handbook, text: str) -> None:
    answer = ask(documents_book, text)
    assert answer.status is Status.OUT_OF_SCOPE
    assert not answer.citations


def test_identifiers_are_masked_before_anything_else(emily_book: Handbook) -> None:
    answer = ask(emily_book, "NHS no 943 476 5919, was Emily injured?")
    assert "943" not in answer.question + answer.searched + answer.text
    assert answer.notices[0].kind == "masked"


CHAPTER = """<html><body><main><h1>Resolving disagreements</h1>
<p><strong>NOTE</strong></p>
<p>Leeds practitioners should instead follow the Leeds concerns resolution process.</p>
<h2>1. Steps</h2>
<p>1.1 The disagreement must be resolved within 5 working days of the first talk.</p>
</main></body></html>"""


@pytest.fixture(scope="module")
def chapter_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """A handbook over one chapter whose opening note sends one area elsewhere."""
    folder = tmp_path_factory.mktemp("chapter")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "disagreements.html").write_text(CHAPTER)
    book = open_book(folder / "corpus", folder / "data")
    yield book
    book.close()


def test_an_area_that_is_sent_elsewhere_gets_no_rule_of_this_chapter(
    chapter_book: Handbook,
) -> None:
    asked = Question("how soon must a disagreement be resolved", area="leeds")
    assert "5 working days" not in chapter_book.ask(asked).text


def test_a_rule_that_does_not_hold_everywhere_brings_the_sentence_that_says_so(
    chapter_book: Handbook,
) -> None:
    answer = ask(chapter_book, "how soon must a disagreement be resolved")
    assert "5 working days" in answer.citations[0].quote
    assert answer.citations[1].quote.startswith("Leeds practitioners should instead")
    bradford = Question("how soon must a disagreement be resolved", area="bradford")
    assert len(chapter_book.ask(bradford).citations) == 1


MANIFEST = """
[[source]]
id = "digest"
title = "Meetings, retold"
digest = true
retells_source = ["guidance"]
[[source.edition]]
file = "digest.md"
[[source]]
id = "guidance"
title = "Guidance on meetings"
[[source.edition]]
file = "guidance.md"
"""


def test_a_digest_steps_back_where_the_original_answers(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "manifest.toml").write_text(MANIFEST)
    retold = "# Meetings\n\nThe first meeting must be held within {} working days.\n"
    (corpus / "guidance.md").write_text(retold.format(10))
    (corpus / "digest.md").write_text(retold.format("ten (10)") + "\nA lead chairs the meeting.\n")
    book = open_book(corpus, tmp_path / "data")
    answer = ask(book, "when must the first meeting be held")
    assert {c.edition.source_id for c in answer.citations} == {"guidance"}
    answer = ask(book, "who chairs the meeting")
    assert {c.edition.source_id for c in answer.citations} == {"digest"}
    book.close()


def test_a_sentence_with_some_name_in_it_is_not_the_name_asked_for(corpus_book: Handbook) -> None:
    answer = ask(corpus_book, "which hospital was Emily taken to?")
    assert answer.status is Status.DETAIL_ABSENT
