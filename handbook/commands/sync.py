"""``handbook sync``: the publications that the manifest names, fetched and ingested."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from handbook.commands.forget import as_record, hear
from handbook.commands.ingest import note_changes, receipt_table, say_left_out
from handbook.commands.shared import Subparsers, add_json, print_json
from handbook.settings import Settings

if TYPE_CHECKING:
    from ingest.forget import Erased


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("sync", help="fetch the publications that the manifest names")
    parser.add_argument("publications", nargs="*", metavar="PUBLICATION")
    parser.add_argument("--dry-run", action="store_true", help="list what would be fetched")
    parser.add_argument("--accept", action="store_true", help="take what was refused for its looks")
    parser.add_argument("--erased", action="store_true", help="fetch what was erased here, too")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Fetch and ingest; 1 where anything failed or is gone, the rest being kept."""
    from handbook.progress import progress_bar
    from ingest.everything import bring_in
    from ingest.sync import lines, sync

    finished: list[Erased] = []
    with progress_bar() as progress:
        report = sync(
            settings,
            options.publications,
            dry=options.dry_run,
            accept=options.accept,
            erased=options.erased,
            progress=progress,
        )
        noted = partial(note_changes, settings, None)
        heard = partial(hear, settings, finished)
        result = None if options.dry_run else bring_in(settings, progress, noted, heard)
    ingested: dict[str, Any] | None = None
    if result:
        say_left_out(result)
        ingested = {**asdict(result), "finished": list(map(as_record, finished))}
    if options.json:
        print_json({"sync": asdict(report), "ingest": ingested})
    else:
        print("\n".join(lines(report)))
        fresh = [r for r in result.receipts if r.outcome != "unchanged"] if result else []
        if fresh:
            print(receipt_table(fresh))
    return 1 if report.failed or (result and result.failed) else 0
