"""``handbook backup``: the data folder as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from handbook.commands.shared import Subparsers, noted
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("backup", help="write the data folder into one file")
    parser.add_argument("file", metavar="FILE", help="such as handbook-2026-11-24.tar.gz")
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Write the data folder into one file, and say how many files it holds."""
    from ingest.backup import back_up

    path = Path(options.file)
    number = back_up(settings.data, path, lambda data: noted(data, None, "backup", path.name))
    print(f"{number} files are in {path}.")
    return 0
