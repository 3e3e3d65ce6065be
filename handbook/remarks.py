"""What a reader must know about how a question was taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handbook.answer_records import Answer, Notice, Question
from handbook.premise import Premise
from handbook.replies import listed

if TYPE_CHECKING:
    from handbook.book import Handbook


def remarks(
    book: Handbook, question: Question, answer: Answer, premise: Premise | None
) -> Iterator[Notice]:
    """Each as a notice: the area that it names, what was counted, a figure not borne out."""
    replies, area = book.replies, answer.area
    if area and area != question.area:
        yield Notice("area_named", replies.text("area_named", area=area.capitalize()))
    named = book.places.named(question.text)
    if question.area and named and question.area not in named:
        others = listed([other.capitalize() for other in sorted(named)])
        chosen = question.area.capitalize()
        yield Notice("other_area", replies.text("other_area", area=chosen, named=others))
    if question.counted_from and answer.citations:
        key = "counted" if answer.counts else "nothing_to_count"
        yield Notice(key, replies.text(key))
    if premise:
        told = replies.text("figure_differs", asked=premise.asked, rule=premise.limit)
        yield Notice("figure_differs", told)
