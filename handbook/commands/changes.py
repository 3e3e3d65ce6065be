"""``handbook changes``: what changed between two editions of a source, section by section, or
across the library since a date."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.shared import Subparsers, add_json, day, print_json
from handbook.errors import ExportError, SettingsError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.changes import Changes
    from handbook.since.records import Since


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("changes", help="what changed between editions of a source")
    parser.add_argument("source", nargs="?", metavar="SOURCE", help="without one, all sources")
    parser.add_argument("--since", metavar="DATE", help="from the edition in force at a date")
    parser.add_argument("--html", metavar="OUT", help="write the summary of all sources to OUT")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Compare."""
    since = day(options.since, "--since") if options.since else None
    if options.source is None:
        return _library(settings, options, since)
    if options.html:
        raise SettingsError("--html writes the summary of all sources; leave SOURCE out.")
    from handbook.catalogue import Catalogue
    from handbook.changes import changes, changes_json
    from handbook.index import editions
    from handbook.index.views import seen_by

    edition = seen_by(editions.current(settings.data), settings.read_as)
    catalogue = Catalogue.open_to_read(settings.data)
    try:
        found = changes(catalogue, edition, options.source, since)
    finally:
        catalogue.close()
    if options.json:
        print_json(changes_json(found))
    else:
        print(_text(found))
    return 0


def _library(settings: Settings, options: argparse.Namespace, since: date | None) -> int:
    if since is None:
        raise SettingsError("Give a SOURCE, or --since DATE to compare all sources.")
    from handbook.book import Handbook
    from handbook.since.library import changed_since
    from handbook.since.present import since_json, since_text

    book = Handbook.open(settings)
    try:
        found = changed_since(book, since, date.today())
        if options.html:
            _write_html(book, found, Path(options.html))
    finally:
        book.close()
    if options.json:
        print_json(since_json(found))
    else:
        print(since_text(found))
    return 0


def _write_html(book: Handbook, found: Since, path: Path) -> None:
    from page.since import summary_html

    try:
        path.write_text(summary_html(book.replies, found), encoding="utf-8")
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written ({error.strerror}); give a folder that is there."
        ) from error


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
