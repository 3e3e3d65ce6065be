"""``handbook eval``: measures of the answers to cases."""

from __future__ import annotations

import argparse
from pathlib import Path

from handbook.commands.shared import Subparsers, add_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("eval", help="measure answers against cases")
    parser.add_argument("cases", nargs="*", type=Path, metavar="CASES")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Measure."""
    from eval.run import main

    return main(settings, options.cases, options.json)
