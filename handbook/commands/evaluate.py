"""``handbook eval``: measures of the answers to cases."""

from __future__ import annotations

import argparse
from pathlib import Path

from handbook.commands.shared import Subparsers, add_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("eval", help="measure answers against cases")
    parser.add_argument(
        "cases", nargs="*", metavar="CASES", help="files of cases; or clapnq, doc2dial or wice"
    )
    add_json(parser)
    parser.add_argument("--compare", type=Path, metavar="RUN", help="show every case that flipped")
    parser.add_argument("--gate", action="store_true", help="exit 1 where answers got worse")
    parser.add_argument(
        "--write-baseline", action="store_true", help="hold later runs against this one"
    )
    parser.add_argument(
        "--opinion", action="store_true", help="ask the language model what it thinks, apart"
    )
    parser.add_argument(
        "--offline", action="store_true", help="answer without the language model, though it is set"
    )
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Measure."""
    from eval.main import Options, main

    return main(
        settings,
        Options(
            options.cases,
            options.json,
            options.compare,
            options.gate,
            options.write_baseline,
            options.opinion,
            options.offline,
        ),
    )
