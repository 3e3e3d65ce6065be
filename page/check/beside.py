"""What was found, in the order of the material: each slide, or each heading's text, with its rows
beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handbook.check.records import Finding
from handbook.export.check_report import Row

_NOTES = ", notes"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its row."""

    finding: Finding
    row: Row

    @property
    def is_note(self) -> bool:
        """Whether it stands in the speaker's notes."""
        return self.row.where.endswith(_NOTES)


@dataclass(frozen=True, slots=True)
class Place:
    """A slide, or what stands below one heading of a page or a section, which is in its title."""

    where: str
    title: str
    found: list[Found] = field(default_factory=list)

    @property
    def verdicts(self) -> list[str]:
        """The verdicts that there are, each once."""
        return list(dict.fromkeys(f.row.verdict for f in self.found))


def places(found: Sequence[Found]) -> list[Place]:
    """The places, in order."""
    return list(_places(found))


def _places(found: Sequence[Found]) -> Iterator[Place]:
    place: Place | None = None
    for one in found:
        line = one.finding.line
        opens = line.kind == "heading" and line.slide is None
        where = one.row.where.removesuffix(_NOTES)
        if place is None or where != place.where or opens:
            if place is not None:
                yield place
            named = where[:1].upper() + where[1:]
            place = Place(where, f"{named}: {line.text}" if opens else named)
        place.found.append(one)
    if place is not None:
        yield place
