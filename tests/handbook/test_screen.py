"""The lane before everything: danger, records, decisions."""

from __future__ import annotations

import pytest

from handbook import screen


@pytest.mark.parametrize(
    "text",
    [
        "child in front of me says her stepdad will kill her tonight",
        "he's threatening her with a knife now",
        "baby is floppy and has a bruise what do i do",
        "a parent has just told me she wants to end it and take the kids with her",
        "14yr old has taken an overdose",
        "toddler unconscious after fall",
        "he came out of prison last week and she is unconscious on the floor",
        "he strangled her last week and has threatened to stab her tonight",
        "lad in my form says he is suicidal",
        "dad is outside the school with a gun",
        "She was in hospital last summer, now he is on his way and says he will kill her",
        "What is a section 47? He says he will stab her tonight",
    ],
)
def test_someone_in_danger_now_is_seen(text: str) -> None:
    assert screen.is_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "what is the threshold for physical abuse",
        "how soon must an initial child protection conference be held",
        "who attends a strategy discussion about domestic abuse",
        "what is the policy on knives in school",
        "now what happens after the core group",
        "which deaths by suicide are reviewed",
        "he tried to strangle her last year, is that in the plan",
        "he had stopped breathing three months ago, does that make him a disabled child",
        "Definition of imminent danger in the referral form, please",
    ],
)
def test_a_question_about_procedure_is_no_alarm(text: str) -> None:
    assert not screen.is_danger(text)


def test_a_pasted_record_is_seen_by_its_words_or_its_length() -> None:
    assert screen.is_record("here are the minutes: mum said that she was not at home when dad came")
    assert screen.is_record("word " * 300)
    assert not screen.is_record("what has to be in the report for conference")


def test_a_pasted_record_is_seen_by_its_lines() -> None:
    assert screen.is_record("Name: A\nDOB: not known\nAllocated worker: B\nwhat now")
    assert screen.is_record("12/03/2026 home visit\n14/03/2026 call to school\n1 April 2026 review")
    assert not screen.is_record("Name: who may give it?\nwhat is a chronology")


def test_many_personal_details_make_a_record_of_a_question() -> None:
    assert screen.is_record("who chairs", details=7)
    assert not screen.is_record("who chairs", details=3)


def test_a_long_text_with_a_personal_detail_is_a_record() -> None:
    assert screen.is_record("word " * 130, details=1)
    assert not screen.is_record("word " * 130)
    assert screen.is_record("x" * 5000)


def test_a_decision_and_help_to_evade_are_told_apart_from_questions() -> None:
    assert screen.asks_for_decision("Should I close the case? Mum's engaged a bit.")
    assert screen.asks_for_decision("do I remove this child, yes or no?")
    assert screen.asks_to_evade("How do I word it so parents never see the referral?")
    assert not screen.asks_for_decision("when can a child protection plan end")
    assert not screen.asks_to_evade("when may I share information without consent")


def test_of_what_is_pasted_in_both_ends_are_looked_at() -> None:
    filling = "The worker wrote up the visit of the week before. " * 400
    assert screen.is_danger(screen.ends(filling + "He is threatening her with a knife now."))
    assert screen.is_danger(screen.ends("He is threatening her with a knife now. " + filling))
    assert len(screen.ends(filling)) < 3_100
    assert screen.ends("short") == "short"
