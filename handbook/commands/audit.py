"""``handbook audit``: what editors have done, and whether the trail of it holds together."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from handbook.commands.shared import Subparsers, add_json, print_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("audit", help="what editors have done, and that it holds together")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """List the trail and verify it; 1 where a line does not follow from the one before."""
    from handbook.audit import read_trail

    trail = read_trail(settings.data)
    if options.json:
        print_json({**asdict(trail), "sentence": trail.sentence})
    else:
        for entry in trail.entries:
            print(f"{entry.when}  {entry.who}: {entry.what} {entry.on}")
        print(trail.sentence)
    return 1 if trail.broken else 0
