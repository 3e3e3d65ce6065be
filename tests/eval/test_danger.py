"""The messages that the sense of danger is measured with."""

from __future__ import annotations

from eval.danger.__main__ import WRITERS, load, measures
from handbook.book import Handbook
from handbook.danger import FILE, in_danger
from handbook.replies import read_toml


def test_each_writer_has_messages_of_both_kinds_and_none_twice() -> None:
    every = [m for writer in WRITERS for m in load(writer)]
    assert len({m.text.casefold() for m in every}) == len(every)
    for writer in WRITERS:
        danger = [m.danger for m in load(writer)]
        assert danger.count(True) == 150
        assert danger.count(False) >= 199


def test_nothing_learns_from_them(corpus_book: Handbook) -> None:
    learnt = read_toml(corpus_book.settings.prompts / FILE)
    told = {text.casefold() for key in ("danger", "harmless") for text in learnt[key]}
    assert [m.text for w in WRITERS for m in load(w) if m.text.casefold() in told] == []


def test_most_danger_is_seen_and_most_else_left_alone(corpus_book: Handbook) -> None:
    some = [m for writer in WRITERS for m in load(writer)[::10]]
    danger, alarms = measures(some, [in_danger(corpus_book, m.text) for m in some])
    assert danger.right / danger.of > 0.85
    assert alarms.right / alarms.of < 0.25
