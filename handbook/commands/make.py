"""``handbook make``: handouts, quizzes, case discussions and agendas, of quotations only."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.shared import AREA_HELP, Subparsers, address_on, question
from handbook.errors import SettingsError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.export.sheet import Paper

    Maker = Callable[[Handbook, argparse.Namespace, str | None], Paper]


def add(commands: Subparsers) -> None:
    """Describe the command."""
    from handbook.export.forms import BOOKLET_FORMS, FORMS, QUIZ_FORMS

    parser = commands.add_parser("make", help="a handout, quiz, case discussion or agenda")
    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    handout = _kind(
        kinds, "handout", "seven panels of a topic, or of one review", _handout, BOOKLET_FORMS
    )
    handout.add_argument("topic", nargs="?", metavar="TOPIC")
    handout.add_argument("--review", metavar="SOURCE", help="the id of a review's briefing")
    quiz = _kind(kinds, "quiz", "rules with a part left out, and the key", _quiz, QUIZ_FORMS)
    quiz.add_argument("topic", nargs="?", default="", metavar="TOPIC")
    quiz.add_argument("--count", type=int, default=10, help="the most questions (10)")
    discussion = _kind(
        kinds, "discussion", "what bears on a scenario, step by step", _discussion, BOOKLET_FORMS
    )
    discussion.add_argument("scenario", metavar="SCENARIO", help="a few sentences, without names")
    for parser in (handout, quiz, discussion):
        parser.add_argument("--area", help=AREA_HELP)
    agenda = _kind(
        kinds, "agenda", "what reviews ask, by theme, and an action plan", _agenda, FORMS
    )
    agenda.add_argument("theme", nargs="*", metavar="THEME", help="all themes, if none is given")


def _kind(
    kinds: Subparsers, name: str, told: str, maker: Maker, forms: Sequence[str]
) -> argparse.ArgumentParser:
    parser = kinds.add_parser(name, help=told)
    parser.add_argument("--out", metavar="FILE", help=f"write it to FILE: {', '.join(forms)}")
    parser.set_defaults(run=run, maker=maker, forms=forms, area=None)
    return parser


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Make it; without a file its Markdown is printed."""
    from handbook.book import Handbook
    from handbook.export.forms import form_of, save
    from page.paper_content import content_of

    area = question({"question": "x", "area": options.area}).area
    out = Path(options.out) if options.out else None
    form = form_of(out, options.forms) if out else ".md"
    book = Handbook.open(settings)
    content = content_of(book, options.maker(book, options, area), form)
    if out:
        save(out, content)
        print(f"The paper is in {out}.", file=sys.stderr)
    else:
        print(content.decode(), end="")
    return 0


def _handout(book: Handbook, options: argparse.Namespace, area: str | None) -> Paper:
    from handbook.make.handout import handout_of_review, handout_of_topic

    if bool(options.topic) is bool(options.review):
        raise SettingsError("Give a TOPIC, or --review with the id of a review; not both.")
    address_of = address_on(book.settings)
    if options.review:
        return handout_of_review(book, options.review, date.today(), address_of)
    return handout_of_topic(book, options.topic, area, date.today(), address_of)


def _quiz(book: Handbook, options: argparse.Namespace, area: str | None) -> Paper:
    from handbook.make.quiz import quiz_of

    if options.count < 1:
        raise SettingsError(f"--count is {options.count}; give a number from 1.")
    address_of = address_on(book.settings)
    return quiz_of(book, options.topic, area, options.count, date.today(), address_of)


def _discussion(book: Handbook, options: argparse.Namespace, area: str | None) -> Paper:
    from handbook.make.discussion import discussion_of

    return discussion_of(book, options.scenario, area, date.today(), address_on(book.settings))


def _agenda(book: Handbook, options: argparse.Namespace, _area: str | None) -> Paper:
    from handbook.export.compose import agenda_of
    from handbook.review import asked_on_themes

    questions = asked_on_themes(book, options.theme)
    return agenda_of(book, questions, date.today(), address_on(book.settings))
