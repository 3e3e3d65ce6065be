"""``handbook changes``: what changed between two editions of a source, or across the library since
a date."""

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
    return _source(settings, options, since)


def _source(settings: Settings, options: argparse.Namespace, since: date | None) -> int:
    from handbook.book import Handbook
    from handbook.changes import two_editions
    from handbook.since.one_source import changed_between
    from handbook.since.present import one_source_json, one_source_text

    book = Handbook.open(settings)
    try:
        before, after = two_editions(book.opened().edition, options.source, since)
        found = changed_between(book, before, after)
    finally:
        book.close()
    if options.json:
        print_json(one_source_json(found))
    else:
        print(one_source_text(found))
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
