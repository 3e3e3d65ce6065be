"""What can be compared of a sentence: its matter, and the parts of its rule, each with its place.

A statement and a source are read by the same code, so that neither is favoured.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from handbook.check.actors import Acting, acting
from handbook.check.conditions import conditions
from handbook.check.duties import Said, denials, denials_aside, duties
from handbook.check.figure import Figure, tokens
from handbook.check.figures import figures
from handbook.check.tables import Named, Tables
from handbook.periods import Word, number, piece
from handbook.rule_records import Piece
from handbook.text import content_words, stem, stems

_FROM = frozenset("of from after before following since".split())
_ENDS_EVENT = frozenset(
    ". , ; : ? ! — – ( ) if unless until whether provided except and but".split()
)
_RELATIVE = frozenset("who which".split())
_RELATIVE_NEAR = 4
_NEEDED = frozenset({stem("needed")})
"""What is "not needed" is denied, though it says nothing of what a rule is about."""
_LABELS = frozenset(": . )".split())
_ENDS_CLAUSE = frozenset(". ; : ? !".split())
_AFTER = 8
_GENERIC = frozenset(
    stem(word)
    for word in """held hold date day start point time moment when being been made make receiving
    received receive having becoming become took take takes place taking happen happened happens
    aware know knowing knows known learning hearing getting first counted initiated began begins
    every each all any""".split()
)
"""Words of an event that name nothing: "of receiving a referral" is "of referral"."""
_DUTY_WORDS = frozenset(
    stem(w)
    for w in (
        "must should may might could required duty mandatory optional expected later longer"
        " needed more less least most maximum minimum max min apart within"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Event:
    """What a time is counted from."""

    word: str
    """``of``, ``from``, ``after``, ``before`` …"""
    piece: Piece
    stems: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """A sentence taken apart."""

    text: str
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    duties: tuple[Said, ...]
    denials: tuple[Said, ...]
    denials_aside: tuple[Said, ...]
    actors: tuple[Named, ...]
    acting: Acting
    conditions: tuple[Piece, ...]
    spell: Callable[[str], str]
    """Writes a text in the words of procedures."""
    empty: frozenset[str] = frozenset()
    """Stems that say nothing of a rule."""

    @cached_property
    def matter(self) -> frozenset[str]:
        """The stems that say what it is about, without its figures and its words of duty."""
        duties = {stem(w.text) for d in self.duties for w in self.words[d.at : d.end]}
        return self.stems_of(self.text, self.figures) - _DUTY_WORDS - duties - self.empty

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """Its actors, but for what a relative clause calls one of them ("who is a …")."""
        return tuple(n for n in self.actors if not self._is_told_of(n))

    def _is_told_of(self, named: Named) -> bool:
        before = [w.text for w in self.words if w.end <= named.piece.start][-_RELATIVE_NEAR:]
        return any(w in _RELATIVE for w in before)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Its matter and every other word of it, as stems."""
        return self.matter | frozenset(stem(w.text) for w in self.words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every number of it in digits, also of those that are spelt."""
        read = (number(w.text) for w in self.words)
        return frozenset(str(n) for n in read if n is not None)

    @cached_property
    def references(self) -> frozenset[str]:
        """The numbers in digits that are no figure and do not number the line itself: of a
        section, a step, a form."""
        counted = {n for f in self.figures for n in range(f.first, f.end)}
        first = next((n + 1 for n, w in enumerate(self.words[:3]) if w.text in _LABELS), 0)
        loose = (w.text for n, w in enumerate(self.words) if n >= first and n not in counted)
        return frozenset(text for text in loose if text.isdecimal())

    def stems_of(self, text: str, left_out: Sequence[Figure] = ()) -> frozenset[str]:
        """The stems of a part of it, in the words of procedures, figures left out."""
        plain = list(text)
        for figure in left_out:
            plain[figure.piece.start : figure.piece.end] = " " * (
                figure.piece.end - figure.piece.start
            )
        spelt = self.spell("".join(plain))
        named = " ".join(n.name for n in self.actors)
        whole = frozenset(stems(spelt)) | (frozenset(stems(named)) if left_out else frozenset())
        return frozenset(s for s in whole if not s.isdecimal() or len(s) > 1)

    def event(self, figure: Figure) -> Event | None:
        """What a time of it is counted from, where the words behind the time say so."""
        at = figure.end
        words = self.words
        if at >= len(words) or words[at].text not in _FROM:
            return None
        end = at + 1
        while end < len(words) and words[end].text not in _ENDS_EVENT:
            end += 1
        if end == at + 1:
            return None
        where = piece(words, at + 1, end)
        found = self.stems_of(where.of(self.text)) - _GENERIC
        return Event(words[at].text, where, found) if found else None

    def after(self, said: Said, count: int = 2) -> frozenset[str]:
        """The next content words of its clause behind a word of duty or denial, as stems; of what
        something does not mean, all."""
        if [w.text for w in self.words[said.end : said.end + 1]] == ["mean"]:
            count = _AFTER
        clause = takewhile(lambda w: w.text not in _ENDS_CLAUSE, self.words[said.end :])
        rest = " ".join(w.text for w in islice(clause, _AFTER))
        following = [w for w in content_words(rest) if stem(w) not in _DUTY_WORDS - _NEEDED]
        return frozenset(stem(w) for w in following[:count])


def facts(text: str, tables: Tables, spell: Callable[[str], str]) -> Facts:
    """Take a sentence apart."""
    words = tokens(text)
    named = tables.actors_in(text)
    said = duties(words)
    return Facts(
        text,
        tuple(words),
        tuple(figures(words)),
        tuple(said),
        tuple(denials(words)),
        tuple(denials_aside(words)),
        tuple(named),
        acting(text, words, named, said),
        tuple(conditions(text)),
        spell,
        tables.empty,
    )
