"""Words of duty: where they stand, which denial belongs to them, and whether they bind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.periods import Word, phrase_at, text_at

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
_TURNS = frozenset("not never only normally usually generally ordinarily rarely".split())
"""Words that make another duty of the one they follow."""
_DENIES = frozenset("not never no nobody none neither nothing".split())
_NO_DENIAL = frozenset("only later earlier more less longer fewer".split())
"""Behind "not" or "no" these deny nothing."""
_BEFORE_NO = frozenset("under in at on".split())
_BEFORE_MONTH = frozenset("in of since until from during by on".split())
_NEAR = 2
_OF_WHAT_IS = (["have"], ["or"])
"""Behind "may" these tell of what is possible: "may have seen it", "may or may not know"."""


@dataclass(frozen=True, slots=True)
class Duty:
    """The words of duty from ``start`` to the one before ``end``. It is not ``plain`` where a
    denial stands a word or two later, for those words alone would say something else, nor where
    "may" comes with a denial: that mostly tells of what is possible ("may not understand") and
    seldom forbids ("may not employ"), and its words do not tell which."""

    start: int
    end: int
    plain: bool
    denied: bool = False
    """Whether it says what must not or need not be done."""


def duty_at(words: Sequence[Word], at: int) -> Duty | None:
    """The duty that begins at a word, with the "not", "never", "only" or "normally" behind it."""
    length = phrase_at(words, at, _DUTIES)
    if not length or _is_month(words, at):
        return None
    end = at + length
    if end < len(words) and words[end].text in _TURNS:
        end += 1
    behind = [w.text for w in words[end : clause_end(words, end)]]
    near = behind[:_NEAR]
    denied = near[1:] == ["no"] and near[0] in _BEFORE_NO
    if words[at].text == "may":
        denied = denied or end > at + 1 or near[:1] in _OF_WHAT_IS or "only" in behind
    plain = not (denied or _TURNS.intersection(near))
    return Duty(at, end, plain, _is_denied(words, at, end))


def _is_denied(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a denial stands in a duty, close behind it, or first in its clause; "not only" and
    "no later than" are none."""
    first = clause_start(words, at)
    close = range(at, min(end + _NEAR, clause_end(words, end)))
    told = [n for n in (first, *close) if words[n].text in _DENIES]
    if words[first].text in _BEFORE_NO and text_at(words, first + 1) == "no":
        told.append(first + 1)
    return any(text_at(words, n + 1) not in _NO_DENIAL for n in told)


def duties_of(words: Sequence[Word]) -> list[Duty]:
    """All duties but those of relative clauses ("a person who must …")."""
    found = (duty_at(words, at) for at in range(len(words)))
    return [d for d in found if d and not _is_relative(words, d.start)]


def binds(duty: str) -> bool:
    """Whether words of duty lay something down: "may" does not, whatever stands behind it."""
    return duty.lower().split()[0] != "may"


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


def _is_month(words: Sequence[Word], at: int) -> bool:
    """Whether it is the May of "in May", "May 2024" or "on 26 May"."""
    if words[at].text != "may":
        return False
    before = [w.text for w in words[max(0, at - 2) : at]]
    if before[-1:] and before[-1].isdecimal():
        before.pop()
    in_month = bool(before[-1:]) and before[-1] in _BEFORE_MONTH
    return in_month or (at + 1 < len(words) and words[at + 1].text.isdecimal())


def _is_relative(words: Sequence[Word], at: int) -> bool:
    return any(w.text in RELATIVE for w in words[max(0, at - 2) : at])
