"""Wrong options: from known confusions and from other rules, and each truly wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.answer_records import Citation
from handbook.check.records import Line as Statement
from handbook.check.records import Verdict
from handbook.check.run import Checker
from handbook.check.tables import Tables
from handbook.make.confusions import Confusions
from handbook.make.gaps import Gap, GapKind, gaps_of
from handbook.make.lines import Line
from handbook.make.numbers import has_number, near, number_of
from handbook.periods import periods
from handbook.rule_records import Period
from handbook.text import fold, stems

if TYPE_CHECKING:
    from handbook.book import Handbook

MOST_WRONG = 3
_MOST_TRIED = 8
_MOST_WORDS = 12
_SAME_RULE = 0.6
"""A sentence that holds so much of a rule's matter may be about the same rule."""
_MAY_BE_SAME = 0.5
"""The same, where it is enough to suspect it."""
_WRONG = frozenset({Verdict.DIFFERS, Verdict.TRUE_UNTIL})
"""The verdicts on a statement that is false today."""
_THE = frozenset("the a an".split())
_DESCRIBES = frozenset("who which that person".split())
"""Somebody who is described may be the same whom another rule names."""
_OF_SOMEBODY = re.compile(r"['’]s\b")
_IN_SMALLEST = {"year": ("month", 12), "week": ("day", 7), "day": ("hour", 24)}
"""Units that are so many of a smaller one whenever they are counted."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong option: what it says, why it is wrong, and the rule that it belongs to, if any."""

    text: str
    why: str
    of: Citation | None = None


class WrongOptions:
    """Finds wrong options among the rules that hold in an area."""

    def __init__(
        self, book: Handbook, confusions: Confusions, rules: Sequence[Line], area: str | None
    ) -> None:
        self._confusions, self._rules, self._area = confusions, rules, area
        self._checker = Checker(book)
        self._tables = Tables.load(book.settings.prompts)
        self._matter = [(x.citation, stems(x.citation.quote)) for x in rules if x.has_rule]
        self._numbers = [
            (x.citation.quote, stems(x.citation.quote))
            for x in rules
            if not confusions.passes_over(x.citation.quote)
        ]

    def of(self, rule: Citation, gap: Gap) -> list[Wrong]:
        """Up to three options that no sentence in force bears out; known confusions first. None
        where the sources themselves disagree on the right one."""
        if gap.kind is GapKind.BY_WHEN and self._is_disputed(rule):
            return []
        if gap.kind is GapKind.HOW_MANY and self._is_stated_otherwise(rule.quote):
            return []
        tried: dict[object, Wrong] = {}
        for wrong in self._tried(rule, gap):
            who = gap.kind is GapKind.WHO
            tried.setdefault(self._actors(wrong.text) if who else fold(wrong.text), wrong)
            if len(tried) == _MOST_TRIED:
                break
        possible = [w for w in tried.values() if not self._borne_out(rule, gap, w.text)]
        found: list[Wrong] = []
        while possible and len(found) < MOST_WRONG:
            some, possible = possible[:MOST_WRONG], possible[MOST_WRONG:]
            found += self._differing(rule, gap, some)
        return found[:MOST_WRONG]

    def _tried(self, rule: Citation, gap: Gap) -> Iterator[Wrong]:
        right = gap.piece.of(rule.quote)
        for text, why in self._confusions.taken_for(gap.kind, right, rule.quote):
            yield Wrong(text, why)
        if gap.kind is GapKind.HOW_MANY and (stated := number_of(rule.quote)):
            for text in near(stated, right):
                option = _cased_as(text, right)
                yield Wrong(option, self._confusions.why_near(right, option))
            return
        if gap.kind is GapKind.DUTY or not self._is_fit(gap.kind, right):
            return
        why = self._confusions.why_borrowed(gap.kind, right)
        for other in self._others(rule):
            for text in _same_part(other, gap.kind):
                if self._could_be(gap.kind, right, text):
                    yield Wrong(_cased_as(text, right), why, other)

    def _others(self, rule: Citation) -> list[Citation]:
        """The other rules, those of the same source first."""
        others = [x.citation for x in self._rules if x.has_rule and x.citation.quote != rule.quote]
        mine = rule.edition.source_id
        return sorted(others, key=lambda c: c.edition.source_id != mine)

    def _is_fit(self, kind: GapKind, text: str) -> bool:
        """Whether a part can be held against others: a short one, and of who has a duty one actor
        by name."""
        words = fold(text).split()
        if kind is not GapKind.WHO:
            return len(words) <= _MOST_WORDS
        named = self._tables.actors_in(text)
        naming = sum(len(n.piece.of(text).split()) for n in named)
        return (
            len(self._actors(text)) == 1
            and words[0] in _THE
            and not _DESCRIBES & set(words)
            and not _OF_SOMEBODY.search(text)
            and naming * 2 >= len(words) - 1
        )

    def _actors(self, text: str) -> frozenset[str]:
        """Who is named, each by one name."""
        return frozenset(named.name for named in self._tables.actors_in(text))

    def _could_be(self, kind: GapKind, right: str, text: str) -> bool:
        """Whether another rule's part reads in the gap as well as the right one."""
        if fold(text) == fold(right) or not self._is_fit(kind, text):
            return False
        if kind is GapKind.BY_WHEN:
            return _is_another_length(text, right)
        if kind is GapKind.COUNTED_FROM:
            return (text.split()[0] == "the") == (right.split()[0] == "the")
        return not self._actors(right) & self._actors(text)

    def _borne_out(self, rule: Citation, gap: Gap, option: str) -> bool:
        """Whether a sentence in force that may be about the same rule holds the option's words."""
        right = gap.piece.of(rule.quote)
        matter = stems(rule.quote) - stems(right)
        if gap.kind is GapKind.HOW_MANY:
            return any(has_number(text, option) for text in self._about(rule.quote, matter))
        for citation, held in self._matter:
            same = len(matter & held) >= _SAME_RULE * max(1, len(matter))
            if same and citation.quote != rule.quote and _has(citation.quote, option):
                return True
        return False

    def _about(self, sentence: str, matter: set[str]) -> Iterator[str]:
        """The other sentences that may be about the same rule. One on what publications print is
        none: that an old page lists three tests does not bear out that there are three."""
        least = _SAME_RULE * max(1, len(matter))
        return (t for t, held in self._numbers if t != sentence and len(matter & held) >= least)

    def _is_stated_otherwise(self, sentence: str) -> bool:
        """Whether another sentence about what may be the same counts the same differently, or has
        another age."""
        mine = number_of(sentence)
        others = map(number_of, self._about(sentence, stems(sentence)))
        return any(
            o and mine and (o.kind, o.unit) == (mine.kind, mine.unit) and o.count != mine.count
            for o in others
        )

    def _is_disputed(self, rule: Citation) -> bool:
        """Whether another sentence about what may be the same has the number with another unit:
        10 days here, 10 working days there."""
        matter = stems(rule.quote)
        mine = _periods(rule)
        for citation, held in self._matter:
            if len(matter & held) < _MAY_BE_SAME * len(matter):
                continue
            for theirs in _periods(citation):
                if any(p.count == theirs.count and p.unit != theirs.unit for p in mine):
                    return True
        return False

    def _differing(self, rule: Citation, gap: Gap, possible: Sequence[Wrong]) -> list[Wrong]:
        """Those of which the check of statements finds that they differ from the sources."""
        statements = [
            Statement(n, filled(rule.quote, gap, w.text), (), "paragraph", "quiz")
            for n, w in enumerate(possible)
        ]
        found = self._checker.check(statements, self._area)
        wrong = _WRONG | ({Verdict.TRUE_IN_ANOTHER_AREA} if self._area else set())
        return [w for w, f in zip(possible, found, strict=True) if f.verdict in wrong]


def filled(sentence: str, gap: Gap, text: str) -> str:
    """The sentence with something in the gap."""
    return f"{sentence[: gap.piece.start]}{text}{sentence[gap.piece.end :]}"


def _periods(rule: Citation) -> list[Period]:
    return [limit.period for limit in rule.rule.limits if limit.period] if rule.rule else []


def _same_part(rule: Citation, kind: GapKind) -> list[str]:
    if rule.rule is None:
        return []
    return [gap.piece.of(rule.quote) for gap in gaps_of(rule.quote, rule.rule) if gap.kind is kind]


def _is_another_length(text: str, right: str) -> bool:
    """Whether two limits open with the same words and are of different lengths."""
    (mine, length), (theirs, other) = map(_opener_and_length, (right, text))
    return mine == theirs and length != other


def _opener_and_length(limit: str) -> tuple[str, tuple[int, str]]:
    found = periods(limit)
    if not found:
        return fold(limit), (0, "")
    piece, period = found[0]
    count, unit = period.count, period.unit
    while unit in _IN_SMALLEST:
        unit, times = _IN_SMALLEST[unit]
        count *= times
    return fold(limit[: piece.start]), (count, unit)


def _cased_as(text: str, right: str) -> str:
    first = text[:1].upper() if right[:1].isupper() else text[:1].lower()
    return first + text[1:]


def _has(sentence: str, option: str) -> bool:
    return f" {fold(option)} " in f" {fold(sentence).replace(',', ' ').replace('.', ' ')} "
