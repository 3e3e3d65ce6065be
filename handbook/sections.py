"""The sections of an edition as they were read: runs of neighbouring passages below the same
headings, counted from 1, so that each can be named and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from handbook.domain import Passage, ReviewQuestion, Span

Item = Passage | ReviewQuestion


@dataclass(frozen=True, slots=True)
class Section:
    """A run of neighbouring passages below the same headings, or of review questions that stand
    below a heading of their own (``headings`` is then empty)."""

    number: int
    """From 1, in reading order."""
    headings: tuple[str, ...]
    panel: int | None
    items: tuple[Item, ...]
    """What stands in it, in reading order; review questions may also lie within a passage."""

    @property
    def place(self) -> Span:
        """Where its text begins, its headings left out."""
        return min(span for item in self.items for span in item.spans)

    @property
    def questions(self) -> tuple[ReviewQuestion, ...]:
        """The review questions in it."""
        return tuple(item for item in self.items if isinstance(item, ReviewQuestion))

    @property
    def title(self) -> str:
        """The heading right above its text; "" where there is none."""
        return self.headings[-1] if self.headings else ""


def find_sections(
    passages: Sequence[Passage], asked: Sequence[ReviewQuestion]
) -> tuple[Section, ...]:
    """The sections of one document from all its passages and review questions, in their order."""
    rows = list(_rows(passages, asked))
    return tuple(
        _section(number, key, [item for _, item in run])
        for number, (key, run) in enumerate(groupby(rows, key=lambda row: row[0]), 1)
    )


_Key = tuple[str, ...] | int
"""What neighbours must share to stand in one section: headings, or a panel of questions."""


def _rows(
    passages: Sequence[Passage], asked: Sequence[ReviewQuestion]
) -> Iterator[tuple[_Key, Item]]:
    waiting = list(asked)
    for passage in passages:
        while waiting and _comes_before(waiting[0], passage):
            yield waiting[0].panel, waiting.pop(0)
        yield passage.headings, passage
        while waiting and _holds(passage, waiting[0].spans[0]):
            yield passage.headings, waiting.pop(0)
    for question in waiting:
        yield question.panel, question


def _comes_before(question: ReviewQuestion, passage: Passage) -> bool:
    """Panels are read by their numbers, which may not be the order in which they are stored."""
    if passage.panel is not None:
        return question.panel < passage.panel
    return question.spans[0] < passage.spans[0]


def _holds(passage: Passage, span: Span) -> bool:
    return any(s.unit == span.unit and s.start <= span.start < s.end for s in passage.spans)


def _section(number: int, key: _Key, items: list[Item]) -> Section:
    headings = key if isinstance(key, tuple) else ()
    return Section(number, headings, items[0].panel, tuple(items))
