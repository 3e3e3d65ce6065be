"""``handbook serve``: the index brought in line, what is too old deleted, then the page."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from handbook.commands import ingest
from handbook.commands.shared import Subparsers, audited
from handbook.errors import BuilderBusy, SettingsError, StoreError
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("serve", help="bring the index in line, then serve the page")
    parser.add_argument(
        "--no-ingest", action="store_true", help="serve what is indexed; another process builds"
    )
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Serve until stopped. SettingsError where others would be let in unasked."""
    from handbook.access.start import look_at_start

    look_at_start(settings)
    if not options.no_ingest:
        _bring_in_line(settings)
    from app import serve
    from handbook.privacy.retention import delete_old, first_day_kept

    try:
        first_day = first_day_kept(settings.keep_days)
        delete_old(settings.data, first_day, partial(audited, settings, None, "expire"))
    except SettingsError as error:
        print(f"handbook: {error} What is too old stays until the next start.", file=sys.stderr)
    serve(settings)
    return 0


def _bring_in_line(settings: Settings) -> None:
    """Where another ingest is at work, what is indexed already is served; the page follows when
    that one is done. So it is where the data folder cannot be written, unless an erasure waits:
    what is to be forgotten is not served."""
    from handbook.forgetting import begun

    try:
        status = ingest.run(
            settings, argparse.Namespace(paths=[], rebuild=False, steps=False, json=False, by=None)
        )
        if status:
            print("handbook: some documents failed; the others are served.", file=sys.stderr)
    except (BuilderBusy, StoreError) as error:
        if isinstance(error, StoreError) and begun(settings.data):
            raise
        print(f"handbook: {error} What is indexed already is served.", file=sys.stderr)
