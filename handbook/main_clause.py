"""Which words of duty stand in a main clause: those alone lay down what they say.

"If a child may be hurt, the school must act" has one duty, and "may" is none. There is no parser
here: words that open a clause wait for its verb, and what is not sure is told apart.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from handbook.clause_words import NAMES, Clause, is_finite, is_inverted, is_name, opens
from handbook.duty import JOINS, RELATIVE, STOPS, clause_start
from handbook.periods import Word, text_at

_ENDS = frozenset(";?!")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A clause that has not met its verb: where it opens, and where that verb will stand."""

    at: int
    verb: Clause
    relative: bool
    """Whether "who", "which" or "that" is its subject."""


@dataclass(slots=True)
class _State:
    """What is open at a word of a sentence."""

    waiting: list[_Opened] = field(default_factory=list)
    last: Clause = Clause.MAIN
    """Where the last verb stands."""
    relative: bool = False
    """Whether "who", "which" or "that" is its subject."""
    joined: Clause = Clause.MAIN
    """Where a verb stands that no word has opened a clause for: behind "and" with the last one."""
    guessed: bool = False
    """Whether a clause was taken to have ended of whose verb nothing is known."""

    def verb(self) -> Clause:
        """Where the next verb stands, which is met here."""
        opened = self.waiting.pop() if self.waiting else None
        self.last = opened.verb if opened else self.joined
        if not opened and self.guessed and self.last is Clause.MAIN:
            self.last = Clause.UNSURE
        self.relative = opened.relative if opened else False
        self.joined, self.guessed = Clause.MAIN, False
        return self.last

    def again(self) -> _State:
        """The same, to come back to."""
        return replace(self, waiting=[*self.waiting], joined=Clause.MAIN)


def clauses_at(words: Sequence[Word], verbs: Collection[int]) -> dict[int, Clause]:
    """Where each of some verbs stands, by the word that it begins with."""
    found: dict[int, Clause] = {}
    state, host = _State(), _State()
    outside: list[tuple[_State, _State]] = []
    for at, word in enumerate(words):
        stopped = at > 0 and words[at - 1].text in STOPS - _ENDS
        if word.text in _ENDS or (word.text == "then" and stopped):
            state, host = _State(), _State()
        elif word.text in STOPS:
            host = _stop(words, at, state, host)
        elif word.text == "(":
            outside.append((replace(state, waiting=[*state.waiting]), host))
        elif word.text == ")" and outside:
            state, host = outside.pop()
        elif word.text in JOINS:
            state.joined = _joined(words, at, host if stopped else state)
        elif at in verbs or is_finite(words, at):
            if stopped:
                state = host.again()  # its subject stands before what two commas set apart
            found[at] = Clause.UNDER if is_inverted(words, at) else state.verb()
        if opened := opens(words, at):
            relative = word.text in RELATIVE and is_finite(words, at + 1)
            state.waiting.append(_Opened(at, opened, relative))
    return {at: found[at] for at in verbs}


def _stop(words: Sequence[Word], at: int, state: _State, host: _State) -> _State:
    """Close what a comma or a colon closes; gives what to come back to behind a second comma."""
    under = [w for w in state.waiting if w.verb is Clause.UNDER]
    state.waiting = [w for w in under if is_name(words[w.at + 1 : at])]
    state.joined = Clause.MAIN
    if len(state.waiting) < len(under):
        state.last, state.guessed = Clause.UNDER, True
    start = clause_start(words, at)
    opened = opens(words, start)
    if start == 0 or not (words[start].text in JOINS or opened):
        host = state.again()
        if host.last is Clause.UNDER and opened is not Clause.UNDER:
            host.last = Clause.UNSURE
    if words[at].text != ":" and text_at(words, at + 1) not in JOINS:
        state.last = Clause.MAIN
    return host


def _joined(words: Sequence[Word], at: int, state: _State) -> Clause:
    """Where a verb behind "and" stands: where the last one does, if it has a subject of its own or
    none; else "and" may join two names, as it may where the last one's subject is "who"."""
    named = text_at(words, at + 1) in NAMES
    goes_on = is_finite(words, at + 1) or (named and not state.relative)
    return Clause.UNSURE if state.last is Clause.UNDER and not goes_on else state.last
