"""In what a statement and a source's sentence about the same rule differ, part by part.

Nothing is weighed here: a figure is equal or it is not, and so with every other part. ``None``
means that the two cannot be held against each other, which is never agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from handbook.check.counts import names_a_thing
from handbook.check.duties import Said, forbids
from handbook.check.facts import Event, Facts
from handbook.check.figure import Figure, bound
from handbook.check.records import Difference, Part
from handbook.check.tables import Named, Tables
from handbook.rule_records import Piece
from handbook.text import stem

_ORDER = frozenset("first last final initial next previous second review latest".split())
_IMMEDIATE = stem("immediate")
_SAME_START = 5
"""Characters that two forms of one word share at least."""
_PARTED = re.compile(r"[^;:]+")
_EVENT_SHARED = 0.6
"""Of the words of a statement's event so many stand in the source's, or it is another event."""
_DESCRIBES = frozenset(("can", "could"))
_ASIDE = 3
_ONE = frozenset(("one", "1"))
_CONDITION_KEPT = 0.4
_CONDITION_IMPLIED = 0.6
"""A condition counts as kept where so many of its words stand in the statement, or so many there
or in the headings of its source."""


def compare(
    said: Facts, source: Facts, headings: frozenset[str], tables: Tables
) -> tuple[Difference, ...] | None:
    """All differences; none where the statement says the same in every part that it states."""
    if said.references - source.numbers - headings:
        return None
    figured = _figures(said, source, headings, tables)
    denied = _denials(said, source, tables)
    if figured is None or denied is None:
        return None
    found = [*figured, *_duty(said, source), *denied, *_actors(said, source)]
    if not found and _is_unheard(said, source):
        return None
    return (*found, *_conditions(said, source, headings, tables))


def covered(root: str, by: frozenset[str], tables: Tables) -> bool:
    """Whether a stem, one that means the same, or another form of its word is among some."""
    if root in by or tables.same.get(root, frozenset()) & by:
        return True
    start = root[:_SAME_START]
    if len(start) < _SAME_START:
        return False
    return any(other.startswith(start) and _same_word(root, other) for other in by)


def _same_word(one: str, other: str) -> bool:
    """Whether of two words that begin alike little more than the beginning differs."""
    shared = _SAME_START
    for a, b in zip(one[shared:], other[shared:], strict=False):
        if a != b:
            break
        shared += 1
    return max(len(one), len(other)) - shared <= 3


def _figures(
    said: Facts, source: Facts, headings: frozenset[str], tables: Tables
) -> list[Difference] | None:
    found: list[Difference] = []
    for figure in said.figures:
        pool = [f for f in source.figures if _comparable(figure, f)]
        if not pool and figure.unit == "at once" and _IMMEDIATE in source.spoken:
            continue  # "straight away" of an immediate assessment
        if not pool and (single := _single(figure, source)):
            found.append(Difference(Part.NUMBER, figure.piece, single))
            continue
        if not pool:
            return None
        nearest = min(pool, key=lambda f: _distance(figure, f, said, source))
        found += _figure(figure, nearest, said, source, headings, tables)
    return found


def _single(figure: Figure, source: Facts) -> Piece | None:
    """The "one" of a source that counts what the statement has several of: "even one missed
    appointment". Elsewhere "one" counts nothing, as in "one or both"."""
    if figure.kind != "count":
        return None
    counted = enumerate(pairwise(source.words))
    return next(
        (
            Piece(a.start, a.end)
            for at, (a, b) in counted
            if a.text in _ONE and stem(b.text) == figure.unit and _is_only_one(source, at)
        ),
        None,
    )


def _is_only_one(source: Facts, at: int) -> bool:
    """Whether a "one" means no more than one: not that of "more than one", "at least one" or
    "level 1"."""
    limit = bound(source.words, at)
    above = at > 0 and source.words[at - 1].text == "than" and limit != "most"
    return not above and limit != "least" and not names_a_thing(source.words, at)


def _comparable(one: Figure, other: Figure) -> bool:
    if one.kind != other.kind:
        return False
    return one.kind != "count" or one.unit == other.unit


def _distance(one: Figure, other: Figure, said: Facts, source: Facts) -> tuple[float, ...]:
    """How far two figures are from each other: of a sentence with several, the one that is counted
    from the same is meant before the one that is the same number of another kind of day, and that
    before the one with the same unit."""
    mine, theirs = said.event(one), source.event(other)
    shared = len(mine.stems & theirs.stems) if mine and theirs else 0
    same = one.value == other.value
    alike = same and one.recurs == other.recurs
    slip = _other_unit(one, other) and other.hours is not None
    return (not alike, -shared, not slip, one.unit != other.unit, not same)


def _figure(
    mine: Figure,
    theirs: Figure,
    said: Facts,
    source: Facts,
    headings: frozenset[str],
    tables: Tables,
) -> Iterator[Difference]:
    if mine.value != theirs.value or mine.recurs != theirs.recurs:
        part = Part.UNIT if _other_unit(mine, theirs) else Part.NUMBER
        yield Difference(part, mine.piece, theirs.piece)
    elif mine.bound and theirs.bound and mine.bound != theirs.bound:
        yield Difference(Part.NUMBER, mine.piece, theirs.piece)
    event, other = said.event(mine), source.event(theirs)
    if event and other and not _same_event(event, other, headings, tables):
        yield Difference(Part.COUNTED_FROM, event.piece, other.piece)


def _other_unit(mine: Figure, theirs: Figure) -> bool:
    """Whether the number is the source's and the unit is not: 15 days, or 24 hours for a day."""
    if mine.kind != "time" or mine.unit == theirs.unit or mine.value == theirs.value:
        return False
    if mine.recurs and theirs.recurs and mine.count == theirs.count == 1:
        return False  # "yearly" and "termly": no number is the same, since neither writes one
    same_length = mine.hours is not None and mine.hours == theirs.hours
    return same_length or (mine.count == theirs.count and theirs.unit != "at once")


def _same_event(mine: Event, theirs: Event, headings: frozenset[str], tables: Tables) -> bool:
    if (mine.word == "before") != (theirs.word == "before"):
        return False
    if (mine.stems & _ORDER) - theirs.stems:
        return False
    named = [covered(root, theirs.stems, tables) for root in mine.stems]
    shared = sum(n or root in headings for n, root in zip(named, mine.stems, strict=True))
    return any(named) and shared >= _EVENT_SHARED * len(mine.stems)


def _is_unheard(said: Facts, source: Facts) -> bool:
    """Whether the statement makes a duty or a choice of what the source only describes."""
    first = next(iter(said.duties), None)
    if first is None or source.duties or first.kind == "should":
        return False
    return said.words[first.at].text not in _DESCRIBES


def _duty(said: Facts, source: Facts) -> Iterator[Difference]:
    if not said.duties or not source.duties:
        return
    mine = said.duties[0]
    wanted = said.after(mine, 4)
    theirs = max(source.duties, key=lambda d: (len(source.after(d, 4) & wanted), -d.at))
    if mine.kind != theirs.kind:
        yield Difference(Part.DUTY, mine.piece, theirs.piece)


def _denials(said: Facts, source: Facts, tables: Tables) -> list[Difference] | None:
    opposite = _opposites(said, source, tables)
    if bool(said.denials) == bool(source.denials):
        return opposite
    denying, other = (said, source) if said.denials else (source, said)
    alone = [d for d in denying.denials if not _is_excused(denying, d, other, tables)]
    if not alone:
        return opposite
    for denial in alone:
        scope = denying.after(denial)
        if any(covered(root, other.spoken, tables) for root in scope):
            mine = denial.piece if said.denials else None
            return [*opposite, Difference(Part.NEGATION, mine, None if mine else denial.piece)]
    return (
        opposite if not said.denials and all(_is_aside(source, d) for d in source.denials) else None
    )


def _is_excused(denying: Facts, denial: Said, other: Facts, tables: Tables) -> bool:
    """Whether the other sentence denies the same in a condition or a relative clause. What is
    forbidden is never the same as what somebody is told not to have done."""
    if forbids(denying.words, denying.duties, denial):
        return False
    scope = denying.after(denial)
    asides = [other.after(d) for d in other.denials_aside]
    return any(covered(root, aside, tables) for aside in asides for root in scope)


def _is_aside(source: Facts, denial: Said) -> bool:
    """Whether a denial is another statement that "and" or "but" joins to its sentence."""
    before = [w.text for w in source.words[max(0, denial.at - _ASIDE) : denial.at]]
    return bool({"and", "but"} & set(before))


def _opposites(said: Facts, source: Facts, tables: Tables) -> list[Difference]:
    there = {w.text: w for w in source.words}
    here = {w.text for w in said.words}
    for word in said.words:
        others = tables.opposite.get(word.text, frozenset()) & there.keys()
        if others - here and word.text not in there:
            other = there[min(others)]
            return [
                Difference(
                    Part.NEGATION, Piece(word.start, word.end), Piece(other.start, other.end)
                )
            ]
    return []


def _actors(said: Facts, source: Facts) -> Iterator[Difference]:
    mine, theirs = said.acting, source.acting
    if mine.done_to and theirs.done_to and not _names(mine.done_to) & _names(theirs.done_to):
        yield _another(mine.done_to, theirs.done_to)
    elif mine.does and theirs.does:
        if not _names(mine.does) & _names(theirs.does):
            yield _another(mine.does, theirs.does)
        elif theirs.joined and (left := _left_out(said, source)):
            missing = next(n for n in theirs.does if n.name in left)
            yield Difference(Part.ACTOR_LEFT_OUT, None, missing.piece)
        elif other := _other(said, source):
            yield other
    elif other := _other(said, source) or _nobodys(said, source):
        yield other


def _left_out(said: Facts, source: Facts) -> set[str]:
    """Who has the duty too and is not named; "the governing body of a school" is where the school
    is named."""
    kept = [n for n in source.acting.does if not source.text[n.piece.end :].startswith(" of ")]
    return _names(kept) - _names(said.actors)


def _nobodys(said: Facts, source: Facts) -> Difference | None:
    """Who has the duty by the statement, where the source names another first, in whatever place:
    "if a first responder has concerns, a referral should be made"."""
    theirs = source.named[:1]
    named_by_both = _names(said.acting.does) & _names(source.actors)
    if not said.acting.does or named_by_both or not theirs or _names(theirs) & _names(said.actors):
        return None
    return _another(said.acting.does, theirs)


def _other(said: Facts, source: Facts) -> Difference | None:
    """Those that are not the actors: to whom it is done, in whatever words."""
    mine = [n for n in said.named if n.name not in _names(said.acting.does)]
    theirs = [n for n in source.named if n.name not in _names(source.acting.does)]
    only_mine = [n for n in mine if n.name not in _names(source.actors)]
    only_theirs = [n for n in theirs if n.name not in _names(said.actors)]
    done_to = source.acting.done_to
    if done_to and only_mine and not _names(done_to) & _names(said.actors):
        return _another(only_mine, done_to)
    if len(_names(only_mine)) == 1 and len(_names(only_theirs)) == 1:
        return _another(only_mine, only_theirs)
    return None


def _another(mine: Sequence[Named], theirs: Sequence[Named]) -> Difference:
    return Difference(Part.ACTOR, mine[0].piece, theirs[0].piece)


def _names(named: Sequence[Named]) -> set[str]:
    return {n.name for n in named}


def _conditions(
    said: Facts, source: Facts, headings: frozenset[str], tables: Tables
) -> Iterator[Difference]:
    for condition in source.conditions:
        counted = [f for f in source.figures if _within(f, condition)]
        if not _is_about(said, source, condition, tables) or _has_all(said, counted):
            continue
        named = {r for n in source.actors for r in source.stems_of(n.piece.of(source.text))}
        roots = source.stems_of(condition.of(source.text)) - named - source.empty
        if not roots:
            continue
        kept = sum(covered(r, said.matter, tables) for r in roots) / len(roots)
        implied = sum(covered(r, headings | said.matter, tables) for r in roots) / len(roots)
        if kept < _CONDITION_KEPT and implied < _CONDITION_IMPLIED:
            yield Difference(Part.CONDITION, None, condition)


def _within(figure: Figure, where: Piece) -> bool:
    return where.start <= figure.piece.start and figure.piece.end <= where.end


def _has_all(said: Facts, figures: Sequence[Figure]) -> bool:
    """Whether a statement has some figures, of which there are any."""
    mine = {(f.kind, f.value) for f in said.figures}
    return bool(figures) and all((f.kind, f.value) in mine for f in figures)


def _is_about(said: Facts, source: Facts, condition: Piece, tables: Tables) -> bool:
    """Whether a condition stands in the part of its sentence that the statement is about: a
    semicolon or a colon parts one matter from the next."""
    shares = []
    for part in _PARTED.finditer(source.text):
        roots = source.stems_of(part[0])
        shares.append((sum(covered(r, roots, tables) for r in said.matter), part.span()))
    most = max(share for share, _ in shares)
    return any(n == most and a <= condition.start < b for n, (a, b) in shares)
