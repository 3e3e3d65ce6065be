"""Where a message asks several things, each by itself; what is told stays with what is asked."""

from __future__ import annotations

import re

from handbook.clauses import sentences
from handbook.question_words import JOINTS, is_question, is_relative, share_a_clause
from handbook.text import content_words, words

MOST_PARTS = 4
"""Each part is a search. What is asked beyond stays in the last."""
_TAG = frozenset(
    "right ok okay correct true allowed fine normal enough yes case so legal bad".split()
)
_WHAT_NOW = re.compile(r"\W*what\b(?! (?:if|about)\b)", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+", re.MULTILINE)
_TELLING = frozenset(
    """i we you he she it they them him her my our your his their is are was were has have had do
    does did should must can could will would not""".split()
)
_MOST_OF_A_TOPIC = 6


def questions_in(text: str) -> list[str]:
    """The questions of a message in their order, at most ``MOST_PARTS``; the message whole where
    it asks one thing, however much it tells before or behind."""
    cut = [part for asked in _asked(text) for part in _cut(asked) if part]
    if len(cut) < 2:
        return [text]
    first, rest = cut[: MOST_PARTS - 1], cut[MOST_PARTS - 1 :]
    return [*first, ", ".join(rest)] if rest else first


def _asked(text: str) -> list[str]:
    """A message in pieces with a question each: it takes what is told before the first, and what
    follows it up to the next."""
    pieces: list[str] = []
    asked = False
    for sentence in sentences(_NUMBER.sub("", text)):
        if asked and _asks_anew(sentence):
            pieces.append(sentence)
        else:
            pieces[-1:] = [" ".join([*pieces[-1:], sentence])]
            asked = asked or is_question(sentence)
    return pieces


def _asks_anew(sentence: str) -> bool:
    """Whether a sentence asks something of its own: "is that right?" and "what do I do?" only
    finish what was asked."""
    own = set(content_words(sentence))
    if own <= _TAG and (own or _WHAT_NOW.match(sentence)):
        return False
    return is_question(sentence)


def _cut(asked: str) -> list[str]:
    """One piece cut inside its question, where another begins."""
    parts, start = [], 0
    for joint in JOINTS.finditer(asked):
        before, after = asked[start : joint.start()], asked[joint.end() :]
        if _begins_another(before, joint[0], after):
            parts.append(before.strip(" ,;"))
            start = joint.end()
    return [*parts, asked[start:].strip(" ,;")]


def _begins_another(before: str, joint: str, after: str) -> bool:
    told = sentences(before)
    if not told or share_a_clause(before, after) or is_relative(before.rstrip(), joint, after):
        return False
    return is_question(told[-1]) or ("," not in joint and _is_topic(told[-1]))


def _is_topic(clause: str) -> bool:
    """Whether a clause only names a matter, as "escalation policy" does."""
    said = words(clause)
    return 0 < len(said) <= _MOST_OF_A_TOPIC and _TELLING.isdisjoint(said)
