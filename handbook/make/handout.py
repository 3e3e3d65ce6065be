"""A briefing handout: seven panels in fixed order, of one review or of a topic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from handbook.answer_records import CitedQuestion
from handbook.dates import in_words
from handbook.domain import Passage, Role
from handbook.errors import ExportError
from handbook.export.quoted import AddressOf
from handbook.export.sheet import Booklet
from handbook.index.editions import Held
from handbook.make.booklet import Chosen, booklet_of
from handbook.make.lines import (
    Line,
    first_wordings,
    learning_near,
    lines_of,
    rules_near,
    without_names,
)
from handbook.make.panels import Panel, load_panels
from handbook.review import bearing_on, cited

if TYPE_CHECKING:
    from handbook.book import Handbook

_MOST_LINES = 5
"""Of each kind so many wordings, in a panel of a topic: a handout is read in seven minutes. A rule
that several areas word alike is one of them, though it stands there for each of those areas."""


def handout_of_topic(
    book: Handbook, topic: str, area: str | None, printed_on: date, address_of: AddressOf | None
) -> Booklet:
    """What procedures and reviews say on a topic. ExportError where nothing bears on it."""
    topic = without_names(book, topic).text
    rules, learning = rules_near(book, topic, area), learning_near(book, topic)
    if not rules and not learning:
        raise ExportError(
            f"Nothing that is held here bears on “{topic}”; try the words that a procedure uses."
        )
    filled = [
        (panel, [*_procedure(panel, rules), *_reviews(panel, learning)[:_MOST_LINES]])
        for panel in load_panels(book.settings.prompts)
    ]
    about = f"{topic[:1].upper()}{topic[1:]}{f', {area.title()}' if area else ''}"
    return _handout(book, about, filled, bearing_on(book, topic), printed_on, address_of)


def handout_of_review(
    book: Handbook, source_id: str, printed_on: date, address_of: AddressOf | None
) -> Booklet:
    """All that one review's briefing says, and the questions that it asks. ExportError where no
    review of this name is held."""
    held = next((h for h in reviews(book) if h.edition.source_id == source_id), None)
    if held is None:
        raise ExportError(
            "No review of this name is held here; there are "
            f"{', '.join(h.edition.source_id for h in reviews(book))}."
        )
    lines = lines_of(book, _learning_passages(book, held), held.edition)
    filled = [(p, _reviews(p, lines)) for p in load_panels(book.settings.prompts)]
    title = held.edition.title
    return _handout(book, title, filled, _questions(book, held), printed_on, address_of)


def reviews(book: Handbook) -> list[Held]:
    """The briefings of single reviews that are in force, each once, by title."""
    found = {h.edition.source_id: h for h in book.learning() if h.edition.kind != "series"}
    return sorted(found.values(), key=lambda h: h.edition.title)


def _learning_passages(book: Handbook, held: Held) -> list[Passage]:
    passages = book.catalogue.passages_of(held.document_id)
    return [p for p in passages if p.role is Role.LEARNING]


def _questions(book: Handbook, held: Held) -> list[CitedQuestion]:
    """The review's own questions, and after them those of its series."""
    asked = book.review_questions()
    own = [cited(h, q) for h, q in asked if h.document_id == held.document_id]
    series = held.edition.series
    return own + [cited(h, q) for h, q in asked if series and h.edition.source_id == series]


def _procedure(panel: Panel, rules: Sequence[Line]) -> list[Line]:
    """What procedures say for a panel: what has a time limit first."""
    if not panel.procedure:
        return []
    taken = [r for r in rules if r.binds is (panel.procedure == "duties")]
    return first_wordings(sorted(taken, key=lambda line: not line.has_limit), _MOST_LINES)


def _reviews(panel: Panel, lines: Sequence[Line]) -> list[Line]:
    return [x for x in lines if panel.takes(next(iter(x.citation.headings), ""))]


def _handout(
    book: Handbook,
    about: str,
    filled: Sequence[tuple[Panel, Sequence[Line]]],
    questions: Sequence[CitedQuestion],
    printed_on: date,
    address_of: AddressOf | None,
) -> Booklet:
    replies = book.replies
    nothing = replies.text("nothing_to_quote")
    parts = [
        Chosen(f"{number}. {p.name}", "" if lines else nothing, [x.citation for x in lines])
        for number, (p, lines) in enumerate(filled, start=1)
    ]
    key = "review_questions_heading" if questions else "no_question_bears"
    parts.append(
        Chosen(replies.title("review_questions_heading"), replies.text(key), (), questions)
    )
    title = f"{replies.title('handout')}: {about}"
    opening = [replies.text("handout", day=in_words(printed_on))]
    return booklet_of(book, title, opening, parts, printed_on, address_of)
