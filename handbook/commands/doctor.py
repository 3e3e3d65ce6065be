"""``handbook doctor``: what is wrong with an installation, and the mend."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from handbook.commands.shared import Subparsers, add_json, print_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("doctor", help="what is wrong, and the mend")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Examine; 1 where something is wrong, and 0 where there are reminders alone."""
    from handbook.doctor import examine, reminders

    faults, still = examine(settings), reminders(settings)
    if options.json:
        print_json([asdict(f) for f in (*faults, *still)])
    else:
        for fault in faults:
            print(f"{fault.what}\n    {fault.mend}")
        if not faults:
            print("Nothing is wrong.")
        for reminder in still:
            print(f"Still to do: {reminder.what} {reminder.mend}")
    return 1 if faults else 0
