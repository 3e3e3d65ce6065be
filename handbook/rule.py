"""What a rule's own sentence says: who, by when, counted from what, must or should.

Read off the words of the sentence and nothing else: each part is a run of its characters, so none
can say what the sentence does not. A part that is not plain is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from handbook.domain import Limit, Period, Piece, Rule
from handbook.periods import AT_ONCE, Word, period_at, phrase_at, piece, words_of

_STOPS = frozenset(".,;:?!—–")
_FULL = _STOPS - {","}
_OPENERS = [
    phrase.split()
    for phrase in (
        "at intervals of not more than",
        "at intervals of no more than",
        "at intervals of up to",
        "at least once every",
        "at least every",
        "once every",
        "every",
        "no later than",
        "not later than",
        "no longer than",
        "no more than",
        "not more than",
        "for no more than",
        "for no longer than",
        "for up to",
        "for at least",
        "a maximum of",
        "at most",
        "at least",
        "up to",
        "within",
    )
]
_AT_ONCE = (
    *AT_ONCE,
    *(
        phrase.split()
        for phrase in (
            "on the same day",
            "the same day",
            "on the same working day",
            "the same working day",
            "the next working day",
            "the following working day",
            "at least once a year",
            "at least annually",
            "annually",
        )
    ),
)
_IN_ADVANCE = ["in", "advance"]
_LASTS = frozenset("is are be allowed last lasts take takes".split())
"""A length of time after one of these is a limit without a word such as "within"."""
_FROM = frozenset("of from after before following since".split())
_CONDITIONS = frozenset(
    "if when whenever where wherever unless while although though once until because".split()
)
_NAMES_SOMEBODY = frozenset("the a an any each every all other their its".split())
_FEW_WORDS = 5
_ENDS = frozenset("if unless until whether so while provided except".split())
_JOINS = frozenset("and or but".split())
_AGES = frozenset("aged age under over old".split())
_DUTIES = [
    phrase.split()
    for phrase in (
        "must not",
        "must",
        "should not",
        "should",
        "may only",
        "may",
        "shall not",
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
_OPENS_CLAUSE = frozenset(
    """if when whenever where wherever unless before after within under during while although
    though until as once in for on by at from since because to with without except following
    upon subject given having and or but not only even then also however""".split()
)
_RELATIVE = frozenset("who which that".split())
_FINITE = frozenset("is are was were does do will not".split())
"""What stands in a sentence of its own, and not in a name."""
_NOBODY = frozenset("there it this that these those they he she you we i".split())
_MOST_WORDS_OF_WHO = 16
_MOST_LIMITS = 3


def read_rule(sentence: str) -> Rule:
    """The parts of a rule as far as its sentence shows them."""
    words = words_of(sentence)
    duty = _duty(words)
    return Rule(
        duty=piece(words, *duty) if duty else None,
        who=_who(words, duty[0]) if duty else None,
        limits=tuple(_limits(words))[:_MOST_LIMITS],
    )


def _duty(words: Sequence[Word]) -> tuple[int, int] | None:
    """Where the duty of the main clause stands: not that of a condition or a relative clause."""
    found = [
        (at, at + length)
        for at in range(len(words))
        if (length := phrase_at(words, at, _DUTIES)) and not _is_relative(words, at)
    ]
    main = [d for d in found if words[_clause_start(words, d[0])].text not in _OPENS_CLAUSE]
    return next(iter(main or found), None)


def _is_relative(words: Sequence[Word], at: int) -> bool:
    return any(w.text in _RELATIVE for w in words[max(0, at - 2) : at])


def _clause_start(words: Sequence[Word], at: int) -> int:
    while at > 0 and words[at - 1].text not in _STOPS:
        at -= 1
    return at


def _who(words: Sequence[Word], duty: int) -> Piece | None:
    """What stands before the duty in its clause: who has it, or what it is about."""
    end = duty
    while end > 0 and words[end - 1].text in _STOPS:
        end -= 1
    start = _who_start(words, end)
    named = words[start:end]
    if not named or len(named) > _MOST_WORDS_OF_WHO:
        return None
    if named[0].text in _OPENS_CLAUSE or (len(named) == 1 and named[0].text in _NOBODY):
        return None
    if named[-1].text in _JOINS or _is_clause(named):
        return None
    return piece(words, start, end)


def _is_clause(named: Sequence[Word]) -> bool:
    """Whether there is a verb that no "who" or "which" leads."""
    plain = takewhile(lambda w: w.text not in _RELATIVE, named)
    return any(w.text in _FINITE for w in plain)


def _who_start(words: Sequence[Word], end: int) -> int:
    """Where the naming begins. "The local authority, the police or the NSPCC" is one: a clause
    with a joining word goes on to the left as long as short names stand there, and is nobody's
    (``end``) where something else does."""
    start = _clause_start(words, end)
    joined = {w.text for w in words[start:end]} & _JOINS
    while joined and start > 0 and words[start - 1].text == ",":
        before = _clause_start(words, start - 1)
        segment = words[before : start - 1]
        if segment[0].text in _OPENS_CLAUSE:
            break
        if before > 0 and not (segment[0].text in _NAMES_SOMEBODY and len(segment) <= _FEW_WORDS):
            return end
        start = before
    return start


def _limits(words: Sequence[Word]) -> Iterator[Limit]:
    at = last = 0
    while at < len(words):
        end, period = _limit_at(words, at)
        if not end or not _holds(words, at, last):
            at += 1
            continue
        recurs = any(w.text == "every" for w in words[at:end])
        counted = 0 if recurs else _counted_from(words, end)
        if period and (counted and words[end].text == "before"):
            period = replace(period, backwards=True)
        if [w.text for w in words[end : end + 2]] == _IN_ADVANCE:
            end += 2
            period = replace(period, backwards=True) if period else None
        event = piece(words, end + 1, counted) if counted else None
        yield Limit(piece(words, at, end), event, period)
        at = last = max(end, counted)


def _holds(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether a limit is the rule's own: not one in a condition, nor the second half of "before,
    or as soon as practicable after", whose first half is no limit that can be read."""
    start = _clause_start(words, at)
    return words[start].text not in _CONDITIONS and (at in (0, last) or words[at - 1].text != "or")


def _limit_at(words: Sequence[Word], at: int) -> tuple[int, Period | None]:
    """Where a limit that begins here ends, with the time it gives; 0 where none begins."""
    if at_once := phrase_at(words, at, _AT_ONCE):
        return at + at_once, None
    opener = phrase_at(words, at, _OPENERS)
    read = period_at(words, at + opener)
    if read is None:
        return 0, None
    period, end = read
    if not opener and (_says_age(words, at, end) or not _is_limit(words, at, end)):
        return 0, None
    return end, period


def _says_age(words: Sequence[Word], at: int, end: int) -> bool:
    return any(w.text in _AGES for w in (*words[max(0, at - 2) : at], *words[end : end + 1]))


def _is_limit(words: Sequence[Word], at: int, end: int) -> bool:
    follows = end < len(words) and words[end].text in _FROM
    return follows or (at > 0 and words[at - 1].text in _LASTS)


def _counted_from(words: Sequence[Word], end: int) -> int:
    """Where the event that a limit counts from ends; 0 where none follows."""
    if end >= len(words) or words[end].text not in _FROM:
        return 0
    at = end + 1
    while at < len(words) and not _ends_event(words, at):
        at += 1
    alternative = at < len(words) and any(w.text == "or" for w in (words[at - 1], *words[end:at]))
    if alternative and words[at].text not in _FULL:
        # "the discussion, or the one at which enquiries began if there was more than one": all of
        # it counts.
        at = next((n for n in range(at, len(words)) if words[n].text in _FULL), len(words))
    return at if at > end + 1 else 0


def _ends_event(words: Sequence[Word], at: int) -> bool:
    word = words[at].text
    if word == ",":
        # "of the discussion, or the one at which …": what follows counts, unless it is another
        # matter.
        after = words[at + 1].text if at + 1 < len(words) else "."
        return after in _ENDS or after in _CONDITIONS or _another_follows(words, at + 1, _FULL)
    if word in _STOPS or word in _ENDS:
        return True
    return word in _JOINS and _another_follows(words, at + 1, _STOPS)


def _another_follows(words: Sequence[Word], at: int, until: frozenset[str]) -> bool:
    """Whether another duty or another limit stands before a stop."""
    while at < len(words) and words[at].text not in until:
        if phrase_at(words, at, _DUTIES) or _limit_at(words, at)[0]:
            return True
        at += 1
    return False
