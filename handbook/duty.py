"""Words of duty: where they stand, which denial belongs to them, and whether they bind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.periods import Word, phrase_at

STOPS = frozenset(".,;:?!—–")
JOINS = frozenset("and or but".split())
RELATIVE = frozenset("who which that".split())
_DUTIES = [
    phrase.split()
    for phrase in (
        "must",
        "should",
        "may",
        "shall",
        "need not",
        "has a duty to",
        "have a duty to",
        "has a statutory duty to",
        "have a statutory duty to",
        "is required to",
        "are required to",
        "is expected to",
        "are expected to",
    )
]
_DENIES = frozenset("not never only".split())
_WEAKENS = frozenset("normally usually generally ordinarily rarely".split())
_TURNS = _DENIES | _WEAKENS
"""Words that make another duty of the one they follow."""
_BEFORE_NO = frozenset("under in at on".split())
_NEAR = 2
_OF_WHAT_IS = frozenset("be have always".split())
"""Behind "may not" these mostly tell of what is possible, and not of what is forbidden."""


@dataclass(frozen=True, slots=True)
class Duty:
    """The words of duty from ``start`` to the one before ``end``. It is not ``plain`` where a
    denial stands a word or two later, for those words alone would say something else, nor where
    "may not be" may tell of what is possible."""

    start: int
    end: int
    plain: bool


def duty_at(words: Sequence[Word], at: int) -> Duty | None:
    """The duty that begins at a word, with the "not", "never", "only" or "normally" behind it."""
    length = phrase_at(words, at, _DUTIES)
    if not length:
        return None
    end = at + length
    if end < len(words) and words[end].text in _TURNS:
        end += 1
    near = [w.text for w in words[end : min(end + _NEAR, clause_end(words, end))]]
    denied = near[1:] == ["no"] and near[0] in _BEFORE_NO
    possible = words[at].text == "may" and end > at + 1 and near[:1] and near[0] in _OF_WHAT_IS
    return Duty(at, end, not (denied or possible or _TURNS.intersection(near)))


def duties_of(words: Sequence[Word]) -> list[Duty]:
    """All duties but those of relative clauses ("a person who must …")."""
    found = (duty_at(words, at) for at in range(len(words)))
    return [d for d in found if d and not _is_relative(words, d.start)]


def binds(duty: str) -> bool:
    """Whether words of duty lay something down: "may" alone does not, "may not" does."""
    said = duty.lower().split()
    return said[0] != "may" or bool(_DENIES.intersection(said))


def clause_start(words: Sequence[Word], at: int) -> int:
    """The first word behind the last stop before a word."""
    while at > 0 and words[at - 1].text not in STOPS:
        at -= 1
    return at


def clause_end(words: Sequence[Word], at: int) -> int:
    """The next stop from a word on, or the end."""
    while at < len(words) and words[at].text not in STOPS:
        at += 1
    return at


def _is_relative(words: Sequence[Word], at: int) -> bool:
    return any(w.text in RELATIVE for w in words[max(0, at - 2) : at])
