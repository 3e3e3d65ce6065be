"""A case discussion: a scenario without names in; the rules and review questions that bear on it
out, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from handbook.answer_records import CitedQuestion
from handbook.clauses import sentences
from handbook.danger import in_danger
from handbook.dates import in_words
from handbook.errors import ExportError
from handbook.evidence import section_path
from handbook.export.quoted import AddressOf
from handbook.export.sheet import Booklet
from handbook.make.booklet import Chosen, booklet_of
from handbook.make.lines import Line, each_once, first_wordings, rules_near, without_names, wording
from handbook.make.steps import Step, load_steps, step_of
from handbook.personal.mask import Masked, without_placeholders
from handbook.replies import listed
from handbook.review import bearing_on, nearness

if TYPE_CHECKING:
    from handbook.book import Handbook

_MOST_NEAR = 3
"""The rules nearest to the scenario that a step shows."""
_MOST_OF_STEP = 2
"""The rules of a step that are shown for every scenario."""
_MOST_APART = 5
"""The rules that belong to no step."""
_MOST_TOLD = 15
"""Of a scenario so many sentences are searched for."""
_BEARS = 0.4
"""The least nearness with which a rule is shown as bearing on the scenario."""


def discussion_of(
    book: Handbook, typed: str, area: str | None, printed_on: date, address_of: AddressOf | None
) -> Booklet:
    """What procedures say and reviews ask about a scenario. Names are masked before anything is
    searched. ExportError where a record was pasted, or nothing bears on it; where somebody seems
    to be in danger, that too says first what to do."""
    urgent = [book.replies.text("urgent")] if in_danger(book, typed) else []
    try:
        return _discussion(book, typed, urgent, area, printed_on, address_of)
    except ExportError as error:
        raise ExportError(" ".join([*urgent, str(error)])) from error


def _discussion(
    book: Handbook,
    typed: str,
    urgent: Sequence[str],
    area: str | None,
    printed_on: date,
    address_of: AddressOf | None,
) -> Booklet:
    masked = without_names(book, typed)
    told = _told(without_placeholders(masked.text))
    near, asked = _rules(book, told, area), _questions(book, told)
    if not near and not asked:
        raise ExportError("Nothing that is held here bears on this scenario; say more of it.")
    steps = load_steps(book.settings.prompts)
    parts = [_part(book, step, steps, near, asked, area) for step in steps]
    parts += _any_step(book, steps, near, asked)
    opening = [*urgent, *_opening(book, masked, printed_on)]
    title = book.replies.title("discussion")
    return booklet_of(book, title, opening, parts, printed_on, address_of)


def _told(scenario: str) -> list[str]:
    """The scenario, and each of its sentences: what one of them tells is lost in the whole."""
    return list(dict.fromkeys([scenario, *sentences(scenario)]))[:_MOST_TOLD]


def _rules(book: Handbook, told: Sequence[str], area: str | None) -> list[Line]:
    """What procedures say that bears on the scenario by its own sentence, the nearest first."""
    found: list[Line] = []
    for text in told:
        lines = rules_near(book, text, area)
        titled = [(x.citation.quote, x.citation.edition.title) for x in lines]
        nearest = zip(lines, nearness(book, text, titled), strict=True)
        found += [replace(line, nearness=near) for line, near in nearest if near >= _BEARS]
    found.sort(key=lambda line: -line.nearness)
    return each_once(found, every_area=area is None)


def _questions(book: Handbook, told: Sequence[str]) -> list[CitedQuestion]:
    """The review questions that bear on the scenario or on a sentence of it, each once."""
    return list({q.text: q for text in told for q in bearing_on(book, text)}.values())


def _part(
    book: Handbook,
    step: Step,
    steps: Sequence[Step],
    near: Sequence[Line],
    asked: Sequence[CitedQuestion],
    area: str | None,
) -> Chosen:
    """A step with the rules nearest to the scenario, and then those that hold for every case; one
    area's rules are not for everybody."""
    bearing = first_wordings([x for x in near if _step_of(x, steps) is step], _MOST_NEAR)
    shown = set(map(wording, bearing))
    own = [
        x
        for x in rules_near(book, step.seek, area)
        if _step_of(x, steps) is step and x.binds and wording(x) not in shown
    ]
    own = [x for x in own if area or not x.citation.edition.areas]
    first = sorted(own, key=lambda x: -_says_who_and_when(x))[:_MOST_OF_STEP]
    citations = [x.citation for x in (*bearing, *first)]
    questions = [q for q in asked if step_of(steps, q.text) is step]
    note = "" if citations or questions else book.replies.text("nothing_to_quote")
    return Chosen(step.name, note, citations, questions)


def _any_step(
    book: Handbook, steps: Sequence[Step], near: Sequence[Line], asked: Sequence[CitedQuestion]
) -> list[Chosen]:
    """What bears on the scenario and belongs to no single step: nothing that bears is left out
    for want of a step."""
    apart = first_wordings([x for x in near if _step_of(x, steps) is None], _MOST_APART)
    lines = [x.citation for x in apart]
    questions = [q for q in asked if step_of(steps, q.text) is None]
    if not lines and not questions:
        return []
    replies = book.replies
    return [Chosen(replies.title("any_step"), replies.text("any_step"), lines, questions)]


def _step_of(line: Line, steps: Sequence[Step]) -> Step | None:
    citation = line.citation
    return step_of(steps, citation.quote, section_path(citation.edition, citation.headings))


def _says_who_and_when(line: Line) -> int:
    rule = line.citation.rule
    return line.has_limit + bool(rule and rule.who)


def _opening(book: Handbook, masked: Masked, printed_on: date) -> list[str]:
    """The scenario as it was searched, and what was taken out of it."""
    replies = book.replies
    told = [f"Scenario: “{masked.text}”", replies.text("discussion", day=in_words(printed_on))]
    if masked.kinds:
        told.append(replies.text("masked", kinds=listed(masked.kinds)))
    return told
