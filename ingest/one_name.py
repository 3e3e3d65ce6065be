"""Files of one name that nobody declares. They count as editions of one source, since the name is
its id; where nothing says that they are, one would stand for the other or silence it unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import Path

from handbook.index.editions import Held

MEND = "Give each a name of its own, or say in a manifest what each is."


def by_source(listed: Iterable[Held]) -> dict[str, list[Held]]:
    """The listed documents of each source."""
    found: dict[str, list[Held]] = {}
    for held in listed:
        found.setdefault(held.edition.source_id, []).append(held)
    return found


def mistaken(held: Held, same: Sequence[Held]) -> str | None:
    """What is wrong with an undeclared document among the listed ones of its source, as a sentence;
    None where it is the only one, or shows of each other that both are editions."""
    if all(h.document_id == held.document_id or _follow(h, held) for h in same):
        return None
    dates = {h.starts for h in same if h.starts}
    silenced = " Only that of the latest date answers." if len(dates) > 1 else ""
    return (
        f"{' and '.join(_places(same))} have one name, so that they count as editions of one "
        f"source, {held.edition.source_id}, and nothing says that they are.{silenced}"
    )


def _follow(one: Held, other: Held) -> bool:
    """Whether one is an edition of what the other is one of: each has a date of its own, and both
    are for the same areas under the same title, figures apart."""
    dated = one.starts and other.starts and one.starts != other.starts
    return bool(dated and one.edition.areas == other.edition.areas and _name(one) == _name(other))


def _name(held: Held) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", held.edition.title.casefold()))


def _places(same: Iterable[Held]) -> list[str]:
    """Where each file lies, as far as that tells them apart."""
    parts = sorted({Path(h.origin).parts for h in same})
    shared = sum(1 for _ in takewhile(lambda step: len(set(step)) == 1, zip(*parts, strict=False)))
    return [Path(*p[shared:]).as_posix() for p in parts]
