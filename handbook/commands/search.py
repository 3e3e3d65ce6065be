"""``handbook search``: the best passages for some words, with no answer."""

from __future__ import annotations

import argparse

from handbook.commands.shared import (
    AREA_HELP,
    Subparsers,
    add_json,
    print_json,
    question,
    say_words_alone,
)
from handbook.errors import SettingsError
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("search", help="passages for some words, with no answer")
    parser.add_argument("query", metavar="QUERY")
    parser.add_argument("-k", type=int, default=10, metavar="N", help="how many (10)")
    parser.add_argument("--area", help=AREA_HELP)
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Search."""
    from handbook.book import Handbook
    from handbook.present import hit_json
    from handbook.reference import publication

    if not 0 < options.k <= 60:
        raise SettingsError(f"-k is {options.k}; ask for 1 to 60 passages.")
    area = question({"question": "x", "area": options.area}).area
    book = Handbook.open(settings)
    hits = book.search(options.query, options.k, area)
    say_words_alone(book)
    if options.json:
        print_json([hit_json(h) for h in hits])
        return 0
    for number, hit in enumerate(hits, start=1):
        place = " › ".join((publication(hit.edition), *hit.passage.headings))
        print(f"{number}. {place}\n   {hit.passage.text}\n")
    return 0
