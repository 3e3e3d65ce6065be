"""``handbook check``: the statements of a deck or a text, held against the corpus."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from handbook.commands.shared import AREA_HELP, Subparsers, add_json, print_json, question
from handbook.errors import ReadError
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("check", help="hold a deck or a text against the corpus")
    parser.add_argument("file", metavar="FILE", help=".pptx .docx .pdf .md .html or .txt")
    parser.add_argument("--area", help=AREA_HELP)
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Check; 1 where a statement does not stand as it is."""
    from handbook.book import Handbook
    from handbook.check.present import check_json, check_text
    from handbook.check.run import make_check
    from handbook.progress import progress_bar
    from ingest.material import read_material

    area = question({"question": "x", "area": options.area}).area
    path = Path(options.file)
    if not path.is_file():
        raise ReadError(f"{path} is not there; give the path of a deck or a text.")
    material = read_material(path)
    book = Handbook.open(settings)
    with progress_bar() as show:
        check = make_check(
            book,
            path.name,
            path.read_bytes(),
            material.lines,
            area,
            date.today(),
            material.warnings,
            told=lambda done, total: show("Statements checked", done, total),
        )
    if options.json:
        print_json(check_json(check))
    else:
        print(check_text(check))
    return 0 if check.passes else 1
