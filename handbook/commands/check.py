"""``handbook check``: the statements of a deck or a text, held against the corpus."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from handbook.commands.shared import AREA_HELP, Subparsers, add_json, print_json, question
from handbook.errors import ExportError, ReadError, SettingsError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.book import Handbook
    from handbook.check.records import Check

FOUND, FAULT = 1, 2
"""How it ends where a statement does not stand as it is, and where something could not be looked
at or written, whatever else was found: nobody may take what was not looked at for right."""
_STATUS = (
    "Ends with 0 where nothing is to change, with 1 where a statement does not stand as it is, and "
    "with 2 where a file or a setting cannot be read or a paper cannot be written."
)
Paper: TypeAlias = "Callable[[Handbook, Check], bytes]"
"""Makes the content of a file from a check."""


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "check", help="hold a deck or a text against the corpus", epilog=_STATUS
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help=".pptx .docx .pdf .md .html or .txt"
    )
    parser.add_argument("--area", help=AREA_HELP)
    parser.add_argument(
        "--again",
        action="store_true",
        help="list only what turned since the last check of each FILE, or of all files checked, "
        "for each area or the one that is given",
    )
    parser.add_argument(
        "--annotate", metavar="OUT", help="write a copy of a .pptx or .docx with comments"
    )
    parser.add_argument(
        "--report",
        metavar="OUT",
        action="append",
        default=[],
        help="write a report as .html or .xlsx; may be given for each",
    )
    keeping = parser.add_mutually_exclusive_group()
    keeping.add_argument(
        "--no-keep", action="store_true", help="keep nothing of the check for --again"
    )
    keeping.add_argument(
        "--keep-name",
        action="store_true",
        help="keep for --again what FILE is called, not its place",
    )
    parser.add_argument(
        "--strict", action="store_true", help="end with 1 where a statement is not covered too"
    )
    add_json(parser)
    parser.set_defaults(run=run, fault_status=FAULT)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Check; 1 where a statement does not stand as it is, 2 where not all could be looked at."""
    area = question({"question": "x", "area": options.area}).area
    paths = [Path(name) for name in options.files]
    if options.again:
        from handbook.commands.check_again import check_again

        if options.annotate or options.no_keep or options.keep_name:
            raise SettingsError(
                "--again keeps nothing anew and annotates nothing; leave the other options out."
            )
        return check_again(settings, paths, area, options)
    if len(paths) != 1:
        raise SettingsError("handbook check takes one FILE; with --again it takes several or none.")
    return _check_one(settings, paths[0], area, options)


def _check_one(
    settings: Settings, path: Path, area: str | None, options: argparse.Namespace
) -> int:
    from handbook.book import Handbook
    from handbook.check.present import check_json, check_text
    from handbook.check.proof import prove_findings

    raw = read_raw(path)
    papers = papers_of(path, options)
    book = Handbook.open(settings)
    check = checked(book, path, raw, area)
    prove_findings(check.findings, book.units)
    if options.json:
        print_json(check_json(check))
    else:
        print(check_text(check))
        _tell_masked(book, check)
    written = [is_written(book, check, out, make) for out, make in papers.items()]
    if not options.no_keep:
        _keep(book, check, None if options.keep_name else path)
    if not all(written):
        return FAULT
    return 0 if check.passes and not (options.strict and check.leaves_open) else FOUND


def _tell_masked(book: Handbook, check: Check) -> None:
    from handbook.progress import say
    from handbook.replies import listed

    if check.masked:
        say(book.replies.text("masked_material", kinds=listed(check.masked)))


def papers_of(path: Path, options: argparse.Namespace) -> dict[Path, Paper]:
    """What is to be written, found out before anything slow is done; ExportError where a name asks
    for what there is not, or for the file itself."""
    from handbook.export.check_report import REPORTS, write_report
    from handbook.export.forms import form_of
    from ingest.annotated import annotated, look_at_forms

    papers: dict[Path, Paper] = {}
    for out in map(Path, options.report):
        form = form_of(out, REPORTS)
        if out.absolute() == path.absolute() or (out.exists() and out.samefile(path)):
            raise ExportError(f"{out} is the file itself; give the report another name.")
        papers[out] = partial(write_report, form=form)
    if options.annotate:
        out = Path(options.annotate)
        look_at_forms(path, out)
        papers[out] = lambda book, check: annotated(path, check.findings, book.units)
    return papers


def is_written(book: Handbook, check: Check, out: Path, make: Paper) -> bool:
    """Write one; where it cannot be, a sentence says why, and the check and the others stand."""
    from handbook.export.forms import save
    from handbook.progress import say

    try:
        save(out, make(book, check))
    except ExportError as error:
        say(f"handbook: {error}")
        return False
    return True


def _keep(book: Handbook, check: Check, path: Path | None) -> None:
    from handbook.check.kept import keep_check
    from handbook.progress import say

    try:
        keep_check(book.settings.data, check, path, book.masker)
    except SettingsError as error:
        say(f"handbook: {error}")


def read_raw(path: Path) -> bytes:
    """The bytes of a file; ReadError where there are none to be had."""
    from handbook.personal.file_names import masked_place
    from handbook.personal.mask import Masker

    if not path.is_file():
        place = masked_place(Masker(), path)
        raise ReadError(f"{place} is not there; give the path of a deck or a text.")
    try:
        return path.read_bytes()
    except OSError as error:
        place = masked_place(Masker(), path)
        raise ReadError(
            f"{place} cannot be read ({error.strerror}); look at its rights."
        ) from error


def checked(book: Handbook, path: Path, raw: bytes, area: str | None) -> Check:
    """The check of a file of which the bytes are known, with a progress bar; ReadError where it is
    a record about a family, of which nothing is searched or kept."""
    from handbook.check.details import is_record
    from handbook.check.run import make_check
    from handbook.personal.file_names import without_place
    from handbook.progress import progress_bar
    from ingest.material import read_material

    try:
        material = read_material(path)
    except ReadError as error:
        raise ReadError(without_place(book.masker, str(error), path)) from error
    text = "\n".join(unit.text for unit in material.units)
    if is_record(book.masker, text):
        raise ReadError(book.replies.text("blocked_record"))
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
