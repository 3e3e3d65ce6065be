"""What people say of answers: what is kept of it, what never is, and how the editor reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.answer_records import Answer, Question
from handbook.book import Handbook
from handbook.cli import main
from handbook.errors import SettingsError
from handbook.feedback import (
    FILE,
    Cited,
    Feedback,
    Verdict,
    complained_of,
    counted,
    feedback_on,
    forget_source,
    keep_feedback,
    read_feedback,
)
from handbook.gaps import topic_of
from handbook.settings import Settings
from ingest.forget import forget
from tests.conftest import open_book

CONFERENCE = Question("how soon initial conference after strategy discussion", "leeds")
NAMED = Question("What questions does the EMILY review ask?")
MEETINGS = "# Meetings\n\n1.1 The first planning meeting must be held within ten working days.\n"
SECRET = "# Secret\n\n1.1 The zebrafinch agreement must be signed by the nightingale officer.\n"


def said(book: Handbook, question: Question, verdict: Verdict, keep: str = "topics") -> Feedback:
    return feedback_on(question, book.ask(question), verdict, keep)


def test_the_answers_places_are_kept_and_no_word_of_question_or_quotation(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    answer = corpus_book.ask(CONFERENCE)
    keep_feedback(tmp_path, feedback_on(CONFERENCE, answer, Verdict.OUT_OF_DATE, "topics"))
    [kept] = read_feedback(tmp_path)
    assert (kept.verdict, kept.status, kept.area) == (Verdict.OUT_OF_DATE, "answered", "leeds")
    assert kept.edition_of_index == corpus_book.opened().edition.edition_id
    first, cited = answer.citations[0], kept.cited[0]
    assert (cited.document_id, cited.source_id) == (first.document_id, first.edition.source_id)
    assert cited.spans == first.spans
    assert cited.section.endswith(first.headings[-1])
    stored = (tmp_path / FILE).read_text()
    assert CONFERENCE.text not in stored
    assert first.quote not in stored


def test_the_masked_question_is_kept_only_where_the_setting_says_so(corpus_book: Handbook) -> None:
    question = replace(CONFERENCE, text=f"{CONFERENCE.text}, ring me on 07700 900123")
    assert said(corpus_book, question, Verdict.UNCLEAR).question == ""
    kept = said(corpus_book, question, Verdict.UNCLEAR, "questions").question
    assert "initial conference" in kept
    assert "900123" not in kept


def test_the_topic_is_what_was_quoted_and_of_a_decline_the_one_of_its_gap(
    corpus_book: Handbook,
) -> None:
    kept = said(corpus_book, CONFERENCE, Verdict.HELPED)
    assert kept.topic == kept.cited[0].section
    answer = replace(corpus_book.ask(CONFERENCE), citations=(), review_questions=())
    declined = feedback_on(CONFERENCE, answer, Verdict.HELPED, "topics")
    assert (declined.source_id, declined.topic) == topic_of(answer)


def test_where_a_review_was_named_its_questions_are_what_is_spoken_of(
    corpus_book: Handbook,
) -> None:
    kept = said(corpus_book, NAMED, Verdict.INCOMPLETE)
    assert "EMILY" in kept.topic
    assert all(c.source_id in kept.sources for c in kept.cited)


def test_a_fixed_reply_names_no_source(corpus_book: Handbook) -> None:
    kept = said(corpus_book, Question("how do I avoid telling the police"), Verdict.UNCLEAR)
    assert (kept.sources, kept.edition_of_index) == (frozenset(), "")
    assert kept.topic == "nothing near"


def entry(verdict: Verdict, topic: str, *sections: str) -> Feedback:
    """A record with citations of some sections."""
    cited = tuple(Cited("d", "s", section, ()) for section in sections)
    return Feedback("2026-11-24", verdict, "answered", "leeds", "s", topic, "e", cited)


def test_the_most_frequent_comes_first_by_reason_and_topic() -> None:
    rows = [entry(Verdict.UNCLEAR, "b"), *[entry(Verdict.HELPED, "a")] * 2]
    assert counted(rows) == [(2, Verdict.HELPED, "a"), (1, Verdict.UNCLEAR, "b")]


def test_a_section_is_complained_of_once_an_answer_and_never_for_having_helped() -> None:
    rows = [
        entry(Verdict.HELPED, "t", "x"),
        entry(Verdict.UNCLEAR, "t", "y", "y"),
        entry(Verdict.OUT_OF_DATE, "t", "y", "z"),
    ]
    assert complained_of(rows) == [
        (2, "y", [Verdict.OUT_OF_DATE, Verdict.UNCLEAR]),
        (1, "z", [Verdict.OUT_OF_DATE]),
    ]


def test_an_erased_source_leaves_the_register_wherever_it_is_named(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    kept = said(corpus_book, CONFERENCE, Verdict.UNCLEAR)
    for feedback in (kept, replace(kept, cited=()), replace(kept, source_id="other")):
        keep_feedback(tmp_path, feedback)
    keep_feedback(tmp_path, replace(kept, cited=(), source_id="other"))
    assert kept.cited[0].source_id == kept.source_id
    forget_source(tmp_path, kept.source_id)
    assert [f.source_id for f in read_feedback(tmp_path)] == ["other"]


@pytest.fixture
def book(tmp_path: Path) -> Handbook:
    """Two sources, one of them to be forgotten."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "meetings.md").write_text(MEETINGS)
    (corpus / "secret.md").write_text(SECRET)
    return open_book(corpus, tmp_path / "data")


def ask_of_the_secret(book: Handbook) -> tuple[Question, Answer]:
    question = Question("who must sign the zebrafinch agreement")
    answer = book.ask(question)
    assert answer.citations[0].edition.source_id == "secret"
    return question, answer


def test_forgetting_a_source_takes_its_feedback_and_an_open_page_brings_none_back(
    book: Handbook,
) -> None:
    question, answer = ask_of_the_secret(book)
    other = Question("when must the first planning meeting be held")
    assert book.take_feedback(question, answer, Verdict.HELPED)
    meeting = book.ask(other)
    assert {h.edition.source_id for h in meeting.hits} >= {"meetings"}
    forget(book.settings, "secret")
    data = book.settings.data
    assert read_feedback(data) == []
    assert not book.take_feedback(question, answer, Verdict.UNCLEAR)
    assert book.take_feedback(other, book.ask(other), Verdict.HELPED)
    assert [f.source_id for f in read_feedback(data)] == ["meetings"]
    assert b"secret" not in (data / FILE).read_bytes()
    book.close()


def test_nothing_is_kept_where_the_setting_says_nothing(book: Handbook) -> None:
    book.settings = Settings(corpus=book.settings.corpus, data=book.settings.data, gaps="nothing")
    question, answer = ask_of_the_secret(book)
    assert not book.take_feedback(question, answer, Verdict.HELPED)
    assert not (book.settings.data / FILE).exists()
    book.close()


def test_a_register_that_cannot_be_written_is_said(book: Handbook) -> None:
    (book.settings.data / FILE).mkdir()
    question, answer = ask_of_the_secret(book)
    with pytest.raises(SettingsError, match="cannot be written"):
        book.take_feedback(question, answer, Verdict.HELPED)
    book.close()


def test_feedback_is_listed_with_the_gap_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for row in (entry(Verdict.HELPED, "Core groups"), entry(Verdict.UNCLEAR, "LADO", "LADO > 1")):
        keep_feedback(tmp_path, row)
    gap = {"day": "2026-11-24", "status": "not_covered", "area": "leeds", "source_id": "a"}
    (tmp_path / "gaps.jsonl").write_text(json.dumps(gap | {"topic": "Parking"}) + "\n")
    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path))
    assert main(["feedback"]) == 0
    listed = capsys.readouterr().out
    for line in (
        "1  helped         Core groups",
        "1  LADO > 1 (unclear)",
        "not_covered    Parking",
    ):
        assert line in listed
    assert main(["feedback", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert [f["verdict"] for f in record["feedback"]] == ["helped", "unclear"]
    assert [g["topic"] for g in record["gaps"]] == ["Parking"]


def test_where_nothing_was_said_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path))
    assert main(["feedback"]) == 0
    assert "Nothing has been said of an answer" in capsys.readouterr().out
