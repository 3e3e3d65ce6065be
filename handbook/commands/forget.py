"""``handbook forget``: a source erased from the data folder, and the proof."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from handbook.commands.shared import Subparsers, add_by, add_json, audited, print_json
from handbook.settings import Settings

if TYPE_CHECKING:
    from ingest.forget import Erased


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("forget", help="erase a source, and prove it")
    parser.add_argument("source", metavar="SOURCE")
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Erase; 1 where a proof fails, also that of an erasure which had been stopped half-way."""
    from ingest.forget import forget

    finished: list[Erased] = []
    heard = partial(hear, settings, finished)
    noted = partial(audited, settings, options.by, "forget")
    erased = forget(settings, options.source, heard, noted)
    if options.json:
        print_json({**as_record(erased), "finished": list(map(as_record, finished))})
    else:
        print(erased.sentence)
    _say_still_listed(settings, erased)
    return 0 if all(one.proved for one in (erased, *finished)) else 1


def hear(settings: Settings, finished: list[Erased], erased: Erased) -> None:
    """Tell at once of an erasure that was stopped half-way and was finished first, whatever becomes
    of what was asked for."""
    finished.append(erased)
    print(f"handbook: An erasure had been stopped. {erased.sentence}", file=sys.stderr)
    _say_still_listed(settings, erased)


def as_record(erased: Erased) -> dict[str, Any]:
    """The JSON form."""
    return {**asdict(erased), "proved": erased.proved, "sentence": erased.sentence}


def _say_still_listed(settings: Settings, erased: Erased) -> None:
    if erased.still_listed:
        print(
            f"handbook: {', '.join(erased.still_listed)} is still in {settings.corpus}: the next "
            "`handbook ingest` or `handbook serve` would bring it back. Take it out there.",
            file=sys.stderr,
        )
