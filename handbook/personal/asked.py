"""What is asked, without personal details; nothing is left of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handbook import screen
from handbook.answer_records import Question, Turn
from handbook.personal.mask import Masked, Masker
from handbook.text import legible

MOST_WORDS_BEFORE = 400
"""Of earlier questions, so many words are read."""
_NOTHING = Masked("", ())


def masked(masker: Masker, question: Question) -> Question:
    """A question and what was asked before without personal details; nothing is left of a record,
    nor of what was answered: no later question is read by it."""
    recent = _recent([t for t in question.history if t.role == "user"])
    said = (replace(t, content=without_details(masker, t.content).text) for t in recent)
    text = without_details(masker, question.text).text
    return replace(question, text=text, history=tuple(said))


def _recent(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The newest of them, as far back as what was asked in them stays short: a question leans on
    little, and must not take long."""
    kept: list[Turn] = []
    asked = 0
    for turn in reversed(history):
        asked += len(turn.content.split())
        if asked > MOST_WORDS_BEFORE:
            break
        kept.append(turn)
    return tuple(reversed(kept))


def without_details(masker: Masker, text: str) -> Masked:
    """A text with its personal details masked; nothing is left of a record."""
    text = legible(text)
    if screen.is_record(text):
        return _NOTHING
    found = masker.mask(text)
    return _NOTHING if screen.is_record(text, found.count) else found
