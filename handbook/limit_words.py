"""The words of time limits: where a time that may be one stands, how it opens and goes on."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.periods import AT_ONCE, UNITS, Word, number, number_at, period_at, phrase_at
from handbook.rule_records import Period


def _phrases(*texts: str) -> list[list[str]]:
    return [text.split() for text in texts]


RECURS = _phrases(
    "at intervals of",
    "at intervals of not more than",
    "at intervals of no more than",
    "at intervals of up to",
    "at least once every",
    "at least every",
    "once every",
    "every",
)
LASTS_FOR = _phrases("for no more than", "for no longer than", "for up to", "for at least")
AT_LEAST = _phrases("at least", "not less than", "no less than", "a minimum of")
_NO_LATER = _phrases("no later than", "not later than")
AT_MOST = _phrases(
    "no longer than",
    "no more than",
    "not more than",
    "a maximum of",
    "at most",
    "up to",
    "within",
)
OPENERS = [*RECURS, *LASTS_FOR, *AT_LEAST, *_NO_LATER, *AT_MOST]
_AT_ONCE = (
    *AT_ONCE,
    *_phrases(
        "on the same day",
        "the same day",
        "on the same working day",
        "the same working day",
        "the next working day",
        "the following working day",
        "at least once a year",
        "at least annually",
        "annually",
    ),
)
_LASTS = frozenset("is are be allowed last lasts take takes".split())
"""A length of time after one of these is a limit without a word such as "within"."""
BACK = _phrases("before", "prior to", "ahead of", "in advance of")
WITH_ITS_DAY = _phrases(
    "beginning with", "beginning on", "starting with", "starting on", "commencing with",
    "commencing on", "from and including", "of and including",
)  # fmt: skip
_FROM = _phrases("of", "from", "after", "following", "since")
EVENTS = [*BACK, *WITH_ITS_DAY, *_FROM]
IN_ADVANCE = _phrases("in advance")
_OTHERWISE = frozenset(
    """beginning starting commencing ending leading running inclusive including prior ahead
    beforehand earlier ago excluding exclusive counting less plus minus""".split()
)
"""Behind a length of time, these count it in a way that is not read here."""
_MARKS = frozenset(",(")
_RANGE = frozenset("to or and - –".split())
_BOUNDS = frozenset("under over".split())
_AGES = frozenset("aged age ages".split())
_STATES = frozenset(
    """accessible adjacent apparent available certain clear dangerous evident harmful known obvious
    recognisable visible""".split()
)
_OR_OLDER = _phrases("older", "over", "above", "younger", "under")


def limit_at(words: Sequence[Word], at: int) -> tuple[int, Period | None]:
    """Where a limit that begins here ends, with the time it gives; 0 where none begins."""
    if at_once := phrase_at(words, at, _AT_ONCE):
        end = at + at_once
        return (0 if _only_describes(words, at, end) else end), None
    opener = phrase_at(words, at, OPENERS)
    read = period_at(words, at + opener)
    if read is None:
        return 0, None
    period, end = read
    if _says_age(words, at, end) or _is_otherwise(words, end):
        return 0, None
    if opener and at > 0 and words[at - 1].text == "of":
        return 0, None  # how long something is: "a child of up to 12 months"
    if not opener and (_is_bounded(words, at) or not _is_limit(words, at, end, period)):
        return 0, None
    return end, period


def _only_describes(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether "immediately" is no time but how something is: "no immediately apparent cause"."""
    follows = {w.text for w in words[end : end + 1]}
    return words[at].text == "immediately" and not _STATES.isdisjoint(follows)


def _says_age(words: Sequence[Word], at: int, end: int) -> bool:
    follows = [w.text for w in words[end : end + 2]]
    if any(w.text in _AGES for w in words[max(0, at - 3) : at]) or follows == ["of", "age"]:
        return True
    return follows[:1] == ["old"] or (follows[:1] == ["or"] and follows[1:] in _OR_OLDER)


def _is_otherwise(words: Sequence[Word], end: int) -> bool:
    """Whether more words say how a time is counted: "ending with", ", starting on", "(excluding
    weekends)", "and three days"."""
    at = past_marks(words, end)
    follows = [w.text for w in words[at : at + 2]]
    if follows[:1] == ["and"] and number_at(words, at + 1):
        return True
    told = follows[1:] if follows[:1] == ["not"] else follows[:1]
    return bool(_OTHERWISE.intersection(told)) and not phrase_at(words, end, EVENTS)


def _is_bounded(words: Sequence[Word], at: int) -> bool:
    """Whether a time is half of a range ("10 to 15 days"), or what something is under or over."""
    before = [w.text for w in words[max(0, at - 2) : at]]
    half = len(before) == 2 and before[1] in _RANGE and _is_half(before[0])
    return half or before[-1:] in (["than"], ["less"]) or not _BOUNDS.isdisjoint(before)


def _is_half(word: str) -> bool:
    return number(word) is not None or word.removesuffix("s") in UNITS


def _is_limit(words: Sequence[Word], at: int, end: int, period: Period) -> bool:
    """Whether a time that no "within" opens is a limit; "is three years" may be an age."""
    lasts = at > 0 and words[at - 1].text in _LASTS and period.unit != "year"
    advance = phrase_at(words, end, IN_ADVANCE)
    return bool(lasts or advance or phrase_at(words, end, EVENTS))


def past_marks(words: Sequence[Word], at: int) -> int:
    """The word behind a comma or an opening bracket, or the word itself."""
    while at < len(words) and words[at].text in _MARKS:
        at += 1
    return at
