"""``handbook expire``: what is too old to be kept goes, and the proof."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from functools import partial

from handbook.commands.shared import Subparsers, add_json, audited, print_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("expire", help="delete what is too old to be kept, and prove it")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Delete and read again; 1 where something old is still there."""
    from handbook.privacy.retention import delete_old, first_day_kept

    before = first_day_kept(settings.keep_days)
    done = delete_old(settings.data, before, partial(audited, settings, None, "expire"))
    if options.json:
        print_json({"kept_from": before, "registers": [asdict(d) for d in done]})
    else:
        print(f"Kept from {before} on ({settings.keep_days} days):")
        for deletion in done:
            left = f", {deletion.remain} STILL THERE" if deletion.remain else ""
            damaged = f" ({deletion.undated} damaged)" if deletion.undated else ""
            print(
                f"  {deletion.name}: {deletion.went} deleted{damaged}{left}, {deletion.kept} kept"
            )
        print(
            "Each register was read again. Backups and what a disk keeps of deleted files are not"
        )
        print("covered.")
    return 1 if any(deletion.remain for deletion in done) else 0
