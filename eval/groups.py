"""The cases of a run by style, area and source, with the figures that are shown of each group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from eval.summary import summarise
from handbook.runs.figure import Group
from handbook.runs.outcome import Outcome

SHOWN = ("Success@5", "labelled sentence quoted", "status right", "false answers")
GroupsOf = Callable[[Outcome], Iterable[str]]


def by_style(outcome: Outcome) -> Iterable[str]:
    """The groups of a case by how it is asked."""
    return outcome.tags or ("no tag",)


def by_area(outcome: Outcome) -> Iterable[str]:
    """The group of a case by the area that was given."""
    return (outcome.area or "no area given",)


def by_source(outcome: Outcome) -> Iterable[str]:
    """The groups of a case by the sources that answer it."""
    return outcome.sources or ("none",)


KINDS: dict[str, GroupsOf] = {"style": by_style, "area": by_area, "source": by_source}


def make_groups(outcomes: Sequence[Outcome]) -> dict[str, list[Group]]:
    """The groups of each kind, the largest first."""
    return {
        kind: [
            Group(name, len(some), summarise(some, SHOWN))
            for name, some in grouped(outcomes, groups_of).items()
        ]
        for kind, groups_of in KINDS.items()
    }


def grouped(outcomes: Iterable[Outcome], groups_of: GroupsOf) -> dict[str, list[Outcome]]:
    """The outcomes of each group, the largest group first."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for name in groups_of(outcome):
            groups[name].append(outcome)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))
