"""Answers taken apart, figures that are not borne out, and what a decline says and leaves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.cli import main
from handbook.errors import SettingsError
from handbook.gaps import FILE, counted, forget_source, note_gap, read_gaps
from handbook.present import answer_json, answer_text
from handbook.settings import Settings

CONFERENCE = "how soon initial conference after strategy discussion"
NOT_HELD = "what does it say about parking at the conference venue for minibuses"


def test_the_rule_leads_and_its_parts_are_its_own_characters(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question(CONFERENCE))
    [card] = answer_json(answer)["cards"]
    assert card["rule"] == answer.citations[0].quote
    assert (card["duty"], card["by_when"][0]["text"]) == ("should", "within 15 working days")
    for part in (card["who"], card["by_when"][0]["counted_from"]):
        assert part in card["rule"]
    assert "By when:        within 15 working days" in answer_text(answer)


def test_areas_side_by_side_have_a_card_each(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("core group 10 days?"))
    assert len(answer.citations) > 1
    assert answer.cards == answer.citations[:1]
    both = tuple(c.marker for c in answer.citations)
    assert replace(answer, by_area=both).cards == answer.citations


def test_one_area_is_never_chosen_in_silence(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("escalation steps"))
    assert answer.status is Status.ASK_AREA
    assert len({c.edition.areas for c in answer.citations}) == 2


def test_learning_is_never_shown_as_a_rule(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("what did the EMILY review find about the adults"))
    assert all(c.rule is None for c in answer.citations if c.edition.is_learning)


def test_a_limit_is_counted_from_a_day(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question(CONFERENCE, counted_from=date(2026, 12, 10)))
    [found] = answer_json(answer)["cards"][0]["by_when"]
    assert found["due"] == "2027-01-05"
    assert "Christmas Day" in found["counting"]


def test_where_nothing_can_be_counted_it_is_said(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("who chairs the core group", counted_from=date(2026, 1, 1)))
    assert "nothing_to_count" in {n.kind for n in answer.notices}


def test_another_figure_than_the_rule_has_is_met(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("is it still 35 days for an assessment"))
    [said] = [n.text for n in answer.notices if n.kind == "figure_differs"]
    assert "“35 days”" in said
    assert "“no longer than 45 working days”" in said


@pytest.mark.parametrize("text", [CONFERENCE + " 15 working days?", "3 month old baby bruised"])
def test_a_figure_that_is_right_or_an_age_is_not_remarked(corpus_book: Handbook, text: str) -> None:
    answer = corpus_book.ask(Question(text))
    assert "figure_differs" not in {n.kind for n in answer.notices}


def test_a_decline_says_which_editions_were_searched(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question(NOT_HELD, "leeds"))
    assert answer.status in (Status.DETAIL_ABSENT, Status.NOT_COVERED)
    named = {(e["source_id"], e["area"]) for e in answer_json(answer)["searched_editions"]}
    assert ("core-groups", "all") in named
    assert all(area == "all" or "leeds" in area for _, area in named)


def test_in_danger_what_quotes_that_it_is_not_held_shows_the_nearest_passages_all_the_same(
    corpus_book: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question("what does section 3 of the Kirklees escalation say that is not held")
    declined = corpus_book.ask(question)
    monkeypatch.setattr("handbook.answer.in_danger", lambda *_: True)
    urgent = corpus_book.ask(question)
    assert (urgent.status, urgent.rest) == (Status.URGENT, Status.DETAIL_ABSENT)
    assert urgent.citations
    assert urgent.nearest == declined.nearest != ()


def test_a_gap_keeps_the_topic_and_not_the_question(corpus_book: Handbook, tmp_path: Path) -> None:
    question = Question(NOT_HELD)
    answer = corpus_book.ask(question)
    note_gap(tmp_path, "topics", question, answer)
    note_gap(tmp_path, "topics", question, answer)
    note_gap(tmp_path, "nothing", question, answer)
    gaps = read_gaps(tmp_path)
    assert [number for number, _, _ in counted(gaps)] == [2]
    assert "minibuses" not in (tmp_path / FILE).read_text()
    assert gaps[0].topic.startswith(answer.hits[0].edition.title)


def test_a_gap_keeps_the_masked_question_where_a_setting_says_so(
    corpus_book: Handbook, tmp_path: Path
) -> None:
    question = Question(f"{NOT_HELD}, ring me on 07700 900123")
    note_gap(tmp_path, "questions", question, corpus_book.ask(question))
    [gap] = read_gaps(tmp_path)
    assert "minibuses" in gap.question
    assert "900123" not in gap.question


def test_an_answer_leaves_no_gap(corpus_book: Handbook, tmp_path: Path) -> None:
    question = Question(CONFERENCE)
    note_gap(tmp_path, "questions", question, corpus_book.ask(question))
    assert not (tmp_path / FILE).exists()


def test_an_erased_source_leaves_the_register(corpus_book: Handbook, tmp_path: Path) -> None:
    question = Question(NOT_HELD)
    answer = corpus_book.ask(question)
    note_gap(tmp_path, "topics", question, answer)
    note_gap(tmp_path, "topics", question, replace(answer, hits=()))
    forget_source(tmp_path, answer.hits[0].edition.source_id)
    assert [g.topic for g in read_gaps(tmp_path)] == ["nothing near"]


def test_a_register_that_cannot_be_written_is_said(corpus_book: Handbook, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    question = Question(NOT_HELD)
    with pytest.raises(SettingsError, match="cannot be written"):
        note_gap(tmp_path, "topics", question, corpus_book.ask(question))


def test_a_register_that_cannot_be_written_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "visits.md").write_text("# Visits\n\nThe first visit must be made within a week.\n")
    monkeypatch.setenv("HANDBOOK_CORPUS", str(corpus))
    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path / "data"))
    assert main(["ingest"]) == 0
    (tmp_path / "data" / FILE).mkdir()
    capsys.readouterr()
    assert main(["ask", "which form is it for a child protection conference"]) == 0
    said = capsys.readouterr().out
    assert "Nearest passages, not an answer" in said
    assert "cannot be written" in said


def test_the_register_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"day": "2026-11-24", "status": "not_covered", "area": "leeds", "source_id": "a"}
    kept = json.dumps(row | {"topic": "Core groups › 1. When", "question": ""})
    (tmp_path / FILE).write_text(f"{kept}\n{kept}\n{{half a li")
    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path))
    assert main(["gaps"]) == 0
    assert capsys.readouterr().out.split(maxsplit=2) == [
        "2",
        "not_covered",
        "Core groups › 1. When\n",
    ]


def test_what_the_register_keeps_is_one_of_three() -> None:
    with pytest.raises(SettingsError, match="nothing, topics, questions"):
        Settings.from_environment({"HANDBOOK_GAPS": "all"})


def test_what_is_not_held_stands_behind_a_rule_that_answers_as_well(corpus_book: Handbook) -> None:
    answer = corpus_book.ask(Question("escalation steps"))
    quoted = [c.quote for c in answer.citations]
    [not_held] = [n for n, text in enumerate(quoted) if "not held here" in text]
    assert any("no more than 5 working days" in text for text in quoted[:not_held])


def test_a_topic_that_is_held_is_not_declined_for_what_is_not(corpus_book: Handbook) -> None:
    """Three sentences on what is not held about the topic used to take all places."""
    answer = corpus_book.ask(Question("fgm report"))
    assert answer.status is Status.ANSWERED
    assert "must personally report to the police" in " ".join(c.quote for c in answer.citations[:3])
