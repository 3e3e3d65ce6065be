"""``handbook check``: the statements of a deck or a text, held against the corpus."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.shared import AREA_HELP, Subparsers, add_json, print_json, question
from handbook.errors import ReadError, SettingsError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.check.records import Check


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("check", help="hold a deck or a text against the corpus")
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help=".pptx .docx .pdf .md .html or .txt"
    )
    parser.add_argument("--area", help=AREA_HELP)
    parser.add_argument(
        "--again",
        action="store_true",
        help="list only what turned since the last check of each FILE, or of all files checked",
    )
    parser.add_argument(
        "--annotate", metavar="OUT", help="write a copy of a .pptx or .docx with comments"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Check; 1 where a statement does not stand as it is."""
    area = question({"question": "x", "area": options.area}).area
    paths = [Path(name) for name in options.files]
    if options.again:
        from handbook.commands.check_again import check_again

        if area or options.annotate:
            raise SettingsError(
                "--again keeps the area of the last check and writes nothing; leave the other "
                "options out."
            )
        return check_again(settings, paths, as_json=options.json)
    if len(paths) != 1:
        raise SettingsError("handbook check takes one FILE; with --again it takes several or none.")
    return _check_one(settings, paths[0], area, options)


def _check_one(
    settings: Settings, path: Path, area: str | None, options: argparse.Namespace
) -> int:
    from handbook.book import Handbook
    from handbook.check.kept import keep_check
    from handbook.check.present import check_json, check_text
    from handbook.check.proof import prove_findings
    from handbook.export.forms import save
    from handbook.progress import say
    from ingest.annotated import annotated, look_at_forms

    raw = read_raw(path)
    if options.annotate:
        look_at_forms(path, Path(options.annotate))
    book = Handbook.open(settings)
    check = checked(book, path, raw, area)
    prove_findings(check.findings, book.units)
    if options.annotate:
        save(Path(options.annotate), annotated(path, check.findings))
    if options.json:
        print_json(check_json(check))
    else:
        print(check_text(check))
    try:
        keep_check(settings.data, check, path)
    except SettingsError as error:
        say(f"handbook: {error}")
    return 0 if check.passes else 1


def read_raw(path: Path) -> bytes:
    """The bytes of a file; ReadError where there are none to be had."""
    if not path.is_file():
        raise ReadError(f"{path} is not there; give the path of a deck or a text.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path} cannot be read ({error.strerror}); look at its rights.") from error


def checked(book: Handbook, path: Path, raw: bytes, area: str | None) -> Check:
    """The check of a file of which the bytes are known, with a progress bar."""
    from handbook.check.run import make_check
    from handbook.progress import progress_bar
    from ingest.material import read_material

    material = read_material(path)
    with progress_bar() as show:
        return make_check(
            book,
            path.name,
            raw,
            material.lines,
            area,
            date.today(),
            material.warnings,
            told=lambda done, total: show("Statements checked", done, total),
        )
