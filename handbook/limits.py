"""By when a rule says it, what each time is counted from, and whether a last day can be counted.

A time that is no limit of the rule itself (an age, a criterion, a time in a condition) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from handbook.duty import JOINS, RELATIVE, STOPS, clause_end, clause_start, duties_of, duty_at
from handbook.limit_words import (
    AT_LEAST,
    AT_MOST,
    BACK,
    EVENTS,
    IN_ADVANCE,
    LASTS_FOR,
    OPENERS,
    RECURS,
    WITH_ITS_DAY,
    limit_at,
    past_marks,
)
from handbook.periods import Word, number_at, phrase_at, piece, text_at
from handbook.rule_records import Limit, Period

_FULL = STOPS - {","}
_EXTENDS = frozenset("extend extends extended extending extension".split())
_CONDITIONS = frozenset(
    """if when whenever where wherever unless while although though once until because
    whether""".split()
)
_ENSURES = frozenset("ensure ensures ensuring sure".split())
_ENDS = frozenset("if unless until whether so while provided except".split())


def limits_of(words: Sequence[Word]) -> Iterator[tuple[int, Limit]]:
    """The limits of a sentence in their order, each with the word where it begins."""
    at = last = 0
    while at < len(words):
        end, period = limit_at(words, at)
        if not end or not _holds(words, at, last):
            at += 1
            continue
        limit, after = _limit(words, at, end, period)
        yield at, limit
        at = last = after


def _limit(words: Sequence[Word], at: int, end: int, period: Period | None) -> tuple[Limit, int]:
    """The limit whose time is read, with what it is counted from, and the word after both."""
    opener = phrase_at(words, at, OPENERS)
    recurs = any(w.text == "every" for w in words[at:end])
    opens, after = (0, end) if recurs else _event(words, at, end)
    backwards = not recurs and bool(phrase_at(words, end, BACK))
    with_its_day = bool(phrase_at(words, end, WITH_ITS_DAY))
    event = piece(words, end + opens, after) if after > end else None
    if event is None and phrase_at(words, end, IN_ADVANCE):
        end = after = end + 2
        backwards = True
    if period:
        period = replace(period, backwards=backwards, with_its_day=with_its_day)
    countable = _is_countable(words, at, opener, backwards)
    if _is_next(words, end + opens) if event else _is_open(words, end):
        countable = False
    return Limit(piece(words, at, end), event, period, countable), after


def _is_countable(words: Sequence[Word], at: int, opener: int, backwards: bool) -> bool:
    """Whether the end of the time is its last day: not where it recurs, is a duration, is the
    least that must pass, or is a stretch before something."""
    opens = [w.text for w in words[at : at + opener]]
    if opens in RECURS or opens in LASTS_FOR or (at and words[at - 1].text == "for"):
        return False
    if any(w.text in _EXTENDS for w in words[:at]):
        return False
    return opens not in (AT_MOST if backwards else AT_LEAST)


def _is_next(words: Sequence[Word], at: int) -> bool:
    """Whether an event is "the day after …": the day that is given may be the one before it."""
    here = [w.text for w in words[at : at + 6]]
    return "day" in here and bool({"after", "following", "next"}.intersection(here))


def _is_open(words: Sequence[Word], end: int) -> bool:
    """Whether a time without an event goes on: "six weeks before, or …", "14 days, or 28 where …",
    "a month thereafter"."""
    follows = past_marks(words, end)
    another = words[follows : follows + 1] and words[follows].text == "or"
    if another and number_at(words, follows + 1):
        return True
    return bool(phrase_at(words, end, [*EVENTS, ["thereafter"]]))


def _holds(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether a limit is the rule's own: not one in a condition, nor the second half of "before,
    or as soon as practicable after", whose first half is no limit that can be read."""
    start = clause_start(words, at)
    if words[start].text in _CONDITIONS or (at not in (0, last) and words[at - 1].text == "or"):
        return False
    before = _without_brackets(words[max(start, last) : at])
    behind_duty = before[max((d.start for d in duties_of(before)), default=0) :]
    if any(w.text in _CONDITIONS for w in behind_duty):
        return False
    return not duties_of(words) or not _in_relative(behind_duty)


def _without_brackets(words: Sequence[Word]) -> list[Word]:
    """The words but for what stands in brackets among them."""
    opened = list(accumulate((w.text == "(") - (w.text == ")") for w in words))
    return [w for w, depth in zip(words, opened, strict=True) if depth <= 0 and w.text != ")"]


def _in_relative(before: Sequence[Word]) -> bool:
    """Whether some words lead into a relative clause, which "ensure that" does not."""
    leads = (n for n in range(len(before)) if before[n].text in RELATIVE)
    return any(n == 0 or before[n - 1].text not in _ENSURES for n in leads)


def _event(words: Sequence[Word], limit: int, end: int) -> tuple[int, int]:
    """How many words lead the event that a limit counts from, and the word after it; (0, end)
    where none follows that is plain."""
    opens = phrase_at(words, end, EVENTS)
    first = at = end + opens
    if not opens or (first < len(words) and words[first].text in STOPS):
        return 0, end
    leads = limit == 0 or words[limit - 1].text in STOPS
    while at < len(words) and not _ends_event(words, at, leads):
        at += 1
    if leads and _is_set_apart(words, at):
        return (0, end) if at == first or _is_listed(words, at) else (opens, at)
    alternative = at < len(words) and any(w.text == "or" for w in (words[at - 1], *words[end:at]))
    if alternative and words[at].text not in _FULL:
        # "the discussion, or the one at which enquiries began if there was more than one": all of
        # it counts.
        at = next((n for n in range(at, len(words)) if words[n].text in _FULL), len(words))
    return (opens, at) if at > first else (0, end)


def _ends_event(words: Sequence[Word], at: int, leads: bool) -> bool:
    word = words[at].text
    if word == ",":
        # "of the discussion, or the one at which …": what follows counts, unless it is another
        # matter.
        after = words[at + 1].text if at + 1 < len(words) else "."
        if after in _ENDS or after in _CONDITIONS or (leads and _is_set_apart(words, at)):
            return True
        return _another_follows(words, at + 1, _FULL)
    if word in STOPS or word in _ENDS or (word == "as" and text_at(words, at + 1) == "to"):
        return True
    return word in JOINS and _another_follows(words, at + 1, STOPS)


def _is_set_apart(words: Sequence[Word], at: int) -> bool:
    """Whether a comma gives back to the clause what a limit that leads broke into: "should, within
    two days of the call, ring". By "or" it does not: the event has another that counts."""
    return text_at(words, at) == "," and "or" not in (words[at - 1].text, text_at(words, at + 1))


def _is_listed(words: Sequence[Word], at: int) -> bool:
    """Whether the event may be the first of several: "of a call, visit or letter, ring"."""
    end = clause_end(words, at + 1)
    joined = not JOINS.isdisjoint(w.text for w in words[at:end])
    return text_at(words, end) == "," and (joined or text_at(words, end + 1) == "or")


def _another_follows(words: Sequence[Word], at: int, until: frozenset[str]) -> bool:
    """Whether another duty or another limit stands before a stop."""
    while at < len(words) and words[at].text not in until:
        if duty_at(words, at) or limit_at(words, at)[0]:
            return True
        at += 1
    return False
