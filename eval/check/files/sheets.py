"""Statements as they would stand in a file: on slides, or below headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.check.cases import Case

HEADING, ITEM, ROW, NOTE = "heading", "item", "row", "note"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide, or what stands below one heading; ``title`` is empty where there is none."""

    title: str
    cases: tuple[Case, ...]

    @property
    def headed(self) -> list[Case]:
        """The statement that is the title itself, if there is one."""
        return [case for case in self.cases if case.line.kind == HEADING]

    @property
    def noted(self) -> list[Case]:
        """What the speaker is to say."""
        return [case for case in self.cases if case.line.kind == NOTE]

    @property
    def groups(self) -> list[tuple[str, list[Case]]]:
        """What is shown below the title: lists, tables and paragraphs in turn, each by its kind."""
        shown = [c for c in self.cases if c.line.kind not in (HEADING, NOTE)]
        return [(kind, list(some)) for kind, some in groupby(shown, lambda c: c.line.kind)]


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a statement was put: ``where`` in the words of the check, ``below`` the title that
    introduces it."""

    case: Case
    where: str
    below: str


def sheets(cases: Sequence[Case]) -> list[Sheet]:
    """The statements of a deck with their titles, in order. A statement that is a heading is the
    title of what follows."""
    found: list[tuple[str, list[Case]]] = []
    for case in cases:
        is_heading = case.line.kind == HEADING
        title = case.line.text if is_heading else case.line.lead_in
        if is_heading or not found or found[-1][0] != title:
            found.append((title, []))
        found[-1][1].append(case)
    return [Sheet(title, tuple(some)) for title, some in found]


def cells(case: Case) -> tuple[str, str]:
    """The two cells of a table's row. Which words stand in which makes no difference: a check reads
    a row whole."""
    words = case.line.text.split(" ")
    half = (len(words) + 1) // 2
    return " ".join(words[:half]), " ".join(words[half:])


def below_headings(found: Sequence[Sheet]) -> Iterator[tuple[Sheet, str]]:
    """Each sheet with the heading that its statements stand below in a text without slides, where
    a heading holds until the next."""
    heading = ""
    for sheet in found:
        heading = sheet.title or heading
        yield sheet, heading
