"""Where two rules hold: on the same ground, on national and local ground, or in two areas."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.conflicts.records import Ground


def ground_of(one: Sequence[str], other: Sequence[str]) -> Ground:
    """The ground of two rules by the areas that they hold for; no area means everywhere."""
    if bool(one) != bool(other):
        return Ground.NATIONAL_AND_LOCAL
    if one and not set(one) & set(other):
        return Ground.AREAS_DIFFER
    return Ground.SAME
