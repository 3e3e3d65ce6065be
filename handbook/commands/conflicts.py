"""``handbook conflicts``: passages in force that disagree with each other."""

from __future__ import annotations

import argparse

from handbook.commands.shared import Subparsers, add_json, print_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "conflicts", help="passages in force that disagree with each other"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """List them."""
    from handbook.book import Handbook
    from handbook.conflicts.find import find_conflicts
    from handbook.conflicts.present import conflicts_json, conflicts_text

    book = Handbook.open(settings)
    try:
        found = find_conflicts(book)
        if options.json:
            print_json(conflicts_json(found, book.units))
        else:
            print(conflicts_text(found, book.units))
    finally:
        book.close()
    return 0
