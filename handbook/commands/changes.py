"""``handbook changes``: what changed between two editions of a source, section by section."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from handbook.commands.shared import Subparsers, add_json, day, print_json
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.changes import Changes


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("changes", help="what changed between editions of a source")
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("--since", metavar="DATE", help="from the edition in force at a date")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Compare."""
    from handbook.catalogue import Catalogue
    from handbook.changes import changes, changes_json
    from handbook.index import editions

    since = day(options.since, "--since") if options.since else None
    catalogue = Catalogue.open(settings.data)
    try:
        found = changes(catalogue, editions.current(settings.data), options.source, since)
    finally:
        catalogue.close()
    if options.json:
        print_json(changes_json(found))
    else:
        print(_text(found))
    return 0


def _text(found: Changes) -> str:
    counts = found.counts
    lines = [
        f"{found.title}: from {found.before.name} to {found.after.name}",
        f"{counts['equal']} equal, {counts['reworded']} reworded, {counts['added']} added, "
        f"{counts['removed']} removed",
    ]
    for section in found.sections:
        lines += ["", " › ".join(section.headings) or "(no heading)"]
        for change in section.changes:
            lines.append(f"  {change.kind} {change.place}".rstrip())
            if change.before:
                lines.append(f"    - {change.before}")
            if change.after:
                lines.append(f"    + {change.after}")
    lines += ["", "What the publisher says was changed:"]
    lines += [f"  {said}" for said in found.amendments] or ["  nothing: it has no amendments box"]
    return "\n".join(lines)
