"""What a rule's own sentence says: who, by when, counted from what, must or should.

Read off the words of the sentence and nothing else: each part is a run of its characters, so none
can say what the sentence does not. A part that is not plain is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handbook.clause_words import Clause
from handbook.duty import JOINS, RELATIVE, Duty, clause_end, clause_start, duties_of
from handbook.limits import limits_of
from handbook.main_clause import clauses_at
from handbook.periods import Word, piece, words_of
from handbook.rule_records import Limit, Rule
from handbook.who import who_of

_MOST_LIMITS = 3


def read_rule(sentence: str) -> Rule:
    """The parts of a rule as far as its sentence shows them."""
    words = words_of(sentence)
    duties = duties_of(words)
    duty = _main(words, duties)
    return Rule(
        duty=piece(words, duty.start, duty.end) if duty and duty.plain else None,
        who=who_of(words, duty.start) if duty else None,
        limits=tuple(_limits_under(words, duty, duties))[:_MOST_LIMITS],
    )


def _main(words: Sequence[Word], duties: Sequence[Duty]) -> Duty | None:
    """The duty that the sentence itself lays down: not that of a condition, nor one that is told
    of. Where it is not sure which that is, "may" is none, and a later one that is sure comes
    before any other."""
    clause = clauses_at(words, [d.start for d in duties])
    laid = [
        d
        for d in duties
        if clause[d.start] is Clause.MAIN
        or (clause[d.start] is Clause.UNSURE and words[d.start].text != "may")
    ]
    if not laid or clause[laid[0].start] is Clause.MAIN:
        return _binding(words, laid, clause) if laid else None
    sure = (d for d in laid if clause[d.start] is Clause.MAIN and _follows(words, laid[0], d))
    return next(sure, laid[0])


def _binding(words: Sequence[Word], laid: Sequence[Duty], clause: dict[int, Clause]) -> Duty:
    """The first of some duties, or a later one that binds where the first is "may", which can tell
    of what is possible. Where it is not sure that it binds, the first, which is not shown either:
    "may" alone would hide it."""
    first = laid[0]
    behind = [d for d in laid[1:] if words[d.start].text != "may"]
    if words[first.start].text != "may" or not behind:
        return first
    sure = (d for d in behind if clause[d.start] is Clause.MAIN and _is_its_own(words, first, d))
    return next(sure, replace(first, plain=False))


def _is_its_own(words: Sequence[Word], first: Duty, duty: Duty) -> bool:
    """Whether a later duty is none of a "who" whose verb is not known: "may fear a man who drinks
    and must be seen"."""
    between = [w.text for w in words[first.end : duty.start]]
    shares = not JOINS.isdisjoint(between[-1:])
    return not shares or RELATIVE.isdisjoint(between)


def _follows(words: Sequence[Word], duty: Duty, other: Duty) -> bool:
    """Whether no "and" joins two duties, so that the first stands in a condition of the second."""
    start = max(clause_start(words, other.start), duty.end)
    if start > duty.end:
        return words[start].text not in JOINS
    return JOINS.isdisjoint(w.text for w in words[start : other.start])


def _limits_under(
    words: Sequence[Word], duty: Duty | None, duties: Sequence[Duty]
) -> Iterator[Limit]:
    """The limits of the duty that is shown, and not those of another in the same sentence."""
    for at, limit in limits_of(words):
        over = _duty_over(words, at, duties)
        if over and over.denied:
            # "By when: within two days" would be read as the time to do what is forbidden then.
            continue
        if over is None or over == duty or (duty and _goes_on(words, duty, over)):
            yield limit
        elif duty is None and at < over.start:
            yield limit  # it is no time of a duty that only a condition behind it has


def _duty_over(words: Sequence[Word], at: int, duties: Sequence[Duty]) -> Duty | None:
    """The duty whose limit stands at a word: one of the same clause if it has any, else the last
    before it, else the first behind it."""
    start, end = clause_start(words, at), clause_end(words, at)
    before = [d for d in duties if d.start < at]
    behind = [d for d in duties if d.start >= at]
    if before and before[-1].start >= start:
        return before[-1]
    if behind and behind[0].start < end:
        return behind[0]
    return before[-1] if before else next(iter(behind), None)


def _goes_on(words: Sequence[Word], duty: Duty, other: Duty) -> bool:
    """Whether a later duty has the same words and nobody of its own: "must see … and must ask"."""
    said, again = ([w.text for w in words[d.start : d.end]] for d in (duty, other))
    return duty.start < other.start and said == again and words[other.start - 1].text in JOINS
