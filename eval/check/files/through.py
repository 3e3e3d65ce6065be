"""Statements sent through a file: written, read by the door of the check, and found again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from eval.check.cases import Case
from eval.check.files.deck import write_deck
from eval.check.files.page import write_pdf
from eval.check.files.plain import write_markdown
from eval.check.files.sheets import Stands
from eval.check.files.word import write_document
from handbook.check.records import Line
from ingest.material import read_material

WRITERS: dict[str, Callable[[Sequence[Case], Path], list[Stands]]] = {
    "pptx": write_deck,
    "docx": write_document,
    "pdf": write_pdf,
    "md": write_markdown,
}
"""The forms that can be made, by the ending of their files."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A statement with the line that holds it; None where no line does."""

    stands: Stands
    line: Line | None

    @property
    def is_whole(self) -> bool:
        """Whether it came with its place and with what introduces it."""
        line = self.line
        return line is not None and (line.where, line.lead_in) == (
            self.stands.where,
            self.stands.below,
        )


def through_file(cases: Sequence[Case], form: str, folder: Path) -> list[Arrived]:
    """The statements of one deck, written to a file in a folder and read again, in its order."""
    path = folder / f"deck.{form}"
    stands = WRITERS[form](cases, path)
    return list(_found(stands, read_material(path).lines))


def as_read(cases: Sequence[Case], form: str) -> list[Case]:
    """The statements with the lines that came of them; those that came in pieces are left out."""
    with tempfile.TemporaryDirectory() as folder:
        found = [a for some in by_deck(cases) for a in through_file(some, form, Path(folder))]
    return [
        replace(a.stands.case, line=replace(a.line, ordinal=a.stands.case.line.ordinal))
        for a in found
        if a.line
    ]


def by_deck(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """The statements of one deck after the other."""
    return (list(some) for _, some in groupby(cases, key=lambda c: c.deck))


def _found(stands: Sequence[Stands], lines: Sequence[Line]) -> Iterator[Arrived]:
    """Each statement with the next line that has its very characters."""
    place = 0
    for one in stands:
        text = " ".join(one.case.line.text.split())
        at = next((n for n in range(place, len(lines)) if lines[n].text == text), None)
        yield Arrived(one, None if at is None else lines[at])
        place = place if at is None else at + 1
