"""``handbook privacy``: what is held about people, and the papers that say so."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.shared import Subparsers, add_json, print_json
from handbook.errors import ExportError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.privacy.holdings import Holding


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("privacy", help="what is held about people, and for how long")
    parser.add_argument(
        "--dpia", metavar="FILE", help="write a data protection impact assessment (.md or .html)"
    )
    parser.add_argument(
        "--transparency", metavar="FILE", help="write an algorithmic transparency record"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Print what the running configuration keeps and sends; write the papers that are wanted."""
    from handbook.privacy.holdings import holdings, sendings
    from handbook.privacy.papers import DPIA, TRANSPARENCY

    papers = ((options.dpia, DPIA), (options.transparency, TRANSPARENCY))
    wanted = [(Path(name), template) for name, template in papers if name]
    if wanted:
        _write(settings, wanted)
        return 0
    held, sent = holdings(settings), sendings(settings)
    if options.json:
        print_json({"held": [asdict(h) for h in held], "sent": [asdict(s) for s in sent]})
        return 0
    for holding in held:
        _print(holding)
    print("What leaves this machine:")
    for sending in sent:
        print(f"  {sending.what}: {sending.to}")
    if not sent:
        print("  Nothing.")
    return 0


def _print(holding: Holding) -> None:
    since = f", the oldest of {holding.oldest}" if holding.oldest else ""
    number = f" ({holding.entries}{since})" if holding.entries else ""
    print(f"{holding.name}{number}: {holding.place}")
    print(f"  {holding.says}\n  Goes: {holding.goes[0].lower()}{holding.goes[1:]}\n")


def _write(settings: Settings, wanted: list[tuple[Path, str]]) -> None:
    from eval.readme import quality_table
    from handbook.export.forms import save
    from handbook.privacy.papers import FORMS, paper
    from handbook.runs.baseline import read_baseline

    for path, _ in wanted:
        if path.suffix.lower() not in FORMS:
            raise ExportError(f"{path.name} names no form; end it with {' or '.join(FORMS)}.")
    measured = quality_table(read_baseline())
    for path, template in wanted:
        save(path, paper(settings, template, path.suffix.lower(), measured, date.today()))
        print(f"{path} is written; what is in italics is for you to fill in.")
