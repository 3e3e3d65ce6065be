"""What a role may read of an index edition, and which indexes of it that role searches.

Of each source that has one, the edition names the least role that may read it. Below that role the
source does not exist: the edition is another one without it, and so are its indexes, which lie in
a folder of their own within the edition's. No weight of a word and no neighbour is counted with
what is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handbook.access.roles import READERS, Role
from handbook.index.editions import Held, IndexEdition

_BELOW = {f"for-{role}": role for role in READERS[:-1]}
PARTS = tuple(_BELOW)
"""The folders that there may be of indexes for some; those of all that is held lie beside them."""


def hidden_from(edition: IndexEdition, role: Role) -> frozenset[str]:
    """The sources that a role may not read."""
    readers = edition.readers or {}
    return frozenset(source_id for source_id, least in readers.items() if not role.may(least))


def without(edition: IndexEdition, hidden: frozenset[str]) -> IndexEdition:
    """The edition as it would be if some sources had never been held."""

    def rest(held: tuple[Held, ...]) -> tuple[Held, ...]:
        return tuple(h for h in held if h.edition.source_id not in hidden)

    readers = {s: role for s, role in (edition.readers or {}).items() if s not in hidden}
    return replace(
        edition,
        documents=rest(edition.documents),
        past=rest(edition.past),
        readers=readers or None,
    )


def seen_by(edition: IndexEdition, role: Role) -> IndexEdition:
    """What a role may read of an edition; the edition itself where that is all."""
    hidden = hidden_from(edition, role)
    return without(edition, hidden) if hidden else edition


def part_without(edition: IndexEdition, hidden: frozenset[str]) -> str:
    """The folder of the indexes without some sources; "" where those of all will do, since none of
    the sources is indexed."""
    indexed = {h.edition.source_id for h in edition.documents}
    if indexed.isdisjoint(hidden):
        return ""
    return next(part for part, shown in parts(edition).items() if shown == indexed - hidden)


def parts(edition: IndexEdition) -> Mapping[str, set[str]]:
    """The indexes that an edition needs, by their folders, with the sources that each holds: first
    those of all, then a pair for each role that sees others than the roles above it."""
    indexed = {h.edition.source_id for h in edition.documents}
    found = {"": indexed}
    for part, role in reversed(_BELOW.items()):
        shown = indexed - hidden_from(edition, role)
        if shown not in found.values():
            found[part] = shown
    return found
