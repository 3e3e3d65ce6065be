"""``handbook forget``: a source erased from the data folder, and the proof."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from handbook.commands.shared import Subparsers, add_by, add_json, audited, print_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("forget", help="erase a source, and prove it")
    parser.add_argument("source", metavar="SOURCE")
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Erase; 1 where the proof fails."""
    from ingest.forget import forget

    audited(settings, options.by, "forget", options.source)
    erased = forget(settings, options.source)
    if options.json:
        print_json({**asdict(erased), "proved": erased.proved, "sentence": erased.sentence})
    else:
        print(erased.sentence)
    if erased.still_listed:
        print(
            f"handbook: {', '.join(erased.still_listed)} is still in {settings.corpus}: the next "
            "`handbook ingest` or `handbook serve` would bring it back. Take it out there.",
            file=sys.stderr,
        )
    return 0 if erased.proved else 1
