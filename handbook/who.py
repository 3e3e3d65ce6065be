"""Who has a duty, or what it is about: the naming that stands before the words of duty."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from handbook.duty import JOINS, RELATIVE, STOPS, clause_start, duty_at
from handbook.periods import Word, phrase_at, piece, text_at
from handbook.rule_records import Piece

_NAMES_SOMEBODY = frozenset("the a an any each every all other their its".split())
_FEW_WORDS = 5
_OPENS_CLAUSE = frozenset(
    """if when whenever where wherever unless before after within under during while although
    though until as once in for on by at from since because to with without except following
    of upon subject given having and or but not only even then also however""".split()
)
_EXAMPLES = [
    phrase.split()
    for phrase in (
        "including",
        "especially",
        "particularly",
        "notably",
        "such as",
        "like",
        "in particular",
        "for example",
        "for instance",
    )
]
"""What stands behind one of these is some of those who have a duty, and not all of them."""
_FINITE = frozenset("is are was were does do will not may must should shall".split())
"""What stands in a sentence of its own, and not in a name."""
_NOBODY = frozenset("there it this that these those they he she you we i".split())
_MOST_WORDS_OF_WHO = 16


def who_of(words: Sequence[Word], duty: int) -> Piece | None:
    """What stands before the word ``duty`` in its clause; None where that is not plain."""
    end = duty
    while end > 0 and words[end - 1].text in STOPS:
        end -= 1
    start = _who_start(words, end)
    if start < end and words[start].text == "then":
        start += 1
    named = words[start:end]
    if not named or len(named) > _MOST_WORDS_OF_WHO:
        return None
    if phrase_at(words, start, _EXAMPLES):
        return None
    if named[0].text in _OPENS_CLAUSE or (len(named) == 1 and named[0].text in _NOBODY):
        return None
    if start > 0 and named[0].text in RELATIVE:
        return None
    if named[-1].text in JOINS or _is_clause(named) or _is_cut(named):
        return None
    return piece(words, start, end)


def _is_cut(named: Sequence[Word]) -> bool:
    """Whether half of a bracket is there and the other half is not."""
    texts = [w.text for w in named]
    return texts.count("(") != texts.count(")")


def _is_clause(named: Sequence[Word]) -> bool:
    """Whether there is a verb that no "who" or "which" leads."""
    plain = takewhile(lambda w: w.text not in RELATIVE, named)
    return any(w.text in _FINITE for w in plain)


def _is_another(words: Sequence[Word], start: int) -> bool:
    """Whether "and" or "but" joins a clause with somebody of its own to one that has a duty: "The
    head may wait, but the nurse must"."""
    if start == 0 or words[start].text not in ("and", "but"):
        return False
    before = range(clause_start(words, start - 1), start - 1)
    named = text_at(words, start + 1) in _NAMES_SOMEBODY
    return named and any(duty_at(words, n) for n in before)


def _who_start(words: Sequence[Word], end: int) -> int:
    """Where the naming begins. "The local authority, the police or the NSPCC" is one: a clause
    with a joining word goes on to the left as long as short names stand there, and is nobody's
    (``end``) where something else does."""
    start = clause_start(words, end)
    if _is_another(words, start):
        return start + 1
    joined = {w.text for w in words[start:end]} & JOINS
    while joined and start > 0 and words[start - 1].text == ",":
        before = clause_start(words, start - 1)
        segment = words[before : start - 1]
        if before > 0 and phrase_at(words, before, _EXAMPLES):
            return end
        if segment[0].text in _OPENS_CLAUSE:
            break
        if before > 0 and not (segment[0].text in _NAMES_SOMEBODY and len(segment) <= _FEW_WORDS):
            return end
        start = before
    return start
