"""``handbook restore``: a backup put into an empty data folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from handbook.commands.shared import Subparsers, noted
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("restore", help="put a backup into an empty data folder")
    parser.add_argument("file", metavar="FILE", help="such as handbook-2026-11-24.tar.gz")
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Put a backup into an empty data folder, and say how many files it holds."""
    from ingest.backup import restore

    path = Path(options.file)
    number = restore(path, settings.data, lambda data: noted(data, None, "restore", path.name))
    print(f"{number} files are in {settings.data}, each as it was put in.")
    print("The audit trail, which came with them, ends with this restore.")
    return 0
