"""``handbook gaps``: what was asked and could not be answered."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from handbook.commands.shared import Subparsers, add_json, print_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("gaps", help="topics that were asked about and not answered")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """List the register, most frequent first."""
    from handbook.gaps import read_gaps

    if options.json:
        print_json([asdict(g) for g in read_gaps(settings.data)])
    else:
        print_gaps(settings)
    return 0


def print_gaps(settings: Settings) -> None:
    """The register for reading, topics first, then the questions that were kept."""
    from handbook.gaps import counted, read_gaps

    gaps = read_gaps(settings.data)
    if not gaps:
        print(f"The gap register is empty; HANDBOOK_GAPS is {settings.gaps}.")
    for number, status, topic in counted(gaps):
        print(f"{number:5}  {status:<14} {topic}")
    for gap in gaps:
        if gap.question:
            print(f"{gap.day}  {gap.status:<14} {gap.question}")
