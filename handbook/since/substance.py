"""Which parts of a rule a change touched: numbers, duties, actors and the like.

Both wordings are taken apart by the check's own reader. A check asks whether a source bears a
statement out; here nothing is asked but which parts went and which came, so a part that moved
counts as kept, and one that is only worded anew does not count at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from handbook.check.facts import Facts
from handbook.check.records import Part
from handbook.rule_records import Piece

_ORDER = tuple(Part)
_Named = list[tuple[Hashable, Piece]]


@dataclass(frozen=True, slots=True)
class Shift:
    """A part of a rule that is not as it was, in the words of both wordings."""

    part: Part
    was: tuple[str, ...]
    now: tuple[str, ...]


def shifts(before: Facts, after: Facts) -> tuple[Shift, ...]:
    """All parts that went or came, numbers first; none where the wording alone is new."""
    found = (Shift(part, *sides) for part, read in _PARTS for sides in _sides(before, after, read))
    return tuple(sorted(found, key=lambda s: _ORDER.index(s.part)))


def _sides(
    before: Facts, after: Facts, read: Callable[[Facts], _Named]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words of one part that only one side has: was and is."""
    old, new = read(before), read(after)
    went, came = _beyond(old, new, before.text), _beyond(new, old, after.text)
    if went or came:
        yield went, came


def _beyond(mine: _Named, theirs: _Named, text: str) -> tuple[str, ...]:
    """What one side has more often than the other, in its own words."""
    left = Counter(key for key, _ in theirs)
    found = []
    for key, piece in mine:
        if left[key]:
            left[key] -= 1
        else:
            found.append(piece.of(text))
    return tuple(found)


def _figures(facts: Facts) -> _Named:
    return [((f.kind, f.value, f.bound, f.recurs), f.piece) for f in facts.figures]


def _events(facts: Facts) -> _Named:
    told = ((f, facts.event(f)) for f in facts.figures if f.kind == "time")
    return [((f.value, e.stems), e.piece) for f, e in told if e]


def _duties(facts: Facts) -> _Named:
    return [(d.kind, d.piece) for d in facts.duties]


def _actors(facts: Facts) -> _Named:
    """Each actor once: how often a sentence names one says nothing."""
    return list({n.name: (n.name, n.piece) for n in reversed(facts.actors)}.values())


def _denials(facts: Facts) -> _Named:
    return [("not", d.piece) for d in facts.denials]


def _conditions(facts: Facts) -> _Named:
    """Numbers left out: those of paragraphs move, and figures are held against each other apart."""
    told = ((facts.stems_of(c.of(facts.text)), c) for c in facts.conditions)
    return [(frozenset(r for r in roots if not r.isdecimal()), c) for roots, c in told]


_PARTS: tuple[tuple[Part, Callable[[Facts], _Named]], ...] = (
    (Part.NUMBER, _figures),
    (Part.COUNTED_FROM, _events),
    (Part.DUTY, _duties),
    (Part.ACTOR, _actors),
    (Part.NEGATION, _denials),
    (Part.CONDITION, _conditions),
)
