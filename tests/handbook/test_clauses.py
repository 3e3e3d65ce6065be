"""A message is cut where a clause ends, and nothing of it is lost."""

from __future__ import annotations

from handbook.clauses import clauses, pieces, sentences


def test_a_clause_ends_at_a_mark_a_line_or_a_joining_word() -> None:
    said = "who chairs it, he is back\nand he has a knife btw is that on the form - or the plan?"
    assert clauses(said) == [
        "who chairs it",
        "he is back",
        "and he has a knife",
        "is that on the form",
        "or the plan?",
    ]


def test_what_says_nothing_by_itself_is_no_clause() -> None:
    assert clauses("Please, when is the first core group") == []
    assert pieces("Please, when is it") == ["Please", "when is it"]


def test_one_clause_is_the_whole_message_and_not_given_twice() -> None:
    assert clauses("when is the first core group") == []


def test_sentences_end_at_full_stops_and_lines() -> None:
    assert sentences("What is it? He said so.\nYes, so") == [
        "What is it?",
        "He said so.",
        "Yes, so",
    ]
