"""All passages in force that disagree with each other, cited and ordered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handbook.check.facts import Facts
from handbook.conflicts.cited import side_of
from handbook.conflicts.grounds import ground_of
from handbook.conflicts.records import Conflict, Conflicts, Ground, Matter
from handbook.conflicts.same_rule import SameRule, figures_of
from handbook.conflicts.stated import Gathered, gather
from handbook.conflicts.telephone import Ringing
from handbook.domain import Role
from handbook.rule_records import Piece

if TYPE_CHECKING:
    from handbook.book import Handbook

_MATTERS = {"time": Matter.TIME, "count": Matter.COUNT, "age": Matter.AGE}


def find_conflicts(book: Handbook) -> Conflicts:
    """Hold every sentence in force that states a figure or a telephone number against those of the
    other sources. Learning from reviews states no rule, so that only its telephone numbers
    count."""
    gathered = gather(book, _figures, (Role.RULE,))
    ringing = Ringing(book)
    found = [*_of_figures(book, gathered), *ringing.conflicts()]
    grounds, matters = tuple(Ground), tuple(Matter)
    found.sort(key=lambda c: (grounds.index(c.ground), matters.index(c.matter)))
    count = len(gathered.sentences) + ringing.count
    return Conflicts(book.opened().edition.edition_id, tuple(found), count)


def _figures(facts: Facts) -> list[Piece]:
    return [figure.piece for figure in figures_of(facts)]


def _of_figures(book: Handbook, gathered: Gathered) -> Iterator[Conflict]:
    for one, other, mine, theirs in SameRule(gathered).differing():
        sides = side_of(book, one, mine.piece), side_of(book, other, theirs.piece)
        yield Conflict(_MATTERS[mine.kind], ground_of(one.areas, other.areas), *sides)
